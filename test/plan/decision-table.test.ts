import { describe, expect, test } from 'vitest';
import type { CustomerPlan } from '../../src/model/plan.ts';
import { applied, customer, live, plan } from './world.ts';

const acme = customer('Acme', { fields: { email_domain: 'a.example' } });
const edited = customer('Acme', { fields: { email_domain: 'b.example' } });
const record = live('Acme', { email_domain: 'a.example' });
const drifted = live('Acme', { email_domain: 'x.example' });
const elsewhere = live('Acme', { email_domain: 'a.example' }, { hierarchy: 'sys.hcs.Globex' });

interface Row {
  readonly row: string;
  readonly worlds: Parameters<typeof plan>[0];
  readonly expected: Partial<CustomerPlan>;
}

const rows: readonly Row[] = [
  {
    row: 'yes no no: create',
    worlds: { desired: [acme] },
    expected: { decision: 'create', why: 'added in git', hazards: [], asked: true },
  },
  {
    row: 'yes yes no: create again, vanished outside git',
    worlds: { desired: [acme], applied: [applied(acme)], live: [live('Globex')] },
    expected: { decision: 'create', why: 'vanished outside git', hazards: ['recreates-customer'], asked: false },
  },
  {
    row: 'yes yes no, edited as well: git asked for it',
    worlds: { desired: [edited], applied: [applied(acme)], live: [live('Globex')] },
    expected: { decision: 'create', why: 'vanished outside git', hazards: ['recreates-customer'], asked: true },
  },
  {
    row: 'yes no yes, equal: keep, adopted',
    worlds: { desired: [acme], live: [record] },
    expected: { decision: 'keep', why: 'adopted', hazards: [], steps: [] },
  },
  {
    row: 'yes no yes, different: update, adopts-customer',
    worlds: { desired: [acme], live: [drifted] },
    expected: { decision: 'update', why: 'adopted', hazards: ['adopts-customer'], asked: true },
  },
  {
    row: 'yes yes yes, equal: keep',
    worlds: { desired: [acme], applied: [applied(acme)], live: [record] },
    expected: { decision: 'keep', why: 'unchanged', hazards: [], steps: [] },
  },
  {
    row: 'yes yes yes, edited in git: update',
    worlds: { desired: [edited], applied: [applied(acme)], live: [record] },
    expected: { decision: 'update', why: 'edited in git', hazards: [], asked: true },
  },
  {
    row: 'yes yes yes, drifted: update, overwrites-drift, nobody asked',
    worlds: { desired: [acme], applied: [applied(acme)], live: [drifted] },
    expected: { decision: 'update', why: 'drifted', hazards: ['overwrites-drift'], asked: false },
  },
  {
    row: 'yes yes yes, both: update, overwrites-drift, git asked',
    worlds: { desired: [edited], applied: [applied(acme)], live: [drifted] },
    expected: { decision: 'update', why: 'edited in git and drifted', hazards: ['overwrites-drift'], asked: true },
  },
  {
    row: 'yes yes yes, both to the same value: keep',
    worlds: { desired: [edited], applied: [applied(acme)], live: [live('Acme', { email_domain: 'b.example' })] },
    expected: { decision: 'keep', steps: [], hazards: [] },
  },
  {
    row: 'yes yes yes, hierarchy edited in git: move',
    worlds: {
      desired: [{ ...acme, hierarchy: 'sys.hcs.Globex' }],
      applied: [applied(acme)],
      live: [record, live('Globex')],
    },
    expected: { decision: 'move', why: 'edited in git', hazards: [], asked: true },
  },
  {
    row: 'yes yes yes, moved outside git: move back, overwrites-drift',
    worlds: { desired: [acme], applied: [applied(acme)], live: [elsewhere] },
    expected: { decision: 'move', why: 'drifted', hazards: ['overwrites-drift'], asked: false },
  },
  {
    row: 'no yes yes: delete',
    worlds: { desired: [customer('Globex')], applied: [applied(acme)], live: [record] },
    expected: { decision: 'delete', why: 'removed in git', hazards: ['deletes-customer'], asked: true },
  },
  {
    row: 'no yes no: forget',
    worlds: { applied: [applied(acme)], live: [live('Globex')] },
    expected: { decision: 'forget', why: 'already gone', hazards: [], steps: [] },
  },
  {
    row: 'no no yes: unmanaged',
    worlds: { live: [record] },
    expected: { decision: 'keep', why: 'unmanaged', hazards: [], steps: [], file: null, pkid: 'pkid-acme' },
  },
];

