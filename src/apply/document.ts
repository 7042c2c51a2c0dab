import type { InstanceDocument } from '../api/customers.ts';
import type { Fields, SecretReferences, Value } from '../model/customer.ts';
import { fieldNames } from '../model/field-names.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { Change, FieldChange, SecretChange } from '../model/plan.ts';
import { properties } from '../model/properties.ts';

/** The changes of declared properties among all changes. */
function fieldChanges(changes: readonly Change[]): readonly FieldChange[] {
  return changes.filter((one): one is FieldChange => 'cause' in one);
}

/** The secrets among all changes, as references by property. */
export function secretReferences(changes: readonly Change[]): SecretReferences {
  const secrets = changes.filter((one): one is SecretChange => 'reference' in one);
  return Object.fromEntries(secrets.map(({ path, reference }) => [path, reference]));
}

/** The value as the API takes it: an empty text clears a property. */
function toWire(value: Value): string | boolean {
  return value ?? '';
}

/** The changed properties and nothing else, as the API takes them. */
export function toProperties(changes: readonly Change[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fieldChanges(changes).map(({ path, after }) => [path, toWire(after)]));
}

/** The properties of a new record. */
export function initialProperties(changes: readonly Change[], sync: boolean): Readonly<Record<string, unknown>> {
  return { ...toProperties(changes), ...(sync ? { sync } : {}) };
}

/**
 * The properties that a PUT sends: the record as it was just read (unknown and server properties carried through, since
 * PUT replaces), with the changed ones laid over. The internal account number is left out when the external one changes:
 * the server resolves it anew, and the old one would contradict.
 */
export function overlay(document: InstanceDocument, changes: readonly Change[]): Readonly<Record<string, unknown>> {
  const fields = fieldChanges(changes);
  const result = {
    ...document.properties,
    ...toProperties(changes),
  };
  if (!fields.some((one) => one.path === 'account_number_external')) return result;
  return Object.fromEntries(Object.entries(result).filter(([name]) => name !== 'account_number'));
}

/** Where the live values are not the expected ones, in words: `email_domain is "b", expected "a"`. */
export function differences(live: Fields, expected: Fields): readonly string[] {
  return fieldNames(expected).flatMap((name) => {
    const value = expected[name];
    if (value === undefined || live[name] === value) return [];
    return [`${name} is ${JSON.stringify(live[name] ?? null)}, expected ${JSON.stringify(value)}`];
  });
}

/** The declared values after the changes. */
export function valuesAfter(changes: readonly Change[]): Fields {
  return Object.fromEntries(fieldChanges(changes).map(({ path, after }) => [path, after]));
}

/**
 * What an update changed besides what it was asked to, in words. Server properties that follow from a change are let
 * pass: the internal account number, the consent link, and the expiry of a token that was sent.
 */
export function sideEffects(
  before: InstanceDocument,
  after: InstanceDocument,
  changes: readonly Change[],
): readonly string[] {
  const changed = new Set<string>(changes.map((one) => one.path));
  const follows = new Set(['account_number', 'token_link']);
  const sent = (name: string) => changed.has(name);
  if (sent('token') || sent('refresh_token'))
    for (const name of ['access_token_expires', 'refresh_token_expires']) follows.add(name);
  const names = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)]);
  const moved = [...names].filter(
    (name) => !changed.has(name) && !follows.has(name) && !sameValue(before.properties[name], after.properties[name]),
  );
  const lost = before.live.echoedSecrets.filter((name) => !sent(name) && !after.live.echoedSecrets.includes(name));
  return [...moved.sort().map(describeName), ...lost.map((name) => `${name} was cleared`)];
}

/** The same as far as two listings tell it, which may leave properties out. No secret was sent. */
export function effectsInListing(
  before: LiveCustomer,
  after: LiveCustomer,
  changes: readonly Change[],
): readonly string[] {
  const changed = new Set<string>(changes.map((one) => one.path));
  const differ = (left: unknown, right: unknown) => left !== undefined && right !== undefined && left !== right;
  const moved = fieldNames(before.fields).filter(
    (name) => !changed.has(name) && differ(before.fields[name], after.fields[name]),
  );
  const expiries = [
    ...(differ(before.accessTokenExpires, after.accessTokenExpires) ? ['access_token_expires'] : []),
    ...(differ(before.refreshTokenExpires, after.refreshTokenExpires) ? ['refresh_token_expires'] : []),
  ];
  const elsewhere = before.hierarchy === after.hierarchy ? [] : [`it is in ${after.hierarchy}`];
  return [...[...moved, ...expiries].map(describeName), ...lostSecrets(before, after), ...elsewhere];
}

function lostSecrets(before: LiveCustomer, after: LiveCustomer): readonly string[] {
  // What was listed before and read whole after, or the other way round, shows secrets in one of the two only.
  if (before.whole !== after.whole) return [];
  return before.echoedSecrets
    .filter((name) => !after.echoedSecrets.includes(name))
    .map((name) => `${name} was cleared`);
}

function describeName(name: string): string {
  return name in properties ? `${name} changed` : `the unmanaged property ${name} changed`;
}

/** Equality of JSON values in which absent, null, "" and false are one, as servers may leave them out. */
function sameValue(left: unknown, right: unknown): boolean {
  const empty = (value: unknown) => value === undefined || value === null || value === '' || value === false;
  if (empty(left) || empty(right)) return empty(left) && empty(right);
  return JSON.stringify(left) === JSON.stringify(right);
}
