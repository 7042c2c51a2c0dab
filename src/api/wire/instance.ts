import type { Fields, Value } from '../../model/customer.ts';
import type { LiveCustomer } from '../../model/live.ts';
import { type DeclaredName, declaredNames, properties, type SecretName, secretNames } from '../../model/properties.ts';
import type { InstanceDocument } from '../customers.ts';
import { withoutSecrets } from './cleaned.ts';
import { hierarchyOf, type PathsByPkid } from './hierarchy.ts';
import { pkidOf } from './identity.ts';
import { at, isObject, type JsonObject, UnexpectedShape } from './shape.ts';

const model = 'relation/SparkCustomer';

/**
 * Decodes the answer to a GET of the instance `asked`: what it leaves out is empty on the server. Throws
 * `UnexpectedShape`, also when the answer says that it is another instance.
 */
export function decodeInstance(json: unknown, asked: string, paths: PathsByPkid): InstanceDocument {
  const data = dataOf(json);
  const pkid = pkidOf(json, model) ?? asked;
  if (pkid !== asked) throw new UnexpectedShape('the answer is about another customer than the one that was asked for');
  const kept = withoutSecrets(data, at(json, 'schema'));
  const live = liveCustomer(json, data, pkid, paths, () => true, true);
  return { live, properties: kept };
}

/**
 * Decodes one entry of a listing. `told` are the names in the listing's `meta.summary_attrs`: a property is told when it is
 * among them or present in the entry; a told but absent one is empty. Throws `UnexpectedShape`.
 */
export function decodeListEntry(entry: unknown, told: ReadonlySet<string>, paths: PathsByPkid): LiveCustomer {
  const data = dataOf(entry);
  const pkid = pkidOf(entry, model);
  if (pkid === null) throw new UnexpectedShape('an entry of the listing does not tell its pkid');
  return liveCustomer(entry, data, pkid, paths, (name) => told.has(name) || Object.hasOwn(data, name), false);
}

/**
 * Decodes a record of an export, which leaves out what is empty, and may have no pkid: then it gets `name`. Throws
 * `UnexpectedShape`.
 */
export function decodeExported(resource: unknown, name: string): LiveCustomer {
  const none: PathsByPkid = new Map();
  return liveCustomer(resource, dataOf(resource), pkidOf(resource, model) ?? name, none, () => true, true);
}

/** The names in a listing's `meta.summary_attrs`. */
export function summaryNames(listingMeta: unknown): ReadonlySet<string> {
  const attributes = at(listingMeta, 'summary_attrs');
  const names = Array.isArray(attributes) ? attributes.map((attribute) => at(attribute, 'name')) : [];
  return new Set(names.filter((name) => typeof name === 'string'));
}

function dataOf(json: unknown): JsonObject {
  const data = at(json, 'data');
  if (!isObject(data)) throw new UnexpectedShape('the record has no data');
  return data;
}

function liveCustomer(
  json: unknown,
  data: JsonObject,
  pkid: string,
  paths: PathsByPkid,
  isTold: (name: string) => boolean,
  whole: boolean,
): LiveCustomer {
  return {
    pkid,
    hierarchy: hierarchyOf(json, paths),
    fields: fieldsOf(data, isTold),
    whole,
    accessTokenExpires: expiryOf(data, 'access_token_expires', isTold),
    refreshTokenExpires: expiryOf(data, 'refresh_token_expires', isTold),
    echoedSecrets: secretNames.filter((name) => isEchoed(data, name)),
  };
}

function fieldsOf(data: JsonObject, isTold: (name: string) => boolean): Fields {
  const told: readonly DeclaredName[] = declaredNames.filter(isTold);
  return Object.fromEntries(told.map((name) => [name, canonical(data, name)]));
}

function canonical(data: JsonObject, name: DeclaredName): Value {
  return properties[name].kind === 'boolean' ? booleanOf(at(data, name), name) : stringOf(at(data, name), name);
}

function booleanOf(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null || value === '') return false;
  if (typeof value === 'string' && /^true$/i.test(value)) return true;
  if (typeof value === 'string' && /^false$/i.test(value)) return false;
  throw new UnexpectedShape(`the property ${name} is neither true nor false`);
}

function stringOf(value: unknown, name: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new UnexpectedShape(`the property ${name} is not a text`);
}

function expiryOf(data: JsonObject, name: string, isTold: (name: string) => boolean): string | null | undefined {
  return isTold(name) ? stringOf(at(data, name), name) : undefined;
}

function isEchoed(data: JsonObject, name: SecretName): boolean {
  const value = at(data, name);
  return value !== undefined && value !== null && value !== '';
}
