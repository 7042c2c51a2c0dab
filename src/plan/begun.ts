import type { ActionName, Customer } from '../model/customer.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { CustomerPlan, Step } from '../model/plan.ts';
import type { Applied, AppliedCustomer } from '../model/state.ts';
import { dueSyncs } from './actions.ts';
import { recordAsApplied } from './as-applied.ts';
import type { PlanContext } from './context.ts';
import { planCreate } from './create.ts';
import { planExisting } from './existing.ts';
import { type Draft, draftPlan, type PlanInput } from './make-plan.ts';
import { contextOf } from './plan-customer.ts';

/**
 * A step that an earlier run may have done before it died unrecorded, and the actions that were to follow it. Its operation
 * can be computed again, so that the server's log tells.
 */
export interface BegunStep {
  readonly operation: string;
  /** What the customer is, seen from a state in which the run had recorded the step. */
  readonly customer: AppliedCustomer;
}

/**
 * The records that are as desired although nothing recorded it, where an action follows the step that makes them so.
 * Without that they would be taken for records that somebody else made, or made so, and the action never run.
 */
export function begunSteps(input: PlanInput, draft: Draft = draftPlan(input)): readonly BegunStep[] {
  const { only } = input;
  const context = contextOf(input);
  return draft.planned.flatMap((match) => {
    if (match.desired === null || match.live === null) return [];
    if (only !== null && !only.has(match.desired.file)) return [];
    return match.applied === null
      ? begunCreate(match.desired, match.live, context)
      : begunChange(match.desired, match.applied, match.live, match.plan, context);
  });
}

function begunCreate(desired: Customer, live: LiveCustomer, context: PlanContext): readonly BegunStep[] {
  const actions = followers(desired, 'create');
  const [create] = planCreate(desired, null, context).steps;
  if (actions.length === 0 || create === undefined) return [];
  const unfinished = { actions, secrets: desired.secrets, reruns: {} };
  const customer = { file: desired.file, customer: null, pkid: live.pkid, unfinished };
  return [{ operation: create.operation, customer }];
}

function begunChange(
  desired: Customer,
  applied: AppliedCustomer,
  live: LiveCustomer,
  plan: CustomerPlan,
  context: PlanContext,
): readonly BegunStep[] {
  const actions = followers(desired, 'change');
  if (actions.length === 0 || applied.customer === null || applied.pkid !== live.pkid) return [];
  // What is still to be changed brings its actions itself.
  if (plan.steps.some(isChange)) return [];
  const before = { ...recordAsApplied(applied, applied.customer), pkid: live.pkid };
  const change = planExisting(desired, applied, before, context).plan.steps.findLast(isChange);
  if (change === undefined) return [];
  const earlier = applied.unfinished ?? { actions: [], secrets: {}, reruns: {} };
  const unfinished = { ...earlier, actions: [...new Set([...earlier.actions, ...actions])] };
  return [{ operation: change.operation, customer: { ...applied, unfinished } }];
}

function followers(desired: Customer, change: 'create' | 'change'): readonly ActionName[] {
  const due = dueSyncs(desired, null, change);
  return due.filter(({ why }) => why === `on ${change}`).map(({ action }) => action);
}

function isChange({ kind }: Step): boolean {
  return kind === 'update' || kind === 'move';
}

/** The applied state as it would be if the run that did these steps had lived to record them. */
export function withBegun(applied: Applied, done: readonly BegunStep[]): Applied {
  if (done.length === 0) return applied;
  const customers = new Map(applied.customers.map((one) => [one.file, one]));
  for (const { customer } of done) customers.set(customer.file, customer);
  return { ...applied, customers: [...customers.values()] };
}
