import { describe, expect, test } from 'vitest';
import type { Customer } from '../../src/model/customer.ts';
import type { LiveCustomer } from '../../src/model/live.ts';
import type { AppliedCustomer } from '../../src/model/state.ts';
import { matchCustomers } from '../../src/plan/match.ts';
import { applied, customer, live, plan } from './world.ts';

const account = '000fd0e4-83ef-d398-be23-d06998580fed';
const another = '11111111-83ef-d398-be23-d06998580fed';
const acme = customer('Acme');
const globex = customer('Globex');

function withAccount(number: string, of = 'Acme', parts: Partial<Customer> = {}): Customer {
  return { ...customer(of, { fields: { account_number_external: number } }), ...parts };
}

function inFile(one: Customer, name: string): Customer {
  return { ...one, file: `customers/${name}.yaml` };
}

interface Case {
  readonly title: string;
  readonly desired: readonly Customer[];
  readonly applied?: readonly AppliedCustomer[];
  readonly live: readonly LiveCustomer[];
  /** File that is declared, file that was applied, pkid. */
  readonly matches: readonly (readonly [string | null, string | null, string | null])[];
}

const cases: readonly Case[] = [
  {
    title: 'by hierarchy and name',
    desired: [acme],
    live: [live('Acme')],
    matches: [['acme', null, 'pkid-acme']],
  },
  {
    title: 'not by the name in another hierarchy',
    desired: [acme],
    live: [live('Acme', {}, { hierarchy: 'sys.hcs.Globex' })],
    matches: [
      ['acme', null, null],
      [null, null, 'pkid-acme'],
    ],
  },
  {
    title: 'by account in any case, whatever the name and the hierarchy',
    desired: [withAccount(account)],
    live: [live('Old name', { account_number_external: account.toUpperCase() }, { hierarchy: 'sys.hcs.Globex' })],
    matches: [['acme', null, 'pkid-old name']],
  },
  {
    title: 'by account before name: another record has the name',
    desired: [withAccount(account)],
    live: [live('Acme', {}), live('Old', { account_number_external: account }, { hierarchy: 'sys.hcs.Acme' })],
    matches: [
      ['acme', null, 'pkid-old'],
      [null, null, 'pkid-acme'],
    ],
  },
  {
    title: 'by recorded pkid before account: somebody gave the account to another record',
    desired: [withAccount(account)],
    applied: [applied(withAccount(account))],
    live: [live('Acme', {}), live('Other', { account_number_external: account })],
    matches: [
      ['acme', 'acme', 'pkid-acme'],
      [null, null, 'pkid-other'],
    ],
  },
  {
    title: 'a record that was made anew outside, by account',
    desired: [withAccount(account)],
    applied: [applied(withAccount(account))],
    live: [live('Made anew', { account_number_external: account })],
    matches: [['acme', 'acme', 'pkid-made anew']],
  },
  {
    title: 'a record that was made anew outside, by name',
    desired: [acme],
    applied: [applied(acme)],
    live: [live('Acme', {}, { pkid: 'pkid-anew' })],
    matches: [['acme', 'acme', 'pkid-anew']],
  },
  {
    title: 'a renamed customer keeps its record',
    desired: [inFile(customer('Acme Ltd'), 'acme')],
    applied: [applied(acme)],
    live: [live('Acme')],
    matches: [['acme', 'acme', 'pkid-acme']],
  },
  {
    title: 'a moved customer keeps its record',
    desired: [{ ...acme, hierarchy: 'sys.hcs.Globex' }],
    applied: [applied(acme)],
    live: [live('Acme')],
    matches: [['acme', 'acme', 'pkid-acme']],
  },
  {
    title: 'a moved file, by name',
    desired: [inFile(acme, 'emea/acme')],
    applied: [applied(acme)],
    live: [live('Acme')],
    matches: [['emea/acme', 'acme', 'pkid-acme']],
  },
  {
    title: 'a moved file with a new name in it, by account',
    desired: [inFile(withAccount(account, 'Acme Ltd'), 'emea/acme')],
    applied: [applied(withAccount(account.toUpperCase()))],
    live: [live('Acme', { account_number_external: account })],
    matches: [['emea/acme', 'acme', 'pkid-acme']],
  },
  {
    title: 'a moved file that adds the account to the name',
    desired: [inFile(withAccount(account), 'emea/acme')],
    applied: [applied(acme)],
    live: [live('Acme')],
    matches: [['emea/acme', 'acme', 'pkid-acme']],
  },
  {
    title: 'two files that changed places',
    desired: [inFile(acme, 'globex'), inFile(globex, 'acme')],
    applied: [applied(acme), applied(globex)],
    live: [live('Acme'), live('Globex')],
    matches: [
      ['acme', 'globex', 'pkid-globex'],
      ['globex', 'acme', 'pkid-acme'],
    ],
  },
  {
    title: 'another account in the same file is a change of the same customer',
    desired: [withAccount(another)],
    applied: [applied(withAccount(account))],
    live: [live('Acme', { account_number_external: account })],
    matches: [['acme', 'acme', 'pkid-acme']],
  },
  {
    title: 'another account in another file is another customer, although it takes the name of the one that went',
    desired: [inFile(withAccount(another), 'new')],
    applied: [applied(withAccount(account))],
    live: [live('Acme', { account_number_external: account })],
    matches: [
      [null, 'acme', 'pkid-acme'],
      ['new', null, null],
    ],
  },
  {
    title: 'a new file may take the name that a renamed customer leaves',
    desired: [inFile(customer('Acme Ltd', { hierarchy: 'sys.hcs.Acme' }), 'acme'), inFile(acme, 'new')],
    applied: [applied(acme)],
    live: [live('Acme')],
    // The name says that the file was moved: who means a new customer says so with its account.
    matches: [
      ['acme', null, null],
      ['new', 'acme', 'pkid-acme'],
    ],
  },
  {
    title: 'a new file with its own account may take the name that a renamed customer leaves',
    desired: [
      inFile(withAccount(account, 'Acme Ltd', { hierarchy: 'sys.hcs.Acme' }), 'acme'),
      inFile(withAccount(another), 'new'),
    ],
    applied: [applied(withAccount(account))],
    live: [live('Acme', { account_number_external: account })],
    matches: [
      ['acme', 'acme', 'pkid-acme'],
      ['new', null, null],
    ],
  },
  {
    title: 'a record somebody gave to the new account is taken over from the file that is gone',
    desired: [inFile(withAccount(another), 'new')],
    applied: [applied(withAccount(account))],
    live: [live('Acme', { account_number_external: another })],
    matches: [
      [null, 'acme', null],
      ['new', null, 'pkid-acme'],
    ],
  },
  {
    title: 'a record of an unfinished create, by its file',
    desired: [withAccount(account)],
    applied: [applied(withAccount(account), { customer: null })],
    live: [live('Acme', { account_number_external: account })],
    matches: [['acme', 'acme', 'pkid-acme']],
  },
  {
    title: 'a record of an unfinished create whose file moved, by its identity on the server',
    desired: [inFile(acme, 'emea/acme')],
    applied: [applied(acme, { customer: null })],
    live: [live('Acme')],
    matches: [
      [null, 'acme', null],
      ['emea/acme', null, 'pkid-acme'],
    ],
  },
  {
    title: 'two records of the state with one account, each by its own file',
    desired: [withAccount(another, 'Globex'), withAccount(account, 'Initech')],
    applied: [applied(withAccount(account, 'Globex')), applied(withAccount(account, 'Initech'))],
    live: [live('Globex', { account_number_external: another }), live('Initech', { account_number_external: account })],
    matches: [
      ['globex', 'globex', 'pkid-globex'],
      ['initech', 'initech', 'pkid-initech'],
    ],
  },
  {
    title: 'a record that was applied from two files that are gone is deleted once',
    desired: [globex],
    applied: [applied(acme), applied(inFile(acme, 'twin'))],
    live: [live('Acme')],
    matches: [
      [null, 'acme', 'pkid-acme'],
      ['globex', null, null],
      [null, 'twin', null],
    ],
  },
];

