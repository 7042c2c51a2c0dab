import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/model/customer.ts';
import { toPlaces } from '../../src/model/places.ts';
import type { Cause } from '../../src/model/plan.ts';
import { declaredNames } from '../../src/model/properties.ts';
import { causeOf, compareFields, initialFields } from '../../src/plan/fields.ts';
import { applied, customer, live, plan } from './world.ts';

describe('the cause of a difference', () => {
  const rows: readonly (readonly [Value, Value | undefined, Value, Cause])[] = [
    ['b', 'a', 'a', 'git'],
    ['b', undefined, 'a', 'git'],
    ['a', 'a', 'x', 'drift'],
    ['b', 'a', 'x', 'conflict'],
    [null, 'a', 'a', 'git'],
    [null, null, 'x', 'drift'],
    ['a', null, 'x', 'conflict'],
    [true, false, false, 'git'],
    [false, false, true, 'drift'],
  ];
  test.each(rows)('desired %j, applied %j, live %j: %s', (desired, before, there, cause) => {
    expect(causeOf(desired, before, there)).toBe(cause);
  });
});

/** What a property may be, in canonical form; `undefined` where a file does not manage it or an entry does not tell it. */
const value = fc.constantFrom<(Value | undefined)[]>('a', 'b', null, undefined);

test('exactly what is managed, told and different is changed or ignored; ignored is only what drifted', () => {
  fc.assert(
    fc.property(value, value, value, fc.boolean(), (want, had, there, ignore) => {
      const told = (one: Value | undefined) => (one === undefined ? {} : { notes: one });
      const desired = customer('Acme', {
        fields: told(want),
        lifecycle: { protect: false, ignore: ignore ? ['notes'] : [] },
      });
      const record = { ...live('Acme'), fields: { name: 'Acme', ...told(there) } };
      const { changes, ignored } = compareFields(desired, customer('Acme', { fields: told(had) }), record);
      const differs = want !== undefined && there !== undefined && want !== there;
      const drifted = had !== undefined && had === want;
      expect(ignored).toEqual(differs && drifted && ignore ? ['notes'] : []);
      expect(changes.map(({ path, before, after }) => [path, before, after])).toEqual(
        differs && !(drifted && ignore) ? [['notes', there, want]] : [],
      );
    }),
  );
});

test('changes are in the order of the API, and each tells where its value was written', () => {
  const place = { file: 'customers/_defaults.yaml', line: 3, column: 5 };
  const desired = customer('Acme', {
    fields: { notes: 'n', dirsync_enabled: true, account_email: 'e' },
    places: toPlaces('customers/acme.yaml', { 'customer.notes': place }),
  });
  const { changes } = compareFields(desired, null, live('Acme'));
  expect(changes.map((one) => [one.path, one.place])).toEqual([
    ['account_email', null],
    ['dirsync_enabled', null],
    ['notes', place],
  ]);
});

test('a create sets every declared value but the empty ones', () => {
  const desired = customer('Acme', { fields: { notes: null, dirsync_enabled: false, email_domain: 'a.example' } });
  expect(initialFields(desired, 'git').map((one) => [one.path, one.before, one.after])).toEqual([
    ['name', null, 'Acme'],
    ['email_domain', null, 'a.example'],
    ['dirsync_enabled', null, false],
  ]);
});

test('the values a plan saw are the managed ones that were told, in the order of the API, empty ones too', () => {
  const desired = customer('Acme', { fields: { notes: 'n', email_domain: 'a', account_email: 'e' } });
  const { email_domain: _, ...told } = live('Acme', { notes: 'x' }).fields;
  const { seen } = compareFields(desired, null, { ...live('Acme'), fields: told });
  expect(Object.entries(seen)).toEqual([
    ['name', 'Acme'],
    ['account_email', null],
    ['notes', 'x'],
  ]);
  const everything = customer('Acme', { fields: live('Acme').fields });
  expect(Object.keys(compareFields(everything, null, live('Acme')).seen)).toEqual(declaredNames);
});

describe('ignored properties of a customer', () => {
  const ignoring = (domain: string) =>
    customer('Acme', { fields: { email_domain: domain }, lifecycle: { protect: false, ignore: ['email_domain'] } });
  const drifted = live('Acme', { email_domain: 'x' });

  test('are left alone when only the live value changed', () => {
    const [one] = plan({ desired: [ignoring('a')], applied: [applied(ignoring('a'))], live: [drifted] }).customers;
    expect(one).toMatchObject({ decision: 'keep', why: 'unchanged', hazards: [], ignored: ['email_domain'] });
  });

  test('are changed when the file changed, and the conflict is named', () => {
    const [one] = plan({ desired: [ignoring('b')], applied: [applied(ignoring('a'))], live: [drifted] }).customers;
    expect(one).toMatchObject({ decision: 'update', hazards: ['overwrites-drift'], ignored: [] });
  });

  test('are changed by an adoption', () => {
    const [one] = plan({ desired: [ignoring('a')], live: [drifted] }).customers;
    expect(one).toMatchObject({ decision: 'update', why: 'adopted', hazards: ['adopts-customer'] });
  });
});
