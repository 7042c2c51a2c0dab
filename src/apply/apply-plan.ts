import pLimit from 'p-limit';
import type { CustomerOutcome, StepOutcome } from '../model/outcome.ts';
import type { CustomerPlan, Plan, Step } from '../model/plan.ts';
import type { StepResult } from './result.ts';
import { type Position, runStep, type Server } from './run-step.ts';

/** What applying needs besides the plan. */
export interface ApplyOptions {
  readonly server: Server;
  /** Customers worked on at the same time. */
  readonly concurrency: number;
  /** Told of each customer when it is done, in the order of finishing. */
  readonly onOutcome: (outcome: CustomerOutcome) => void;
}

/**
 * Carries out a plan and decides nothing: each customer's steps run in their order, customers side by side, a customer
 * that claims another's name after that one is done. No failure of one customer stops another, unless the server did
 * something that nobody asked for. Returns an outcome for each customer with steps, in the plan's order.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<readonly CustomerOutcome[]> {
  const limit = pLimit(options.concurrency);
  const running = new Map<string, Promise<CustomerOutcome>>();
  const stop: StopSign = { reason: null };
  const working = plan.customers.filter((one) => one.steps.length > 0);

  const run = async (customer: CustomerPlan): Promise<CustomerOutcome> => {
    // Waiting happens outside the limit: customers that wait for each other must not use up the places.
    const before = await Promise.all(customer.after.map((id) => start(id)));
    const outcome = await limit(() => applyCustomer(customer, before, options.server, stop));
    options.onOutcome(outcome);
    return outcome;
  };
  const start = (id: string): Promise<CustomerOutcome | null> => {
    const customer = working.find((one) => one.id === id);
    if (customer === undefined) return Promise.resolve(null);
    const begun = running.get(id) ?? run(customer);
    running.set(id, begun);
    return begun;
  };
  return Promise.all(working.map((one) => start(one.id))).then((all) => all.filter((one) => one !== null));
}

/** Why no further customer may be touched, once there is a reason; shared by all customers of a run. */
interface StopSign {
  reason: string | null;
}

/** Whether the step did what it was to do. */
export function succeeded({ status }: StepOutcome): boolean {
  return status === 'applied' || status === 'unchanged';
}

async function applyCustomer(
  customer: CustomerPlan,
  before: readonly (CustomerOutcome | null)[],
  server: Server,
  stop: StopSign,
): Promise<CustomerOutcome> {
  const { id, name, file } = customer;
  const end = (steps: readonly StepOutcome[], pkid = customer.pkid) => ({ id, name, file, pkid, steps });
  const all = (status: 'held' | 'skipped', message: string) =>
    end(customer.steps.map((step) => ({ step, status, message, transaction: null })));
  if (customer.held.length > 0) return all('held', `held: ${customer.held.join(', ')}`);
  if (customer.blocked.length > 0) return all('held', customer.blocked.map((one) => one.message).join(' '));
  if (before.some((one) => one === null || !one.steps.every(succeeded))) {
    return all('skipped', 'it claims a name or account of a customer whose steps did not succeed');
  }

  const outcomes: StepOutcome[] = [];
  let position: Position = customer;
  for (const step of customer.steps) {
    const reason =
      stop.reason ?? (outcomes.every(succeeded) ? null : 'an earlier step of this customer did not succeed');
    if (reason !== null) {
      outcomes.push({ step, status: 'skipped', message: reason, transaction: null });
      continue;
    }
    const result = await runStep(step, position, server);
    if (result.harm) stop.reason = `the run stopped: ${name} came out of its ${step.kind} other than asked`;
    outcomes.push({ step, status: result.status, message: result.message, transaction: result.transaction });
    position = positionAfter(position, step, result);
  }
  return end(outcomes, position.pkid);
}

function positionAfter(position: Position, step: Step, { status, pkid }: StepResult): Position {
  if (status !== 'applied' && status !== 'unchanged') return { ...position, pkid };
  if (step.kind === 'create') return { ...position, pkid, hierarchy: step.hierarchy };
  return step.kind === 'move' ? { ...position, pkid, hierarchy: step.to } : { ...position, pkid };
}
