import { looksSecret } from '../../model/looks-secret.ts';
import { at, isObject, type JsonObject, textAt } from './shape.ts';

/** The words of a property that say something about its values. Addresses that a schema offers may carry a grant. */
const plainWords: ReadonlySet<string> = new Set([
  'title',
  'description',
  'type',
  'required',
  'format',
  'default',
  'readonly',
  'displayable',
  'is_password',
  'store_encrypted',
  'pattern',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
]);

const deepest = 4;

/**
 * A schema as it may be kept in a file: its known words in the order of the server, its `schema_version` last. Choices and
 * defaults of a secret are left out, as they would be secrets. `null` for what is no schema. `version`: where the schema
 * does not tell its own.
 */
export function schemaDocument(json: unknown, version: string | null): JsonObject | null {
  const properties = at(json, 'properties');
  if (!isObject(properties)) return null;
  const told = textAt(json, 'schema_version') ?? version;
  return {
    $schema: 'http://json-schema.org/draft-03/schema',
    type: 'object',
    properties: propertiesOf(properties, 1),
    ...(told === null ? {} : { schema_version: told }),
  };
}

function propertiesOf(properties: JsonObject, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([name, told]) => [name, isObject(told) ? propertyOf(name, told, depth) : {}]),
  );
}

function propertyOf(name: string, told: JsonObject, depth: number): JsonObject {
  const secret = told['is_password'] === true || looksSecret(name);
  return Object.fromEntries(Object.entries(told).flatMap(([word, value]) => wordOf(word, value, secret, depth)));
}

function wordOf(word: string, value: unknown, secret: boolean, depth: number): readonly (readonly [string, unknown])[] {
  if (secret && (word === 'default' || word === 'choices')) return [];
  if (word === 'choices' && Array.isArray(value)) return [[word, value.filter(isObject).map(choiceOf)]];
  if (depth < deepest && word === 'properties' && isObject(value)) return [[word, propertiesOf(value, depth + 1)]];
  if (depth < deepest && word === 'items' && isObject(value)) return [[word, propertyOf('', value, depth + 1)]];
  return plainWords.has(word) && typeof value !== 'object' ? [[word, value]] : [];
}

function choiceOf(choice: JsonObject): JsonObject {
  return Object.fromEntries(
    ['value', 'title'].flatMap((word) => (typeof choice[word] === 'string' ? [[word, choice[word]]] : [])),
  );
}
