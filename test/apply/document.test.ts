import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InstanceDocument } from '../../src/api/customers.ts';
import {
  differences,
  initialProperties,
  overlay,
  secretReferences,
  sideEffects,
  valuesAfter,
} from '../../src/apply/document.ts';
import type { Value } from '../../src/model/customer.ts';
import type { Change, FieldChange } from '../../src/model/plan.ts';
import { type DeclaredName, declaredNames, type SecretName, secretNames } from '../../src/model/properties.ts';
import { live } from '../plan/world.ts';

const reference = { env: 'WEBEX_A', key: null, version: null };

function set(path: DeclaredName, after: Value): FieldChange {
  return { path, before: null, after, cause: 'git', place: null };
}

function send(path: SecretName): Change {
  return { path, reference };
}

const properties = {
  name: 'Acme',
  account_number: 'internal-1',
  account_number_external: 'account-1',
  email_domain: 'a.example',
  dirsync_enabled: true,
  notes: 'old',
  token_link: 'https://consent.example/1',
  access_token_expires: '2026-12-01T00:00:00Z',
  refresh_token_expires: '2027-02-01T00:00:00Z',
  shadow: [{ pkid: 's1' }],
  made_up_by_a_newer_version: { deep: ['x', 1] },
};

function document(
  values: Readonly<Record<string, unknown>> = {},
  echoedSecrets: readonly SecretName[] = ['token', 'http_proxy'],
): InstanceDocument {
  return { live: live('Acme', {}, { echoedSecrets }), properties: { ...properties, ...values } };
}

function without(name: string): InstanceDocument {
  const kept = Object.entries(properties).filter(([key]) => key !== name);
  return { ...document(), properties: Object.fromEntries(kept) };
}

describe('what a PUT sends', () => {
  test('is the record as it was read, with the changes laid over', () => {
    expect(overlay(document(), [set('notes', 'new')])).toEqual({ ...properties, notes: 'new' });
  });

  test('carries a cleared text as an empty one, and a false as a false', () => {
    expect(overlay(document(), [set('notes', null), set('dirsync_enabled', false)])).toMatchObject({
      notes: '',
      dirsync_enabled: false,
    });
  });

  test('leaves out the internal account number when the external one changes, and only then', () => {
    expect(overlay(document(), [set('account_number_external', 'account-2')])).not.toHaveProperty('account_number');
    expect(overlay(document(), [set('notes', 'new')])).toHaveProperty('account_number', 'internal-1');
  });

  test('holds no secret: whoever sends it puts the values in', () => {
    const changes = [set('notes', 'new'), ...secretNames.map(send)];
    expect(Object.keys(overlay(document(), changes)).filter((name) => name in secretReferences(changes))).toEqual([]);
    expect(secretReferences([send('token'), { path: 'http_proxy', reference: null }, set('notes', 'x')])).toEqual({
      token: reference,
      http_proxy: null,
    });
  });

  test('changes what is asked and nothing else, whatever the record and the changes', () => {
    const record = fc.dictionary(fc.constantFrom(...declaredNames, 'shadow', 'unknown'), fc.jsonValue());
    const change = fc.tuple(fc.constantFrom(...declaredNames), fc.constantFrom<Value[]>('a', true, null));
    fc.assert(
      fc.property(record, fc.array(change, { maxLength: 4 }), (read, wanted) => {
        const before = structuredClone(read);
        const changes = wanted.map(([path, after]) => set(path, after));
        const sent = overlay({ live: live('Acme'), properties: read }, changes);
        const changed = new Map(wanted);
        for (const [name, value] of Object.entries(sent)) {
          const after = [...changed].find(([path]) => path === name);
          expect(value).toEqual(after === undefined ? read[name] : (after[1] ?? ''));
        }
        expect(Object.keys(sent).sort()).toEqual([...new Set([...Object.keys(read), ...changed.keys()])].sort());
        expect(structuredClone(read)).toEqual(before);
      }),
    );
  });
});

test('a create sends the values that are set, and the instruction only where it is wanted', () => {
  const changes = [set('name', 'Acme'), set('dirsync_enabled', false), send('token')];
  expect(initialProperties(changes, true)).toEqual({ name: 'Acme', dirsync_enabled: false, sync: true });
  expect(initialProperties(changes, false)).toEqual({ name: 'Acme', dirsync_enabled: false });
});

