import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Customer } from '../../src/model/customer.ts';
import type { CustomerPlan } from '../../src/model/plan.ts';
import { makePlan, type PlanInput } from '../../src/plan/make-plan.ts';
import { randomWorld } from './random-world.ts';
import { applied, customer, day, live, now, planInput } from './world.ts';

/** The names of the operations of the first customer with steps. */
function names(input: PlanInput): readonly string[] {
  const working = makePlan(input).customers.find((one) => one.steps.length > 0);
  return working?.steps.map((step) => step.operation) ?? [];
}

const token = { env: 'WEBEX_ACME_TOKEN', key: null, version: 1 };
const acme = customer('Acme', { fields: { email_domain: 'a.example' } });
const edited = customer('Acme', { fields: { email_domain: 'b.example' } });
const record = live('Acme', { email_domain: 'a.example' });
const creating = planInput({ desired: [acme] });
const updating = planInput({ desired: [edited], applied: [applied(acme)], live: [record] });
const acting = planInput({
  desired: [{ ...acme, actions: { sync_users: { on: [], rerun: 'monday' } } }],
  applied: [applied(acme)],
  live: [record],
});

function declaring(input: PlanInput, change: (one: Customer) => Customer): PlanInput {
  return { ...input, desired: { ...input.desired, customers: input.desired.customers.map(change) } };
}

function reading(input: PlanInput, change: (typeof record)['fields'], pkid = record.pkid): PlanInput {
  const customers = input.live.customers.map((one) => ({ ...one, pkid, fields: { ...one.fields, ...change } }));
  return { ...input, live: { ...input.live, customers } };
}

describe('work that is another has another name', () => {
  const variants: readonly (readonly [string, PlanInput, PlanInput])[] = [
    ['another environment', creating, { ...creating, env: 'prod' }],
    ['another value', creating, planInput({ desired: [edited] })],
    ['another name', creating, declaring(creating, (one) => ({ ...one, fields: { ...one.fields, name: 'Acme 2' } }))],
    ['another hierarchy', creating, declaring(creating, (one) => ({ ...one, hierarchy: 'sys.hcs.Globex' }))],
    ['sync asked for', creating, declaring(creating, (one) => ({ ...one, sync: true }))],
    ['a secret too', creating, declaring(creating, (one) => ({ ...one, secrets: { token } }))],
    [
      'another value of an update',
      updating,
      planInput({ ...worldOf(updating), desired: [customer('Acme', { fields: { email_domain: 'c.example' } })] }),
    ],
    ['another value before an update', updating, reading(updating, { email_domain: 'x.example' })],
    ['another record', updating, reading(updating, {}, 'pkid-other')],
    [
      'another version of a secret',
      declaring(updating, (one) => ({ ...one, secrets: { token } })),
      declaring(updating, (one) => ({ ...one, secrets: { token: { ...token, version: 2 } } })),
    ],
    [
      'another action',
      acting,
      declaring(acting, (one) => ({ ...one, actions: { sync_roles_licences: { on: [], rerun: 'monday' } } })),
    ],
    [
      'another occasion of an action',
      acting,
      declaring(acting, (one) => ({ ...one, actions: { sync_users: { on: [], rerun: 'tuesday' } } })),
    ],
    [
      'an action on another state',
      acting,
      declaring(reading(acting, { email_domain: 'c.example' }), (one) => ({
        ...one,
        fields: { ...one.fields, email_domain: 'c.example' },
      })),
    ],
  ];

  test.each(variants)('%s', (_, one, other) => {
    expect(names(one)).not.toEqual([]);
    expect(names(other)).not.toEqual([]);
    expect(names(other)[0]).not.toBe(names(one)[0]);
  });

  test('a refresh before another expiry', () => {
    const refresh = (accessTokenExpires: string) =>
      names(
        planInput({
          desired: [{ ...acme, actions: { refresh_access_token: { within: day } } }],
          applied: [applied(acme)],
          live: [{ ...record, accessTokenExpires }],
        }),
      );
    expect(refresh('2026-11-24T13:00:00Z')).toHaveLength(1);
    expect(refresh('2026-11-24T13:00:00Z')).not.toEqual(refresh('2026-11-24T14:00:00Z'));
  });

  test('the two steps of a move with an update, and moves to two places', () => {
    const [move, update] = names(declaring(updating, (one) => ({ ...one, hierarchy: 'sys.hcs.Globex' })));
    const [elsewhere] = names(declaring(updating, (one) => ({ ...one, hierarchy: 'sys.hcs.Initech' })));
    expect(new Set([move, update, elsewhere, undefined]).size).toBe(4);
  });
});

function worldOf({ applied: state, live: there }: PlanInput) {
  return { applied: state.customers, live: there.customers };
}

test('names tell steps apart: no two steps of a plan share one', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const { customers, diagnostics } = makePlan(world);
      if (diagnostics.some((one) => one.code.startsWith('two-'))) return;
      const all = customers.flatMap((one) => one.steps.map((step) => step.operation));
      expect(new Set(all).size).toBe(all.length);
      for (const one of all) expect(one).toMatch(/^[0-9a-f]{32}$/);
    }),
    { numRuns: 300 },
  );
});

test('equal work has an equal name: wherever in a file it is written, in whatever file, at whatever time', () => {
  const steps = (customers: readonly CustomerPlan[]) =>
    customers.flatMap((one) => one.steps.map((step) => step.operation)).sort();
  fc.assert(
    fc.property(randomWorld, (world) => {
      const places = 'customer.name 7 3;customer.notes 8 3;customer.email_domain 9 3|';
      const moved = (file: string) => `customers/moved/${file}`;
      const other = {
        ...world,
        now: now + 1,
        desired: {
          ...world.desired,
          customers: world.desired.customers.map((one) => ({ ...one, places, file: moved(one.file) })),
        },
        applied: {
          ...world.applied,
          customers: world.applied.customers.map((one) => ({ ...one, file: moved(one.file) })),
        },
      };
      expect(steps(makePlan(other).customers)).toEqual(steps(makePlan(world).customers));
    }),
    { numRuns: 300 },
  );
});
