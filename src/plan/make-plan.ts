import type { Diagnostic } from '../model/diagnostic.ts';
import type { Live } from '../model/live.ts';
import type { CustomerPlan, Plan } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import type { Applied, Desired } from '../model/state.ts';
import type { PlanContext } from './context.ts';
import { planCreate } from './create.ts';
import { planExisting } from './existing.ts';
import { type Match, matchCustomers } from './match.ts';
import { orderCustomers } from './order.ts';
import { otherServer } from './other-server.ts';
import { summarise } from './summary.ts';
import { planUndeclared } from './undeclared.ts';

/** Everything a plan depends on. */
export interface PlanInput {
  readonly env: string;
  readonly desired: Desired;
  readonly applied: Applied;
  readonly live: Live;
  readonly profile: Profile;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Files to plan for (`--only`); `null`: all. */
  readonly only: ReadonlySet<string> | null;
}

/** Who is who, and what is planned for each as if there were nobody else. */
export interface Draft {
  readonly planned: readonly (Match & { readonly plan: CustomerPlan; readonly warning: Diagnostic | null })[];
  /** Every file that fits two records. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The first half of a plan: each customer by itself. It also tells what has to be read besides (`missingReads`). */
export function draftPlan(input: Omit<PlanInput, 'only'>): Draft {
  const { desired, applied, live } = input;
  const { matches, diagnostics } = matchCustomers(desired.customers, applied.customers, live.customers);
  const context = contextOf(input);
  const planned = matches.map((match) => {
    const { plan, warning } = planCustomer(match, context);
    return { desired: match.desired, applied: match.applied, live: match.live, plan, warning };
  });
  return { planned, diagnostics };
}

/**
 * The pure core: three values in, a plan out. Nothing is allowed yet, so that every hazard holds its customer;
 * `guardPlan` lets through what a person allowed. `draft`: where the same values were drafted before.
 */
export function makePlan(input: PlanInput, draft: Draft = draftPlan(input)): Plan {
  const { desired, applied, live } = input;
  const { planned, diagnostics } = draft;
  const customers = orderCustomers(planned)
    .map(holdAll)
    .filter((one) => input.only === null || (one.file !== null && input.only.has(one.file)));
  const selected = new Set(customers.map((one) => one.id));
  const warnings = planned.flatMap(({ plan, warning }) => (warning !== null && selected.has(plan.id) ? [warning] : []));
  return {
    format: 1,
    env: input.env,
    server: live.server,
    observed: 'all',
    desired: { commit: desired.commit, dirty: desired.dirty },
    applied: { commit: applied.commit },
    summary: summarise(customers, live.requests),
    customers,
    diagnostics: [...diagnostics, ...customers.flatMap(badRequests), ...warnings],
    refusals: [
      ...otherServer(input.env, applied, live.server),
      ...planned
        .filter(
          ({ plan, applied: record }) => plan.decision === 'delete' && record?.customer?.lifecycle.protect === true,
        )
        .filter(({ plan }) => selected.has(plan.id))
        .map(({ plan }) => protectedCustomer(plan)),
    ],
  };
}

/** What planning one customer needs to know besides the customer. */
export function contextOf({ env, profile, live, now }: Omit<PlanInput, 'desired' | 'applied' | 'only'>): PlanContext {
  return { env, profile, now, root: live.hierarchy, nodes: new Map(live.nodes.map((node) => [node.path, node])) };
}

/** Decides for one customer by the row of the decision table that its match is in (design, section 4). */
function planCustomer(
  { desired, applied, live }: Match,
  context: PlanContext,
): { readonly plan: CustomerPlan; readonly warning: Diagnostic | null } {
  if (desired !== null && live !== null) return planExisting(desired, applied, live, context);
  if (desired !== null) return { plan: planCreate(desired, applied, context), warning: null };
  return { plan: planUndeclared(applied, live, context), warning: null };
}

function holdAll(customer: CustomerPlan): CustomerPlan {
  return customer.hazards.length === 0 ? customer : { ...customer, held: customer.hazards };
}

/** A wrong hierarchy that a commit asks for is bad input; one that came about on the server only blocks its customer. */
function badRequests(customer: CustomerPlan): readonly Diagnostic[] {
  const codes = ['unknown-hierarchy', 'hierarchy-refuses-customers'];
  return customer.asked ? customer.blocked.filter((one) => codes.includes(one.code)) : [];
}

function protectedCustomer(plan: CustomerPlan): Diagnostic {
  return {
    severity: 'error',
    code: 'protected-customer',
    message: `${plan.file} was removed, but ${plan.name} was last applied with lifecycle.protect: true.`,
    hint: 'Put the file back without protect, merge and apply that, and remove the file in a second merge.',
    ...(plan.file === null ? {} : { place: { file: plan.file, line: 1, column: 1 } }),
    customer: plan.name,
  };
}
