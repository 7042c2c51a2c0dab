import type { Diagnostic } from '../model/diagnostic.ts';
import type { Live } from '../model/live.ts';
import type { CustomerPlan } from '../model/plan.ts';
import type { PlanContext } from './context.ts';
import { planCreate } from './create.ts';
import { planExisting } from './existing.ts';
import type { PlanInput } from './make-plan.ts';
import type { Match } from './match.ts';
import { planUndeclared } from './undeclared.ts';

/** What is planned for one customer as if there were nobody else. */
export interface PlannedCustomer extends Match {
  readonly plan: CustomerPlan;
  readonly warning: Diagnostic | null;
}

/** What planning one customer needs to know besides the customer. */
export function contextOf({
  env,
  profile,
  live,
  now,
}: Pick<PlanInput, 'env' | 'profile' | 'now'> & { readonly live: Pick<Live, 'hierarchy' | 'nodes'> }): PlanContext {
  return { env, profile, now, root: live.hierarchy, nodes: new Map(live.nodes.map((node) => [node.path, node])) };
}

/** Decides for one customer by the row of the decision table that its match is in (design, section 4). */
export function planCustomer({ desired, applied, live }: Match, context: PlanContext): PlannedCustomer {
  const { plan, warning } = decide({ desired, applied, live }, context);
  return { desired, applied, live, plan, warning };
}

function decide(
  { desired, applied, live }: Match,
  context: PlanContext,
): { readonly plan: CustomerPlan; readonly warning: Diagnostic | null } {
  if (desired !== null && live !== null) return planExisting(desired, applied, live, context);
  if (desired !== null) return { plan: planCreate(desired, applied, context), warning: null };
  return { plan: planUndeclared(applied, live, context), warning: null };
}
