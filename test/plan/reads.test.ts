import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Customer } from '../../src/model/customer.ts';
import type { LiveCustomer } from '../../src/model/live.ts';
import { makePlan, type PlanInput } from '../../src/plan/make-plan.ts';
import { missingReads } from '../../src/plan/reads.ts';
import { randomWorld } from './random-world.ts';
import { applied, customer, day, gentle, live, node, planInput } from './world.ts';

/** The entry of a listing that tells what the API's own `summary_attrs` name: no notes, no expiry, no secrets. */
function thin(record: LiveCustomer): LiveCustomer {
  const { notes: _, ...fields } = record.fields;
  return {
    ...record,
    fields,
    whole: false,
    accessTokenExpires: undefined,
    refreshTokenExpires: undefined,
    echoedSecrets: [],
  };
}

function withLive(input: PlanInput, customers: readonly LiveCustomer[]): PlanInput {
  return { ...input, live: { ...input.live, customers } };
}

const acme = customer('Acme', { fields: { email_domain: 'a' } });
const changedAcme = customer('Acme', { fields: { email_domain: 'b' } });
const noted = customer('Acme', { fields: { notes: 'n' } });
const refreshing = customer('Acme', { actions: { refresh_access_token: { within: day } } });
const clearing = customer('Acme', { secrets: { https_proxy: null } });
const syncing = customer('Acme', { actions: { sync_users: { on: [], rerun: 'x' } } });
const entry = thin(live('Acme', { email_domain: 'a' }));
const others = [thin(live('Globex')), thin(live('Initech'))];

describe('which records are read', () => {
  const cases: readonly (readonly [string, Customer | null, Customer | null, LiveCustomer, readonly string[]])[] = [
    ['none that is as declared', acme, acme, entry, []],
    ['none that is adopted as it is', acme, null, entry, []],
    ['none to update, where that clears no secrets', changedAcme, acme, entry, []],
    ['one to delete', null, acme, entry, ['pkid-acme']],
    ['none that only moves', { ...acme, hierarchy: 'sys.hcs.Globex' }, acme, entry, []],
    ['none of which only a sync is due', syncing, customer('Acme'), entry, []],
    ['one whose entry does not tell a managed property', noted, noted, entry, ['pkid-acme']],
    ['one whose tokens may have to be refreshed', refreshing, refreshing, entry, ['pkid-acme']],
    [
      'one of which only one expiry is told',
      refreshing,
      refreshing,
      { ...entry, accessTokenExpires: null },
      ['pkid-acme'],
    ],
    [
      'none whose expiries are told',
      refreshing,
      refreshing,
      { ...entry, accessTokenExpires: null, refreshTokenExpires: null },
      [],
    ],
    ['one that is adopted with a secret that is to be empty', clearing, null, entry, ['pkid-acme']],
    [
      'none that is adopted and whose entry tells that such a secret is held',
      clearing,
      null,
      { ...entry, echoedSecrets: ['https_proxy'] },
      [],
    ],
    ['none whose secret is empty since it was applied', clearing, clearing, entry, []],
    ['one whose hierarchy is not told', acme, acme, { ...entry, hierarchy: null }, ['pkid-acme']],
    ['none that was read already', noted, noted, live('Acme'), []],
    ['none that no file declares', null, null, { ...entry, hierarchy: null }, []],
  ];
  test.each(cases)('%s', (_, desired, before, record, pkids) => {
    const input = planInput({
      desired: desired === null ? [] : [desired],
      applied: before === null ? [] : [applied(before)],
      live: [record, ...others],
    });
    expect(missingReads(input).pkids).toEqual(pkids);
  });

  test('with --only, none but the selected', () => {
    const both = [noted, customer('Globex', { fields: { notes: 'n' } })];
    const input = planInput({ desired: both, live: [entry, ...others] });
    expect(missingReads({ ...input, only: new Set(['customers/globex.yaml']) }).pkids).toEqual(['pkid-globex']);
  });

  test('those that do not tell who they are, before anything is created', () => {
    const { account_number_external: _, ...fields } = entry.fields;
    const hidden = [
      { ...entry, pkid: 'pkid-1', hierarchy: null },
      { ...entry, pkid: 'pkid-2', fields },
      { ...entry, pkid: 'pkid-3', fields: { account_number_external: null } },
    ];
    const newcomer = customer('Globex', { fields: { account_number_external: '7' } });
    expect(missingReads(planInput({ desired: [newcomer], live: hidden })).pkids).toEqual([
      'pkid-1',
      'pkid-2',
      'pkid-3',
    ]);
    // Where every declared customer is the one that was applied, nobody is looked for.
    const known = thin(live('Globex', { account_number_external: '7' }));
    const settled = planInput({ desired: [newcomer], applied: [applied(newcomer)], live: [known, ...hidden] });
    expect(missingReads(settled).pkids).toEqual([]);
  });

  test.each(['cleared', 'unknown'] as const)(
    'one to update, where secrets that are left out are %s',
    (omittedSecrets) => {
      const worlds = { desired: [changedAcme], applied: [applied(acme)], live: [entry, ...others] };
      const input = planInput({ ...worlds, profile: { ...gentle, omittedSecrets } });
      expect(missingReads(input).pkids).toEqual(['pkid-acme']);
    },
  );

  test('an update of one in a thousand costs one at most', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `Customer ${index}`);
    const declared = names.map((name) =>
      customer(name, { fields: { email_domain: name === 'Customer 7' ? 'b' : 'a' } }),
    );
    const input = planInput({
      desired: declared,
      applied: names.map((name) => applied(customer(name, { fields: { email_domain: 'a' } }))),
      live: names.map((name) => thin(live(name, { email_domain: 'a' }))),
    });
    expect(missingReads(input)).toEqual({ pkids: [], paths: [] });
    const careful = { ...input, profile: { ...gentle, omittedSecrets: 'unknown' } } as const;
    expect(missingReads(careful)).toEqual({ pkids: ['pkid-customer 7'], paths: [] });
  });
});

