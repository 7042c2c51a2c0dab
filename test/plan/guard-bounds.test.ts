import { expect, test } from 'vitest';
import { guardPlan } from '../../src/plan/guard.ts';
import { applied, customer, live, plan } from './world.ts';

test('an empty server before the first apply is no matter, although nothing is allowed', () => {
  const permissions = { allow: [], maxDeletes: 1, maxChangePercent: 30 };
  const first = guardPlan(plan({ desired: [customer('Acme')] }), permissions, { managed: 0, declared: 1, live: 0 });
  expect(first.refusals).toEqual([]);
});

test('the percentage that a refusal names is enough to let the plan through', () => {
  const names = Array.from({ length: 30 }, (_, index) => `Customer ${index}`);
  const planned = plan({
    desired: names.map((name, index) => customer(name, { fields: { notes: index < 10 ? 'new' : 'old' } })),
    applied: names.map((name) => applied(customer(name, { fields: { notes: 'old' } }))),
    live: names.map((name) => live(name, { notes: 'old' })),
  });
  const refusals = (maxChangePercent: number) =>
    guardPlan(planned, { allow: [], maxDeletes: 1, maxChangePercent }, { managed: 30, declared: 30, live: 30 })
      .refusals;
  const named = /--max-change-percent (\d+)/.exec(refusals(30)[0]?.hint ?? '')?.[1];
  expect(named).toBe('34');
  expect(refusals(Number(named))).toEqual([]);
});
