import type { CustomerPlan, Step, StepKind, Summary } from '../model/plan.ts';

/** Whether the customer's steps may run: nothing holds it and nothing blocks it. */
export function mayRun(customer: CustomerPlan): boolean {
  return customer.held.length === 0 && customer.blocked.length === 0;
}

/** Whether somebody changed the live record outside git in what the customer's file manages. */
function hasDrifted(customer: CustomerPlan): boolean {
  if (customer.why === 'vanished outside git') return true;
  return customer.steps.some((step) => {
    if (step.kind === 'move') return step.cause !== 'git';
    return step.kind === 'update' && step.fields.some((field) => 'cause' in field && field.cause !== 'git');
  });
}

/** Counts what a plan does. `read` is the number of requests that planning took; each step that may run is one write. */
export function summarise(customers: readonly CustomerPlan[], read: number): Summary {
  const acting = customers.filter((one) => one.steps.length > 0);
  const steps = acting.flatMap((one) => one.steps);
  const count = (kind: StepKind) => steps.filter((step: Step) => step.kind === kind).length;
  return {
    create: count('create'),
    update: count('update'),
    move: count('move'),
    delete: count('delete'),
    actions: count('action'),
    unchanged: customers.filter((one) => one.decision === 'keep' && one.why !== 'unmanaged').length,
    unmanaged: customers.filter((one) => one.why === 'unmanaged').length,
    drifted: customers.filter(hasDrifted).length,
    held: acting.filter((one) => !mayRun(one)).length,
    requests: { read, write: acting.filter(mayRun).flatMap((one) => one.steps).length },
  };
}