describe('each row of the decision table', () => {
  test.each(rows)('$row', ({ worlds, expected }) => {
    const found = plan(worlds).customers.find((one) => one.name === 'Acme');
    expect(found).toMatchObject(expected);
  });
});

test('a hazard holds its customer until a guard lets it through', () => {
  const [held] = plan({ desired: [acme], applied: [applied(acme)], live: [drifted] }).customers;
  expect(held?.held).toEqual(['overwrites-drift']);
});

test('deleting a customer that was applied with protect is refused, whatever the files say now', () => {
  const guarded = customer('Acme', { lifecycle: { protect: true, ignore: [] } });
  const refused = plan({ desired: [customer('Globex')], applied: [applied(guarded)], live: [record] });
  expect(refused.refusals.map((one) => one.code)).toEqual(['protected-customer']);
});

test('a record that was made anew under another pkid is not the one that was applied, and is not deleted', () => {
  const anew = live('Acme', {}, { pkid: 'pkid-other' });
  const planned = plan({ desired: [customer('Globex')], applied: [applied(acme)], live: [anew] });
  expect(planned.customers.map(({ decision, why }) => [decision, why])).toEqual([
    ['forget', 'already gone'],
    ['create', 'added in git'],
    ['keep', 'unmanaged'],
  ]);
});

test('a delete says what goes with it', () => {
  const authorised = live('Acme', {}, { accessTokenExpires: '2026-12-01T00:00:00Z' });
  const planned = plan({ desired: [customer('Globex')], applied: [applied(acme)], live: [authorised] });
  expect(planned.customers[0]?.consequences.join(' ')).toMatch(/data syncs and schedules.*authorisation/);
});

describe('hierarchies', () => {
  test('one that does not exist is an error with the nearest one', () => {
    const [error] = plan({ desired: [customer('Acme', { hierarchy: 'sys.hcs.Acne' })] }).diagnostics;
    expect(error).toMatchObject({ code: 'unknown-hierarchy', hint: 'Did you mean sys.hcs.Acme?' });
  });

  test('one that does not take customers is an error', () => {
    const site = { pkid: 'n', path: 'sys.hcs.Acme.Site', type: 'Site', acceptsCustomers: false };
    const planned = plan({ desired: [customer('Acme', { hierarchy: site.path })], nodes: [site] });
    expect(planned.diagnostics.map((one) => one.code)).toEqual(['hierarchy-refuses-customers']);
  });

  test('one that does not exist is an error as the target of a move too', () => {
    const moved = { ...acme, hierarchy: 'sys.hcs.Acne' };
    const planned = plan({ desired: [moved], applied: [applied(acme)], live: [record] });
    expect(planned.diagnostics.map((one) => one.code)).toEqual(['unknown-hierarchy']);
    expect(planned.customers[0]?.blocked.map((one) => one.code)).toEqual(['unknown-hierarchy']);
  });

  test('one that went away on the server blocks its customer and nobody else', () => {
    const gone = customer('Gone', { hierarchy: 'sys.hcs.Gone' });
    const planned = plan({ desired: [gone, acme], applied: [applied(gone)], live: [record] });
    expect(planned.diagnostics).toEqual([]);
    expect(planned.customers.find((one) => one.name === 'Gone')?.blocked.map((one) => one.code)).toEqual([
      'unknown-hierarchy',
    ]);
  });
});