describe('which nodes are asked whether they take customers', () => {
  const types = [
    node('sys.hcs.One', 'Branch'),
    node('sys.hcs.Two', 'Branch'),
    { ...node('sys.hcs.Told', 'Told'), acceptsCustomers: true },
    { ...node('sys.hcs.Plain'), type: null },
    { ...node('sys.hcs.Other'), type: null },
  ];
  const into = (...paths: readonly string[]) =>
    paths.map((path, index) => customer(`New ${index}`, { hierarchy: path }));
  const paths = (desired: readonly Customer[], records: readonly LiveCustomer[] = []) =>
    missingReads(planInput({ desired, live: records, nodes: types })).paths;

  test.each([
    { title: 'one for each type', to: ['sys.hcs.One', 'sys.hcs.Two'], asked: ['sys.hcs.Two'] },
    { title: 'each without a type', to: ['sys.hcs.Plain', 'sys.hcs.Other'], asked: ['sys.hcs.Other', 'sys.hcs.Plain'] },
    { title: 'none that told already', to: ['sys.hcs.Told'], asked: [] },
    { title: 'none that does not exist', to: ['sys.hcs.Nowhere'], asked: [] },
  ])('$title', ({ to, asked }) => {
    expect(paths(into(...to))).toEqual(asked);
  });

  test('none of a type of which one holds a customer', () => {
    expect(paths(into('sys.hcs.One'), [live('Old', {}, { hierarchy: 'sys.hcs.Two' })])).toEqual([]);
  });

  test('the target of a move', () => {
    const moved = { ...acme, hierarchy: 'sys.hcs.One' };
    const input = planInput({ desired: [moved], applied: [applied(acme)], live: [live('Acme')], nodes: types });
    expect(missingReads(input).paths).toEqual(['sys.hcs.One']);
  });
});

describe('reading what is missing', () => {
  /** The listing with the whole records in place of the entries that are to be read. */
  function completed(world: PlanInput, listed: PlanInput): PlanInput {
    const { pkids } = missingReads(listed);
    return withLive(
      listed,
      world.live.customers.map((one) => (pkids.includes(one.pkid) ? one : thin(one))),
    );
  }

  /** The plan without the expiry of tokens, which it tells where it was told and decides nothing. */
  function decided(input: PlanInput) {
    const made = makePlan(input);
    return { ...made, customers: made.customers.map((one) => ({ ...one, expiry: null })) };
  }

  test('gives the plan that whole records give', () => {
    fc.assert(
      fc.property(randomWorld, (world) => {
        const complete = completed(world, withLive(world, world.live.customers.map(thin)));
        expect(decided(complete)).toEqual(decided(world));
        expect(missingReads(complete).pkids).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('costs no more than one read for each customer that is changed or of which the entry tells too little', () => {
    fc.assert(
      fc.property(randomWorld, (world) => {
        const { pkids } = missingReads(withLive(world, world.live.customers.map(thin)));
        const needed = makePlan(world).customers.filter((one) => {
          const desired = world.desired.customers.find(({ file }) => file === one.file);
          const changes = one.steps.some(({ kind }) => kind === 'update' || kind === 'delete');
          const tooLittle = desired?.fields.notes !== undefined || desired?.actions.refresh_access_token !== undefined;
          // An adoption alone may have to clear a secret that the entry does not tell.
          const clears = one.why === 'adopted' && Object.values(desired?.secrets ?? {}).includes(null);
          return changes || tooLittle || clears;
        });
        expect(new Set(pkids).size).toBe(pkids.length);
        for (const pkid of pkids) expect(needed.map((one) => one.pkid)).toContain(pkid);
      }),
      { numRuns: 300 },
    );
  });
});
