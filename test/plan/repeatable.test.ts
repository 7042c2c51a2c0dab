import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { guardPlan } from '../../src/plan/guard.ts';
import { makePlan, type PlanInput } from '../../src/plan/make-plan.ts';
import { randomWorld } from './random-world.ts';

function guarded(input: PlanInput): Plan {
  const facts = {
    managed: input.applied.customers.length,
    declared: input.desired.customers.length,
    live: input.live.customers.length,
  };
  return guardPlan(makePlan(input), { allow: ['overwrites-drift'], maxDeletes: 1, maxChangePercent: 30 }, facts);
}

function shuffled<T>(items: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}

/** The same world, told in another order. */
function retold(input: PlanInput): fc.Arbitrary<PlanInput> {
  return fc
    .tuple(
      shuffled(input.desired.customers),
      shuffled(input.applied.customers),
      shuffled(input.live.customers),
      shuffled(input.live.nodes),
    )
    .map(([desired, applied, live, nodes]) => ({
      ...input,
      desired: { ...input.desired, customers: desired },
      applied: { ...input.applied, customers: applied },
      live: { ...input.live, customers: live, nodes },
    }));
}

test('the same world in another order gives the same plan, byte for byte', () => {
  const twice = randomWorld.chain((world) => fc.tuple(fc.constant(world), retold(world)));
  fc.assert(
    fc.property(twice, ([one, other]) => {
      expect(JSON.stringify(guarded(other))).toBe(JSON.stringify(guarded(one)));
    }),
    { numRuns: 500 },
  );
});

test('a plan equals its JSON round trip', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const planned = guarded(world);
      expect(JSON.parse(JSON.stringify(planned))).toStrictEqual(planned);
    }),
    { numRuns: 300 },
  );
});

test('planning changes none of its arguments', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const before = structuredClone(world);
      guarded(world);
      expect(world).toStrictEqual(before);
    }),
    { numRuns: 100 },
  );
});

test('ids are unique and in the order of the files, and each file and each record is planned for once', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const { customers, diagnostics } = makePlan(world);
      // Of two that cannot be told apart none is planned for: the error stops the plan.
      if (diagnostics.some((one) => one.code.startsWith('two-'))) return;
      const ids = customers.map((one) => one.id);
      expect(new Set(ids).size).toBe(ids.length);
      const declared = customers.flatMap(({ decision, file }) =>
        file === null || decision === 'delete' || decision === 'forget' ? [] : [file],
      );
      expect(declared).toEqual(world.desired.customers.map((one) => one.file).sort());
      const recorded = customers.flatMap((one) => one.recordedAs ?? []);
      expect(recorded.toSorted()).toEqual(world.applied.customers.map((one) => one.file).sort());
      const records = new Set(customers.filter((one) => one.decision !== 'forget').map((one) => one.pkid));
      for (const one of world.live.customers) expect(records).toContain(one.pkid);
    }),
    { numRuns: 500 },
  );
});

describe('secrets in a plan', () => {
  test('are references and nothing else', () => {
    const keys = new Set<string>();
    fc.assert(
      fc.property(randomWorld, (world) => {
        JSON.stringify(makePlan(world), (key, value) => {
          if (key === 'reference' && value !== null) keys.add(Object.keys(value).join(' '));
          return value;
        });
      }),
      { numRuns: 200 },
    );
    expect([...keys]).toEqual(['env key version']);
  });
});