describe('what an update did besides', () => {
  const noted = [set('notes', 'new')];
  const updated = (values: Readonly<Record<string, unknown>>, echoed?: readonly SecretName[]) =>
    document({ notes: 'new', ...values }, echoed);

  const losses: readonly (readonly [string, InstanceDocument, readonly string[]])[] = [
    [
      'an unknown property lost',
      { ...without('made_up_by_a_newer_version') },
      ['the unmanaged property made_up_by_a_newer_version changed'],
    ],
    [
      'an unknown property changed deep inside',
      updated({ made_up_by_a_newer_version: { deep: ['x', 2] } }),
      ['the unmanaged property made_up_by_a_newer_version changed'],
    ],
    ['an unknown property that came', updated({ another: 1 }), ['the unmanaged property another changed']],
    ['the shadow emptied', updated({ shadow: [] }), ['shadow changed']],
    ['the shadow lost', without('shadow'), ['shadow changed']],
    ['a declared property that no change names', updated({ email_domain: '' }), ['email_domain changed']],
    ['a switch that was turned off', updated({ dirsync_enabled: false }), ['dirsync_enabled changed']],
    [
      'the expiry of the access token moved',
      updated({ access_token_expires: '2026-11-25T00:00:00Z' }),
      ['access_token_expires changed'],
    ],
    ['the expiry of the access token lost', updated({ access_token_expires: null }), ['access_token_expires changed']],
    ['the expiry of the refresh token lost', without('refresh_token_expires'), ['refresh_token_expires changed']],
    ['a secret cleared', updated({}, ['http_proxy']), ['token was cleared']],
    ['all secrets cleared', updated({}, []), ['token was cleared', 'http_proxy was cleared']],
    [
      'several things at once, in order',
      updated({ shadow: [], email_domain: 'x', another: 1 }, ['token']),
      ['the unmanaged property another changed', 'email_domain changed', 'shadow changed', 'http_proxy was cleared'],
    ],
  ];
  test.each(losses)('%s', (_, document, effects) => {
    const found = { ...document, properties: { ...document.properties, notes: 'new' } };
    expect(sideEffects(before, found, noted)).toEqual(effects);
  });

  const before = document();
  test('nothing: only what was asked, and what follows from it', () => {
    expect(sideEffects(before, updated({}), noted)).toEqual([]);
    expect(
      sideEffects(before, updated({ account_number: 'internal-2', token_link: 'https://consent.example/2' }), noted),
    ).toEqual([]);
  });

  test('nothing: a mask or a token more than before is no loss', () => {
    expect(sideEffects(before, updated({}, ['token', 'refresh_token', 'http_proxy']), noted)).toEqual([]);
  });

  test.each<SecretName>(['token', 'refresh_token'])('a %s that was sent moves both expiries, and may hide', (path) => {
    const moved = updated({ access_token_expires: '2028-01-01T00:00:00Z', refresh_token_expires: null });
    expect(sideEffects(before, moved, [...noted, send(path)])).toEqual([]);
  });

  test('a proxy that was sent moves no expiry, and clears no token', () => {
    const moved = updated({ access_token_expires: '2028-01-01T00:00:00Z' }, []);
    expect(sideEffects(before, moved, [...noted, send('http_proxy')])).toEqual([
      'access_token_expires changed',
      'token was cleared',
    ]);
  });

  test.each([undefined, null, '', false])('absent, null, "" and false are one: %j', (empty) => {
    const bare = { ...document(), properties: { name: 'Acme' } };
    const told = { ...document(), properties: { name: 'Acme', email_domain: empty, unknown: empty } };
    expect(sideEffects(bare, told, [])).toEqual([]);
    expect(sideEffects(told, bare, [])).toEqual([]);
  });

  test('zero and an empty list are not empty', () => {
    const bare = { ...document(), properties: {} };
    for (const value of [0, [], {}, 'false']) {
      expect(sideEffects(bare, { ...bare, properties: { unknown: value } }, [])).toHaveLength(1);
    }
  });
});

describe('where live values are not the expected ones', () => {
  test('is told in words, in the order of the API', () => {
    const there = live('Acme', { email_domain: 'b', dirsync_enabled: true }).fields;
    expect(differences(there, { notes: 'n', dirsync_enabled: false, email_domain: 'a', name: 'Acme' })).toEqual([
      'email_domain is "b", expected "a"',
      'dirsync_enabled is true, expected false',
      'notes is null, expected "n"',
    ]);
  });

  test('what is not expected, or expected to be empty and is, is no difference', () => {
    expect(differences(live('Acme', { notes: 'x' }).fields, { name: 'Acme', email_domain: null })).toEqual([]);
  });

  test('the values after a change are those of its fields', () => {
    expect(valuesAfter([set('notes', null), send('token'), set('name', 'Acme')])).toEqual({
      notes: null,
      name: 'Acme',
    });
  });
});
