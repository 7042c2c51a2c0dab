import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/model/customer.ts';
import type { LiveCustomer } from '../../src/model/live.ts';
import type { Plan } from '../../src/model/plan.ts';
import { bindPlan } from '../../src/plan/bind-plan.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { randomWorld } from './random-world.ts';
import { applied, customer, day, live, now, plan } from './world.ts';

const fields: Fields = { notes: 'new', email_domain: 'a.example', dirsync_enabled: true, account_email: null };
const desired = ['Acme', 'Globex', 'Initech'].map((name) => customer(name, { fields }));
const state = desired.map((one) => applied({ ...one, fields: { ...one.fields, notes: 'old' } }));
const record = (name: string, more: Fields = {}, parts: Partial<LiveCustomer> = {}) =>
  live(name, { ...fields, notes: 'old', ...more }, parts);
const records = [record('Acme'), record('Globex'), live('Initech', fields)];

/** Acme and Globex are to be updated; Initech is as declared. */
function planOf(customers: readonly LiveCustomer[]): Plan {
  return plan({ desired, applied: state, live: customers });
}

function withAcme(acme: LiveCustomer): Plan {
  return planOf([acme, ...records.slice(1)]);
}

const approved = planOf(records);

/** What the refusals say, by customer. */
function refused(fresh: Plan, before: Plan = approved) {
  return bindPlan(before, fresh).refusals.map(({ code, customer: name, message }) => ({ code, name, message }));
}

test('nothing is refused while the world stands still, and the steps are those of the fresh plan', () => {
  const bound = bindPlan(approved, planOf(records));
  expect([bound.refusals, bound.customers, bound.summary]).toEqual([[], approved.customers, approved.summary]);
});

describe('a customer that moved refuses the plan, and is told with what changed', () => {
  const table: readonly (readonly [string, LiveCustomer, string])[] = [
    ['notes', record('Acme', { notes: 'else' }), 'notes was "old", now "else"'],
    ['email_domain', record('Acme', { email_domain: 'b.example' }), 'email_domain was "a.example", now "b.example"'],
    ['dirsync_enabled', record('Acme', { dirsync_enabled: false }), 'dirsync_enabled was true, now false'],
    ['account_email', record('Acme', { account_email: 'x@y.example' }), 'account_email was null, now "x@y.example"'],
    ['name', record('Acme', { name: 'Acme 2' }), 'name was "Acme", now "Acme 2"'],
    [
      'hierarchy',
      record('Acme', {}, { hierarchy: 'sys.hcs.Globex' }),
      'hierarchy was sys.hcs.Acme, now sys.hcs.Globex',
    ],
    ['what is to do', live('Acme', fields), 'to do was update notes, now keep'],
    ['the field to update', record('Acme', { dirsync_enabled: false }), 'now update dirsync_enabled and notes'],
    ['its hazards', record('Acme', { email_domain: null }), 'what may hurt was nothing, now overwrites-drift'],
  ];

  test.each(table)('%s', (_, acme, words) => {
    expect(refused(withAcme(acme))).toEqual([
      { code: 'stale-plan', name: 'Acme', message: expect.stringContaining(words) },
    ]);
  });

  test('gone from the server', () => {
    expect(refused(planOf(records.slice(1)))).toEqual([
      { code: 'stale-plan', name: 'Acme', message: expect.stringContaining('to do was update notes, now create') },
    ]);
  });

  test('out of the plan altogether', () => {
    const fresh = { ...approved, customers: approved.customers.filter((one) => one.name !== 'Acme') };
    expect(refused(fresh)).toMatchObject([{ name: 'Acme', message: expect.stringContaining('not found any more') }]);
  });

  test('two of them', () => {
    const both = [record('Acme', { notes: 'x' }), record('Globex', { notes: 'y' }), live('Initech', fields)];
    expect(refused(planOf(both)).map((one) => one.name)).toEqual(['Acme', 'Globex']);
  });

  test('a blocked customer that no longer is, and the other way round', () => {
    const blocked = approved.customers.map((one) => ({
      ...one,
      blocked: one.name === 'Acme' ? [{ severity: 'error', code: 'identity-taken', message: '' } as const] : [],
    }));
    const words = expect.stringContaining('what blocks it was nothing, now identity-taken');
    expect(refused({ ...approved, customers: blocked })).toMatchObject([{ name: 'Acme', message: words }]);
    expect(refused(approved, { ...approved, customers: blocked })).toMatchObject([{ name: 'Acme' }]);
  });

  test('a token that runs out at another time is another occasion to refresh it', () => {
    const refreshing = customer('Acme', { actions: { refresh_access_token: { within: 3 * day } } });
    const at = (days: number) =>
      plan({
        desired: [refreshing],
        applied: [applied(refreshing)],
        live: [live('Acme', {}, { accessTokenExpires: new Date(now + days * day).toISOString() })],
      });
    expect(refused(at(1), at(1))).toEqual([]);
    expect(refused(at(1), at(2))).toMatchObject([{ name: 'Acme' }]);
  });
});

test.each([
  ['another commit is checked out', { desired: { commit: 'e'.repeat(40), dirty: false } }, 'HEAD is eeeeeeeeeeee'],
  ['nothing is committed', { desired: { commit: null, dirty: false } }, 'HEAD is none'],
  ['somebody applied', { applied: { commit: 'b'.repeat(40) } }, 'by now it is bbbbbbbbbbbb'],
])('when %s, that alone is told', (_, base, words) => {
  const fresh = { ...withAcme(record('Acme', { notes: 'else' })), ...base };
  expect(refused(fresh)).toEqual([{ code: 'stale-plan', name: undefined, message: expect.stringContaining(words) }]);
});

test('what only now has something to do is left out with a notice, and nobody is kept waiting', () => {
  const bound = bindPlan(approved, planOf([...records.slice(0, 2), live('Initech', { ...fields, notes: 'x' })]));
  expect(bound.refusals).toEqual([]);
  expect(bound.customers.map((one) => one.name)).toEqual(['Acme', 'Globex']);
  expect(bound.summary).toMatchObject({ update: 2 });
  expect(bound.diagnostics).toMatchObject([{ severity: 'notice', code: 'not-in-plan', customer: 'Initech' }]);
});

test('whatever two worlds a plan comes from: no step is left that both plans do not have, and none without a refusal is lost', () => {
  const stepsOf = ({ customers }: Plan) =>
    customers.flatMap((one) => one.steps.map((step) => `${one.id} ${step.operation}`));
  const world = fc.tuple(randomWorld, fc.boolean());
  fc.assert(
    fc.property(world, world, ([one], [other, same]) => {
      const [before, fresh] = [makePlan(one), makePlan(same ? one : other)];
      const bound = bindPlan(before, fresh);
      if (bound.refusals.some((refusal) => refusal.code === 'stale-plan')) return;
      expect(stepsOf(bound).toSorted()).toEqual(stepsOf(before).toSorted());
      expect(stepsOf(fresh)).toEqual(expect.arrayContaining([...stepsOf(bound)]));
    }),
    { numRuns: 300 },
  );
});
