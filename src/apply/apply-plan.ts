import pLimit from 'p-limit';
import type { CustomerOutcome, Status, StepOutcome } from '../model/outcome.ts';
import type { CustomerPlan, Plan, Step } from '../model/plan.ts';
import { type Bulk, findBulks } from './bulk.ts';
import { openGate } from './gate.ts';
import type { StepResult } from './result.ts';
import { type BulkResults, runBulk } from './run-bulk.ts';
import { type Position, runStep } from './run-step.ts';
import type { Server } from './server.ts';
import type { StopSign } from './stop-sign.ts';

/** What applying needs besides the plan. */
export interface ApplyOptions {
  readonly server: Server;
  /** Customers worked on at the same time. */
  readonly concurrency: number;
  /** Told of each customer when it is done, in the order of finishing. */
  readonly onOutcome: (outcome: CustomerOutcome) => void;
  /** Whether moves to one hierarchy, and deletes, go in calls for many. */
  readonly bulk: boolean;
  /** Ends the run from outside: what is under way is finished, nothing new begins. */
  readonly stop: StopSign;
}

/**
 * Carries out a plan and decides nothing: each customer's steps run in their order, customers side by side, a customer
 * that claims another's name after that one is done. No failure of one customer stops another, unless the server did
 * something that nobody asked for. Returns an outcome for each customer with steps, in the plan's order.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<readonly CustomerOutcome[]> {
  const limit = pLimit(options.concurrency);
  const steps = stepRunner(plan, options);
  const working = new Map(plan.customers.filter((one) => one.steps.length > 0).map((one) => [one.id, one]));
  const begun = new Map<string, Promise<CustomerOutcome>>();

  async function run(customer: CustomerPlan): Promise<CustomerOutcome> {
    // Waiting happens outside the limit: customers that wait for each other must not use up the places.
    const reason = whyNot(customer) ?? (await whyNotAfter(customer));
    const outcome =
      reason === null
        ? await limit(() => applyCustomer(customer, steps))
        : withoutSteps(customer, reason.status, reason.message);
    options.onOutcome(outcome);
    return outcome;
  }

  async function whyNotAfter({ after }: CustomerPlan): Promise<Reason | null> {
    const before = await Promise.all(after.map((id) => (working.has(id) ? outcomeOf(id) : null)));
    if (before.every((one) => one?.steps.every(succeeded))) return null;
    return { status: 'skipped', message: 'it claims a name or account of a customer whose steps did not succeed' };
  }

  function outcomeOf(id: string): Promise<CustomerOutcome> {
    const customer = working.get(id);
    if (customer === undefined) throw new Error(`the plan has no steps for ${id}`);
    const outcome = begun.get(id) ?? run(customer);
    begun.set(id, outcome);
    return outcome;
  }

  return Promise.all([...working.keys()].map(outcomeOf));
}

interface Reason {
  readonly status: 'held' | 'skipped';
  readonly message: string;
}

/** Whether the step did what it was to do. */
export function succeeded({ status }: StepOutcome): boolean {
  return status === 'applied' || status === 'unchanged';
}

function whyNot({ held, blocked }: CustomerPlan): Reason | null {
  if (blocked.length > 0) return { status: 'held', message: blocked.map((one) => one.message).join(' ') };
  return held.length > 0 ? { status: 'held', message: `held: ${held.join(', ')}` } : null;
}

function withoutSteps({ id, name, file, pkid, steps }: CustomerPlan, status: Status, message: string): CustomerOutcome {
  return { id, name, file, pkid, steps: steps.map((step) => ({ step, status, message, transaction: null })) };
}

async function applyCustomer(customer: CustomerPlan, run: RunStep): Promise<CustomerOutcome> {
  const { id, name, file } = customer;
  const outcomes: StepOutcome[] = [];
  let position: Position = customer;
  for (const step of customer.steps) {
    const result = outcomes.every(succeeded)
      ? await run(step, customer, position)
      : skipped(position.pkid, 'an earlier step of this customer did not succeed');
    outcomes.push({ step, status: result.status, message: result.message, transaction: result.transaction });
    position = positionAfter(position, step, result);
  }
  return { id, name, file, pkid: position.pkid, steps: outcomes };
}

type RunStep = (step: Step, customer: CustomerPlan, at: Position) => Promise<StepResult>;

/** Runs steps, the first of each kind alone, and those that are in a bulk together, when the first of them has its turn. */
function stepRunner(plan: Plan, { server, stop, bulk }: ApplyOptions): RunStep {
  const gate = openGate();
  const bulks = new Map(
    (bulk ? findBulks(plan, server.profile) : []).flatMap((one) => {
      const results = once(() => runAlone(one));
      return one.customers.map(({ id }) => [id, results] as const);
    }),
  );

  async function runAlone(one: Bulk): Promise<BulkResults | null> {
    const results = await gate.run(bulkKind(one), () => unlessStopped(() => runBulk(one, server)), isBulkDone);
    const harmed = one.customers.find(({ id }) => results?.get(id)?.harm === true);
    if (harmed !== undefined) stopAfterHarm(harmed, one.step);
    return results;
  }

  function stopAfterHarm({ name }: CustomerPlan, { kind }: Step): void {
    stop.reason ??= `the run stopped: ${name} came out of its ${kind} other than asked`;
  }

  async function unlessStopped<T>(work: () => Promise<T>): Promise<T | null> {
    return stop.reason === null ? work() : null;
  }

  return async (step, customer, at) => {
    const inBulk = step === customer.steps[0] ? bulks.get(customer.id) : undefined;
    // Without a pause where there is no bulk: the canary of a kind must come before the bulk of it.
    const together = inBulk === undefined ? null : await inBulk();
    const work = () => unlessStopped(() => runStep(step, at, server));
    const result = together?.get(customer.id) ?? (await gate.run(kindOf(step), work, isDone));
    // The run may have been stopped while this step waited for its turn.
    if (result === null) return skipped(at.pkid, stop.reason ?? 'the run was stopped');
    if (result.harm) stopAfterHarm(customer, step);
    return result;
  };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | null = null;
  return () => {
    begun ??= work();
    return begun;
  };
}

/** What is proven by one step for all others alike: each action is a kind of its own. */
function kindOf(step: Step): string {
  return step.kind === 'action' ? step.action : step.kind;
}

/** A bulk of updates is another call than an update, and proves nothing about it; the other two are like their own kind. */
function bulkKind({ step }: Bulk): string {
  return step.kind === 'update' ? 'bulk update' : step.kind;
}

function isDone(result: StepResult | null): boolean {
  return result?.status === 'applied';
}

function isBulkDone(results: BulkResults | null): boolean {
  return results !== null && [...results.values()].some(isDone);
}

function skipped(pkid: string | null, message: string): StepResult {
  return { status: 'skipped', message, transaction: null, pkid, harm: false };
}

function positionAfter(position: Position, step: Step, { status, pkid }: StepResult): Position {
  if (status !== 'applied' && status !== 'unchanged') return { ...position, pkid };
  if (step.kind === 'create') return { ...position, pkid, hierarchy: step.hierarchy };
  return step.kind === 'move' ? { ...position, pkid, hierarchy: step.to } : { ...position, pkid };
}
