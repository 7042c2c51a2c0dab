/** What an API schema says of one property. */
export interface ApiProperty {
  readonly name: string;
  readonly type: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly required: boolean;
  /** A password in the API's words: not read back in clear. */
  readonly password: boolean;
  /** The server's own: not for clients to write. */
  readonly readonly: boolean;
  /** The only values allowed, each once, without an empty one; an empty list where any is. */
  readonly choices: readonly string[];
}

/** A schema of `relation/SparkCustomer`, ours or a server's. */
export interface ApiSchema {
  /** `schema_version`, `null` where it is not told. */
  readonly version: string | null;
  /** By name, in the schema's order. */
  readonly properties: ReadonlyMap<string, ApiProperty>;
}

/** Decodes a schema as the API writes it (JSON Schema, draft 3, with words of its own); `null` for anything else. */
export function decodeApiSchema(json: unknown): ApiSchema | null {
  const properties = member(json, 'properties');
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return null;
  const entries = Object.entries(properties).map(([name, told]) => [name, decodeProperty(name, told)] as const);
  return { version: textIn(json, 'schema_version'), properties: new Map(entries) };
}

function decodeProperty(name: string, told: unknown): ApiProperty {
  const choices = member(told, 'choices');
  const values = Array.isArray(choices) ? choices.map((choice) => textIn(choice, 'value')) : [];
  return {
    name,
    type: textIn(told, 'type'),
    title: textIn(told, 'title'),
    description: textIn(told, 'description'),
    required: member(told, 'required') === true,
    password: member(told, 'is_password') === true,
    readonly: member(told, 'readonly') === true,
    choices: [...new Set(values.filter((value) => value !== null))],
  };
}

function textIn(value: unknown, name: string): string | null {
  const found = member(value, name);
  return typeof found === 'string' && found !== '' ? found : null;
}

function member(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return isObject ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
