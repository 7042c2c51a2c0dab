import type { CustomerPlan, Decision } from '../model/plan.ts';

/** Whether a step would overwrite what somebody changed outside git after a commit changed it too. */
function hasConflict({ steps }: CustomerPlan): boolean {
  return steps.some((step) => {
    if (step.kind === 'move') return step.cause === 'conflict';
    return step.kind === 'update' && step.fields.some((one) => 'cause' in one && one.cause === 'conflict');
  });
}

const order: Readonly<Record<Decision, number>> = {
  delete: 0,
  move: 3,
  update: 4,
  create: 5,
  action: 6,
  forget: 7,
  keep: 8,
};

/** How early a reader must see a customer: the lowest number first. Deletes, conflicts, other hazards, then the rest. */
function risk(customer: CustomerPlan): number {
  if (customer.decision === 'delete') return 0;
  if (hasConflict(customer)) return 1;
  if (customer.hazards.length > 0 || customer.blocked.length > 0) return 2;
  return order[customer.decision];
}

/** Whether a customer's steps may hurt, or cannot run. */
export function isRisky(customer: CustomerPlan): boolean {
  return risk(customer) <= 2;
}

/** The customers of a plan that have something to do, what may hurt first. */
export function shownCustomers(customers: readonly CustomerPlan[]): readonly CustomerPlan[] {
  return customers
    .filter((one) => one.steps.length > 0 || one.decision === 'forget')
    .toSorted((left, right) => risk(left) - risk(right));
}
