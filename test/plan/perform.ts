import type { Customer } from '../../src/model/customer.ts';
import type { LiveCustomer } from '../../src/model/live.ts';
import type { CustomerPlan, Plan, Step } from '../../src/model/plan.ts';
import type { AppliedCustomer } from '../../src/model/state.ts';
import { mayRun } from '../../src/plan/summary.ts';
import { live } from './world.ts';

/** The applied and the live world after a plan was carried out without a fault. */
export interface After {
  readonly applied: readonly AppliedCustomer[];
  readonly live: readonly LiveCustomer[];
}

/** Carries a plan out on values, as `apply` does on a server: the customers that may run, each with all its steps. */
export function perform(
  plan: Plan,
  desired: readonly Customer[],
  applied: readonly AppliedCustomer[],
  records: readonly LiveCustomer[],
): After {
  let after: After = { applied, live: records };
  for (const one of plan.customers) if (mayRun(one)) after = performCustomer(one, desired, after);
  return after;
}

function performCustomer(plan: CustomerPlan, desired: readonly Customer[], before: After): After {
  const made = plan.steps.some((step) => step.kind === 'create')
    ? [live(plan.name, {}, { pkid: `new-${plan.id}` })]
    : [];
  const own = plan.pkid ?? made[0]?.pkid ?? null;
  const records = [...before.live, ...made].flatMap((one) =>
    one.pkid === own ? plan.steps.reduce<readonly LiveCustomer[]>(performStep, [one]) : [one],
  );
  const declared = desired.find((one) => one.file === plan.file);
  if (plan.why === 'unmanaged') return before;
  const others = before.applied.filter((one) => one.file !== plan.recordedAs && one.file !== plan.file);
  if (declared === undefined) return { live: records, applied: others };
  return {
    live: records,
    applied: [...others, { file: declared.file, customer: declared, pkid: own, unfinished: null }],
  };
}

function performStep(records: readonly LiveCustomer[], step: Step): readonly LiveCustomer[] {
  if (step.kind === 'delete') return [];
  return records.map((one) => {
    if (step.kind === 'move') return { ...one, hierarchy: step.to };
    if (step.kind === 'action') return one;
    const values = step.fields.flatMap((field) => ('cause' in field ? [[field.path, field.after] as const] : []));
    const hierarchy = step.kind === 'create' ? step.hierarchy : one.hierarchy;
    return { ...one, hierarchy, fields: { ...one.fields, ...Object.fromEntries(values) } };
  });
}
