import { describe, expect, test } from 'vitest';
import type { Customer } from '../../src/model/customer.ts';
import type { AppliedCustomer } from '../../src/model/state.ts';
import { changedCustomers, filesOf, isInPlace, readsOfChanged } from '../../src/plan/changed.ts';
import { applied, appliedState, customer, gentle, live } from './world.ts';

const acme = customer('Acme', { fields: { account_number_external: 'A-1', email_domain: 'a' } });
const edited = customer('Acme', { fields: { account_number_external: 'A-1', email_domain: 'b' } });

function changed(desired: readonly Customer[], state: readonly AppliedCustomer[]) {
  return changedCustomers({ commit: null, dirty: false, customers: desired }, appliedState(state));
}

describe('whose file changed', () => {
  const unfinished = { actions: [], secrets: {}, reruns: {} };
  test.each([
    ['nobody', [acme], [applied(acme)], []],
    ['nobody, where only the lines moved', [{ ...acme, places: 'hierarchy 9 1|' }], [applied(acme)], []],
    ['an edit', [edited], [applied(acme)], ['customers/acme.yaml']],
    ['a new file', [acme], [], ['customers/acme.yaml']],
    ['a removed file', [], [applied(acme)], ['customers/acme.yaml']],
    [
      'a moved file, under both names',
      [{ ...acme, file: 'customers/a/acme.yaml' }],
      [applied(acme)],
      ['customers/a/acme.yaml', 'customers/acme.yaml'],
    ],
    ['one that was not finished', [acme], [applied(acme, { unfinished })], ['customers/acme.yaml']],
    ['one of two', [edited, customer('Globex')], [applied(acme), applied(customer('Globex'))], ['customers/acme.yaml']],
  ])('%s', (_, desired, state, files) => {
    expect([...filesOf(changed(desired, state))]).toEqual(files);
  });
});

describe('what is asked', () => {
  const reads = (desired: readonly Customer[], state: readonly AppliedCustomer[], profile = gentle) =>
    readsOfChanged(changed(desired, state), appliedState(state), profile);

  test.each([
    ['nothing for nothing', [acme], [applied(acme)], []],
    ['the record of an edit', [edited], [applied(acme)], ['pkid-acme']],
    ['a listing for a create', [acme], [], null],
    ['a listing for a delete', [], [applied(acme)], null],
    ['a listing for a move', [{ ...acme, hierarchy: 'sys.hcs.Globex' }], [applied(acme)], null],
    ['a listing for another name', [{ ...acme, fields: { ...acme.fields, name: 'B' } }], [applied(acme)], null],
    [
      'a listing for another account',
      [customer('Acme', { fields: { account_number_external: 'A-2' } })],
      [applied(acme)],
      null,
    ],
    ['a listing where the pkid is not known', [edited], [applied(acme, { pkid: null })], null],
    [
      'a listing where two files were applied to one record',
      [edited, customer('Globex')],
      [applied(acme), applied(customer('Globex'), { pkid: 'pkid-acme' })],
      null,
    ],
    ['a listing where something was not finished', [edited], [applied(acme, { customer: null })], null],
  ])('%s', (_, desired, state, pkids) => {
    expect(reads(desired, state)).toEqual(pkids);
  });

  test('whichever is fewer requests', () => {
    const all = ['A', 'B', 'C'].map((name) => customer(name));
    const notes = ['A', 'B', 'C'].map((name) => customer(name, { fields: { notes: 'n' } }));
    const state = all.map((one) => applied(one));
    expect(reads(notes, state)).toBeNull();
    expect(reads([...notes.slice(0, 2), ...all.slice(2)], state)).toEqual(['pkid-a', 'pkid-b']);
    // More pages, or a read of each besides the listing.
    const many = Array.from({ length: 1998 }, (_, index) => customer(`Other ${index}`));
    expect(reads([...notes, ...many], [...state, ...many.map((one) => applied(one))])).toHaveLength(3);
    expect(reads(notes, state, { ...gentle, omittedSecrets: 'unknown' })).toHaveLength(3);
  });
});

test.each([
  ['as declared', acme, live('Acme', { account_number_external: 'a-1' }), true],
  ['an account that is not declared', customer('Acme'), live('Acme', { account_number_external: 'A-1' }), true],
  ['elsewhere', acme, live('Acme', { account_number_external: 'A-1' }, { hierarchy: 'sys' }), false],
  ['nowhere that was told', acme, live('Acme', { account_number_external: 'A-1' }, { hierarchy: null }), false],
  ['renamed', acme, live('Other', { account_number_external: 'A-1' }, { hierarchy: 'sys.hcs.Acme' }), false],
  ['of another account', acme, live('Acme', { account_number_external: 'A-2' }), false],
  ['of no file', null, live('Acme'), false],
])('a record that is %s', (_, desired, record, inPlace) => {
  expect(isInPlace(desired, record)).toBe(inPlace);
});
