import fc from 'fast-check';
import type { StateInput } from '../../src/apply/next-state.ts';
import type { CustomerOutcome, Status } from '../../src/model/outcome.ts';
import type { CustomerPlan } from '../../src/model/plan.ts';
import type { SourceFile } from '../../src/model/source-file.ts';
import { makePlan, type PlanInput } from '../../src/plan/make-plan.ts';
import { randomWorld } from '../plan/random-world.ts';

/** A file whose text tells which side it is of and whom it declares. */
function file(path: string, side: string): SourceFile {
  return { path, content: new TextEncoder().encode(`${side} ${path}`), problem: null };
}

/** How many steps of a customer succeed, and how the next one ends. */
const fate = fc.record({
  done: fc.nat(4),
  end: fc.constantFrom<Status[]>('failed', 'held', 'unknown', 'stale'),
});

type Fate = typeof fate extends fc.Arbitrary<infer T> ? T : never;

function outcomeOf(plan: CustomerPlan, { done, end }: Fate): CustomerOutcome {
  const steps = plan.steps.map((step, index) => {
    const status: Status = index < done ? 'applied' : index === done ? end : 'skipped';
    return { step, status, message: null, transaction: null };
  });
  const begun = done > 0 && plan.steps.length > 0;
  const pkid =
    begun && plan.decision === 'create' ? `new-${plan.id}` : begun && plan.decision === 'delete' ? null : plan.pkid;
  return { id: plan.id, name: plan.name, file: plan.file, pkid, steps };
}

/** What the state after a run of the world is made of. */
export function inputOf(world: PlanInput, fates: readonly Fate[], only: readonly string[] | null): StateInput {
  const plan = makePlan({ ...world, only: only === null ? null : new Set(only) });
  const outcomes = plan.customers.flatMap((one, index) =>
    one.steps.length === 0 ? [] : [outcomeOf(one, fates[index % fates.length] ?? { done: 4, end: 'failed' })],
  );
  const appliedFiles = world.applied.customers.filter((one) => one.customer !== null);
  return {
    plan,
    outcomes,
    desired: world.desired.customers,
    applied: world.applied,
    desiredFiles: world.desired.customers.map((one) => file(one.file, 'new')),
    appliedFiles: appliedFiles.map((one) => file(one.file, 'old')),
  };
}

/** Whether every step of the customer succeeded. */
export function isDone(one: CustomerPlan, outcomes: readonly CustomerOutcome[]): boolean {
  const outcome = outcomes.find(({ id }) => id === one.id);
  return one.steps.length === 0 || outcome?.steps.every(({ status }) => status === 'applied') === true;
}

/** A world, what becomes of its customers in turn, and the files of `--only`. */
export const runs = fc.tuple(
  // Of two customers that cannot be told apart nothing is carried out.
  randomWorld.filter((world) => makePlan(world).diagnostics.every((one) => !one.code.startsWith('two-'))),
  fc.array(fate, { minLength: 1, maxLength: 6 }),
  fc.option(fc.subarray(['acme', 'globex', 'initech', 'umbrella'].map((name) => `customers/${name}.yaml`))),
);
