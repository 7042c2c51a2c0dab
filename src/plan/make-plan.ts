import type { Diagnostic } from '../model/diagnostic.ts';
import type { Live } from '../model/live.ts';
import type { CustomerPlan, Plan } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import type { Applied, Desired } from '../model/state.ts';
import { matchCustomers } from './match.ts';
import { orderCustomers } from './order.ts';
import { otherServer } from './other-server.ts';
import { contextOf, type PlannedCustomer, planCustomer } from './plan-customer.ts';
import type { EarlyPlans } from './plan-early.ts';
import { summarise } from './summary.ts';

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
  readonly planned: readonly PlannedCustomer[];
  /** Every file that fits two records. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The first half of a plan: each customer by itself. It also tells what has to be read besides (`missingReads`). `early`: what
 * was planned of these values already.
 */
export function draftPlan(input: Omit<PlanInput, 'only'>, early: EarlyPlans | null = null): Draft {
  const { desired, applied, live } = input;
  const { matches, diagnostics } = matchCustomers(
    desired.customers,
    applied.customers,
    live.customers,
    early?.appliedByFile,
  );
  const context = contextOf(input);
  return { planned: matches.map((match) => early?.of(match) ?? planCustomer(match, context)), diagnostics };
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

function holdAll(customer: CustomerPlan): CustomerPlan {
  return customer.hazards.length === 0 ? customer : { ...customer, held: customer.hazards };
}

/** A wrong hierarchy that a commit asks for is bad input; one that came about on the server only blocks its customer. */
function badRequests(customer: CustomerPlan): readonly Diagnostic[] {
  if (!customer.asked) return [];
  const codes = ['unknown-hierarchy', 'hierarchy-refuses-customers'];
  return customer.blocked.filter((one) => codes.includes(one.code));
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
