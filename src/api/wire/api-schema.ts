import { at, isObject, textAt } from './shape.ts';

/** What an API schema says of one property. */
export interface SchemaProperty {
  readonly type: string | null;
  readonly required: boolean;
  /** A password in the API's words: not read back in clear. */
  readonly password: boolean;
  /** The only values allowed; empty where any is. */
  readonly choices: readonly string[];
}

/** A schema of `relation/SparkCustomer`, ours or a server's. */
export interface ApiSchema {
  /** `schema_version`, `null` where it is not told. */
  readonly version: string | null;
  readonly properties: ReadonlyMap<string, SchemaProperty>;
}

/** Decodes a schema as the API writes it (JSON Schema, draft 3, with words of its own); `null` for anything else. */
export function decodeApiSchema(json: unknown): ApiSchema | null {
  const properties = at(json, 'properties');
  if (!isObject(properties)) return null;
  const entries = Object.entries(properties).map(([name, told]) => [name, decodeProperty(told)] as const);
  return { version: textAt(json, 'schema_version'), properties: new Map(entries) };
}

function decodeProperty(told: unknown): SchemaProperty {
  const choices = at(told, 'choices');
  const values = Array.isArray(choices) ? choices.map((choice) => textAt(choice, 'value')) : [];
  return {
    type: textAt(told, 'type'),
    required: at(told, 'required') === true,
    password: at(told, 'is_password') === true,
    choices: values.filter((value) => value !== null),
  };
}
