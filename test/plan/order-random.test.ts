import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LiveCustomer } from '../../src/model/live.ts';
import type { CustomerPlan } from '../../src/model/plan.ts';
import { identityOf } from '../../src/plan/identity.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { perform } from './perform.ts';
import { randomWorld } from './random-world.ts';

/** The customers that may run when every hazard is allowed, each behind those for which it waits; the rest never runs. */
function inOrder(customers: readonly CustomerPlan[]): readonly CustomerPlan[] {
  const done = new Set<string>();
  const order: CustomerPlan[] = [];
  for (;;) {
    const ready = customers.filter(
      (one) => !done.has(one.id) && one.blocked.length === 0 && one.after.every((id) => done.has(id)),
    );
    if (ready.length === 0) return order;
    for (const one of ready) done.add(one.id);
    order.push(...ready);
  }
}

/** How many records share a name in one node, or an account, with another. */
function clashes(records: readonly LiveCustomer[]): number {
  const identities = records.map((one) => identityOf(one.hierarchy, one.fields));
  const texts = identities.flatMap(({ key, account }) => (account === null ? [key] : [key, `account ${account}`]));
  return texts.length - new Set(texts).size;
}

test('carried out in order, no two records ever share a name or an account that they did not share before', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const plan = makePlan(world);
      if (plan.diagnostics.some((one) => one.code.startsWith('two-'))) return;
      let records = world.live.customers;
      for (const one of inOrder(plan.customers)) {
        const alone = { ...plan, customers: [{ ...one, held: [] }] };
        const after = perform(alone, world.desired.customers, world.applied.customers, records).live;
        expect(clashes(after)).toBeLessThanOrEqual(clashes(records));
        records = after;
      }
    }),
    { numRuns: 500 },
  );
});

test('every customer that is not blocked, and waits for none that is, gets its turn', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const { customers, diagnostics } = makePlan(world);
      if (diagnostics.some((one) => one.code.startsWith('two-'))) return;
      const turns = new Set(inOrder(customers).map((one) => one.id));
      const blocked = new Set(customers.filter((one) => !turns.has(one.id)).map((one) => one.id));
      for (const one of customers) {
        const waits = one.after.some((id) => blocked.has(id));
        expect(blocked.has(one.id)).toBe(one.blocked.length > 0 || waits);
      }
    }),
    { numRuns: 300 },
  );
});
