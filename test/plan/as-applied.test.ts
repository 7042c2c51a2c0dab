import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import type { AppliedCustomer, Desired } from '../../src/model/state.ts';
import { liveAsApplied } from '../../src/plan/as-applied.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { randomWorld } from './random-world.ts';
import { applied, appliedState, customer, gentle, live, node, now, planInput } from './world.ts';

function offline(customers: Desired['customers'], state: readonly AppliedCustomer[], profile = gentle): Plan {
  const desired = { commit: 'd'.repeat(40), dirty: false, customers };
  const there = appliedState(state);
  const made = liveAsApplied(desired, there);
  return makePlan({ env: 'default', desired, applied: there, live: made, profile, now, only: null });
}

const acme = customer('Acme', {
  fields: { email_domain: 'a' },
  secrets: { token: { env: 'WEBEX_A', key: null, version: 1 } },
});

describe('what git alone can say', () => {
  test.each([
    ['nothing changed', [acme], 'keep', []],
    [
      'an edited value, from the applied one',
      [customer('Acme', { ...acme, fields: { email_domain: 'b' } })],
      'update',
      ['email_domain a -> b'],
    ],
    [
      'a value that was not managed',
      [customer('Acme', { ...acme, fields: { email_domain: 'a', notes: 'n' } })],
      'update',
      ['notes null -> n'],
    ],
    ['a move', [{ ...acme, hierarchy: 'sys.hcs.Globex' }], 'move', []],
    ['a removed file', [], 'delete', []],
  ])('%s', (_, desired, decision, changes) => {
    const made = offline(desired, [applied(acme)]);
    expect(made.customers.map((one) => one.decision)).toEqual([decision]);
    const fields = made.customers
      .flatMap((one) => one.steps)
      .flatMap((step) => (step.kind === 'update' ? step.fields : []));
    expect(fields.map((one) => ('cause' in one ? `${one.path} ${one.before} -> ${one.after}` : one.path))).toEqual(
      changes,
    );
    expect(made.summary.requests.read).toBe(0);
    expect(made.diagnostics).toEqual([]);
  });

  test('a new file, a secret that is sent again, an action, protection, and what a delete takes with it', () => {
    expect(offline([acme], []).customers.map((one) => [one.decision, one.held])).toEqual([['create', []]]);
    const again = { ...acme, secrets: { token: { env: 'WEBEX_A', key: null, version: 2 } } };
    expect(offline([again], [applied(acme)]).customers[0]?.steps).toMatchObject([
      { kind: 'update', fields: [{ path: 'token' }] },
    ]);
    const rerun = { ...acme, actions: { sync_users: { on: [], rerun: 'once' } } };
    expect(offline([rerun], [applied(acme)]).customers[0]?.steps).toMatchObject([
      { kind: 'action', action: 'sync_users' },
    ]);
    const kept = { ...acme, lifecycle: { protect: true, ignore: [] } };
    expect(offline([], [applied(kept)]).refusals.map((one) => one.code)).toEqual(['protected-customer']);
    const [gone] = offline([], [applied(acme)]).customers;
    expect([gone?.hazards, gone?.consequences.length]).toEqual([['deletes-customer'], 2]);
  });

  test('an update may clear the tokens that were sent, where nobody knows the server', () => {
    const edited = customer('Acme', { ...acme, fields: { email_domain: 'b' } });
    const made = offline([edited], [applied(acme)], { ...gentle, omittedSecrets: 'unknown' });
    expect(made.customers[0]?.hazards).toEqual(['may-clear-secrets']);
  });

  test('what was begun and not finished is kept with its actions', () => {
    const begun = applied(acme, {
      customer: null,
      unfinished: { actions: ['sync_users'], secrets: acme.secrets, reruns: {} },
    });
    const syncing = { ...acme, actions: { sync_users: { on: ['create' as const], rerun: null } } };
    expect(offline([syncing], [begun]).customers.map((one) => one.decision)).toEqual(['action']);
  });
});

test('it is the plan that the live system gives where nobody touched it', () => {
  fc.assert(
    fc.property(randomWorld, ({ desired, applied: state }) => {
      const seen = new Set<string>();
      const unique = state.customers.filter(({ pkid, customer: one }) => {
        if (pkid === null || one === null || seen.has(pkid)) return false;
        seen.add(pkid);
        return true;
      });
      const records = unique.flatMap(({ pkid, customer: one }) =>
        pkid === null || one === null ? [] : [live(one.fields.name, one.fields, { pkid, hierarchy: one.hierarchy })],
      );
      const nodes = desired.customers.map((one) => ({ ...node(one.hierarchy), acceptsCustomers: true }));
      const real = planInput({ desired: desired.customers, applied: unique, live: records, nodes });
      const steps = ({ customers }: Plan) =>
        customers.map((one) => [
          one.id,
          one.why,
          one.after,
          one.blocked.map((problem) => problem.code),
          one.steps.filter((step) => step.kind !== 'action' || step.action !== 'refresh_access_token'),
        ]);
      // A hierarchy that refuses customers is not known offline.
      const asked = {
        ...real,
        live: {
          ...real.live,
          nodes: nodes.filter((one, index) => nodes.findIndex((other) => other.path === one.path) === index),
        },
      };
      expect(steps(offline(desired.customers, unique))).toEqual(steps(makePlan(asked)));
    }),
    { numRuns: 300 },
  );
});