function short(file: string | undefined): string | null {
  return file === undefined ? null : file.replace(/^customers\/(.*)\.yaml$/, '$1');
}

describe('who is who', () => {
  test.each(cases)('$title', (one) => {
    const { matches, diagnostics } = matchCustomers(one.desired, one.applied ?? [], one.live);
    expect(diagnostics).toEqual([]);
    const found = matches.map((match) => [
      short(match.desired?.file),
      short(match.applied?.file),
      match.live?.pkid ?? null,
    ]);
    expect(found.toSorted()).toEqual([...one.matches].toSorted());
  });
});

describe('what cannot be told apart stops the plan', () => {
  test('two records that fit one file, by account', () => {
    const twins = ['pkid-1', 'pkid-2'].map((pkid) => live(pkid, { account_number_external: account }, { pkid }));
    const { diagnostics, customers } = plan({ desired: [withAccount(account)], live: twins });
    expect(diagnostics.map((one) => [one.severity, one.code])).toEqual([['error', 'two-records-for-one-file']]);
    expect(diagnostics[0]?.message).toMatch(/by account_number_external: pkid-1 .*, pkid-2/);
    expect(customers.every((one) => one.steps.length === 0)).toBe(true);
  });

  test('two files that declare one record, both named', () => {
    const renamed = withAccount(account, 'Globex');
    const twins = [withAccount(account, 'Acme'), renamed];
    const { diagnostics, customers } = plan({
      desired: twins,
      live: [live('Acme', { account_number_external: account })],
    });
    expect(diagnostics.map((one) => [one.code, one.place?.file])).toEqual([
      ['two-files-for-one-record', 'customers/acme.yaml'],
      ['two-files-for-one-record', 'customers/globex.yaml'],
    ]);
    expect(customers.flatMap((one) => one.steps)).toEqual([]);
  });

  test('two files that were recorded with one pkid', () => {
    const state = [applied(acme), applied(globex, { pkid: 'pkid-acme' })];
    const { diagnostics } = plan({ desired: [acme, globex], applied: state, live: [live('Acme')] });
    expect(diagnostics.map((one) => one.code)).toEqual(['two-files-for-one-record', 'two-files-for-one-record']);
    expect(diagnostics[0]?.message).toContain('recorded pkid');
  });
});

test('a file that takes the place of a removed one is another customer in the plan than the removed one', () => {
  const moved = inFile(globex, 'acme');
  const { customers } = plan({
    desired: [moved],
    applied: [applied(acme), applied(globex)],
    live: [live('Acme'), live('Globex')],
  });
  expect(customers.map(({ id, file, recordedAs, decision, pkid }) => [id, file, recordedAs, decision, pkid])).toEqual([
    ['customers/acme.yaml', 'customers/acme.yaml', 'customers/globex.yaml', 'keep', 'pkid-globex'],
    ['removed:customers/acme.yaml', 'customers/acme.yaml', 'customers/acme.yaml', 'delete', 'pkid-acme'],
  ]);
});
