import { looksSecret } from '../../model/looks-secret.ts';
import { isMask } from './mask.ts';
import { at, isObject, type JsonObject, UnexpectedShape } from './shape.ts';

const deepest = 32;

/**
 * The record's properties without anything that is or may be a secret, at any depth: known secrets, names that look like
 * a secret's, `is_password` in a schema that came along, masks, and copies of a known secret under another name.
 * `newer`: the secrets of a newer schema. Throws `UnexpectedShape` for data that is nested deeper than any record is.
 */
export function withoutSecrets(data: JsonObject, schema: unknown, newer: readonly string[] = []): JsonObject {
  const names = new Set(newer);
  const plain = Object.fromEntries(Object.entries(data).filter(([name]) => !names.has(name)));
  return cleanedObject(plain, schema, knownSecrets(data, names), 0);
}

/** Long enough not to be found by accident in another value. */
function knownSecrets(data: JsonObject, names: ReadonlySet<string>): readonly string[] {
  return Object.entries(data)
    .filter(([name]) => looksSecret(name) || names.has(name))
    .flatMap(([, value]) => (typeof value === 'string' && value.length >= 8 && !isMask(value) ? [value] : []));
}

function cleanedObject(data: JsonObject, schema: unknown, secrets: readonly string[], depth: number): JsonObject {
  if (depth > deepest) throw new UnexpectedShape('the record is nested too deeply');
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) => {
      const own = at(schema, 'properties', name);
      if (looksSecret(name) || at(own, 'is_password') === true || isSecretText(value, secrets)) return [];
      return [[name, cleanedValue(value, own, secrets, depth + 1)]];
    }),
  );
}

function cleanedValue(value: unknown, schema: unknown, secrets: readonly string[], depth: number): unknown {
  if (depth > deepest) throw new UnexpectedShape('the record is nested too deeply');
  if (Array.isArray(value)) {
    const items = at(schema, 'items');
    return value
      .filter((item) => !isSecretText(item, secrets))
      .map((item) => cleanedValue(item, items, secrets, depth + 1));
  }
  return isObject(value) ? cleanedObject(value, schema, secrets, depth) : value;
}

function isSecretText(value: unknown, secrets: readonly string[]): boolean {
  return typeof value === 'string' && (isMask(value) || secrets.some((secret) => value.includes(secret)));
}
