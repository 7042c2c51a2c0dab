import { readFileSync } from 'node:fs';
import { isJsonList, isJsonObject, type Json, type JsonObject, parseJson, textOf } from './json.ts';

/** What the API's schema says of one property of `relation/SparkCustomer`. */
export interface SchemaProperty {
  readonly type: 'string' | 'boolean' | 'array';
  /** A password in the API's words: never read back in clear. */
  readonly secret: boolean;
  /** The only texts allowed; empty when any text is. */
  readonly choices: readonly string[];
}

function readSchema(): JsonObject {
  const file = new URL('../../schemas/relation_SparkCustomer.json', import.meta.url);
  const schema = parseJson(readFileSync(file, 'utf8'));
  if (!isJsonObject(schema)) {
    throw new Error(`The API's schema in ${file.pathname} is not a JSON object: install the package again.`);
  }
  return schema;
}

function choiceValue(choice: Json): string {
  const { value } = isJsonObject(choice) ? choice : {};
  return textOf(value);
}

function decodeProperty(definition: JsonObject): SchemaProperty {
  const { type, is_password: password, choices } = definition;
  return {
    type: type === 'boolean' || type === 'array' ? type : 'string',
    secret: password === true,
    choices: isJsonList(choices) ? choices.map(choiceValue) : [],
  };
}

function decodeProperties({ properties }: JsonObject): ReadonlyMap<string, SchemaProperty> {
  const entries = isJsonObject(properties) ? Object.entries(properties) : [];
  return new Map(
    entries.flatMap(([name, definition]) =>
      isJsonObject(definition) ? [[name, decodeProperty(definition)] as const] : [],
    ),
  );
}

function decodeTitles({ properties }: JsonObject): ReadonlyMap<string, string> {
  const entries = isJsonObject(properties) ? Object.entries(properties) : [];
  return new Map(
    entries.map(([name, definition]) => [name, isJsonObject(definition) ? textOf(definition['title']) : name]),
  );
}

/** What a server takes `relation/SparkCustomer` for. */
export interface ModelSchema {
  /** The schema as the schema calls answer it. */
  readonly document: JsonObject;
  /** Its properties by name, in its order. */
  readonly properties: ReadonlyMap<string, SchemaProperty>;
  /** What people call each property. */
  readonly titles: ReadonlyMap<string, string>;
  /** Whether the API calls the property a password. */
  isSecret(name: string): boolean;
}

/** Reads a schema in the words of the API. */
export function modelSchema(document: JsonObject): ModelSchema {
  const properties = decodeProperties(document);
  const isSecret = (name: string) => properties.get(name)?.secret === true;
  return { document, properties, titles: decodeTitles(document), isSecret };
}

/** The API's own schema of `relation/SparkCustomer`. */
export const documentedSchema: ModelSchema = modelSchema(readSchema());

/** Properties that newer servers have and the schema does not: a client must carry them through its updates. */
export const newerProperties: ReadonlySet<string> = new Set([
  'wholesale_status',
  'webex_contact_center',
  'base_url_setting',
]);
