import type { Diagnostic } from '../model/diagnostic.ts';
import type { CustomerPlan, Hazard, Plan } from '../model/plan.ts';
import { type Permit, permit } from './permits.ts';
import { mayRun, summarise } from './summary.ts';

/** What people allowed. */
export interface Permissions {
  /** For every customer, by flag. */
  readonly allow: readonly Hazard[];
  /** For single customers, by trailers of commits or by a plan that was approved; none when left out. */
  readonly permits?: readonly Permit[];
  readonly maxDeletes: number;
  /** Of the customers applied before, from 10 up. */
  readonly maxChangePercent: number;
}

/** What the guard must know and the plan does not hold. */
export interface GuardFacts {
  /** Customers in the applied state. */
  readonly managed: number;
  /** Customers that the files declare. */
  readonly declared: number;
  /** Records that the server listed. */
  readonly live: number;
}

/** The smallest number of managed customers for which the percentage of changes says anything. */
const percentFrom = 10;

/** Lets through what was allowed by name and refuses the whole plan where it does more than a person meant. */
export function guardPlan(plan: Plan, permissions: Permissions, facts: GuardFacts): Plan {
  const customers = plan.customers.map((one) => permit(one, permissions.allow, permissions.permits ?? []));
  const running = customers.filter(mayRun).filter((one) => one.steps.length > 0);
  const deletes = running.filter((one) => one.decision === 'delete').length;
  const changes = running.filter((one) => ['update', 'move', 'delete'].includes(one.decision)).length;
  const percent = facts.managed === 0 ? 0 : (100 * changes) / facts.managed;
  const refusals: readonly (Diagnostic | null)[] = [
    facts.declared === 0 && plan.summary.delete > 0 ? nothingDeclared(facts) : null,
    facts.live === 0 && facts.managed > 0 && !mayRecreate(customers, permissions) ? nothingLive(facts) : null,
    deletes > permissions.maxDeletes ? tooManyDeletes(deletes, permissions.maxDeletes) : null,
    facts.managed >= percentFrom && percent > permissions.maxChangePercent
      ? tooManyChanges(changes, facts.managed, permissions.maxChangePercent)
      : null,
  ];
  return {
    ...plan,
    customers,
    summary: summarise(customers, plan.summary.requests.read),
    refusals: [...plan.refusals, ...refusals.filter((one) => one !== null)],
  };
}

/** Whether everything that is to be made anew was allowed to be: then the emptied server is known to people. */
function mayRecreate(customers: readonly CustomerPlan[], { allow }: Permissions): boolean {
  const vanished = customers.filter((one) => one.hazards.includes('recreates-customer'));
  const allowed = vanished.every((one) => !one.held.includes('recreates-customer'));
  return allow.includes('recreates-customer') || (vanished.length > 0 && allowed);
}

function refusal(code: string, message: string, hint: string): Diagnostic {
  return { severity: 'error', code, message, hint };
}

function nothingDeclared({ managed }: GuardFacts): Diagnostic {
  return refusal(
    'nothing-declared',
    `No customer is declared, and ${managed} were applied before: that is never read as "delete them all".`,
    'Check --customers and the checkout. To give a customer up, remove its file and leave at least one other.',
  );
}

function nothingLive({ managed }: GuardFacts): Diagnostic {
  return refusal(
    'nothing-live',
    `The server lists no customer at all, and ${managed} were applied before: that is never read as "they were removed".`,
    'Check VOSS_HIERARCHY and the permissions of the account. If they are really gone: --allow recreates-customer.',
  );
}

function tooManyDeletes(deletes: number, most: number): Diagnostic {
  return refusal(
    'too-many-deletes',
    `The plan deletes ${deletes} customers; --max-deletes allows ${most}.`,
    `If that is meant: --max-deletes ${deletes}, or the trailer "Sparkform-Max-Deletes: ${deletes}" in one of the commits.`,
  );
}

function tooManyChanges(changes: number, managed: number, most: number): Diagnostic {
  const percent = Math.ceil((100 * changes) / managed);
  return refusal(
    'too-many-changes',
    `The plan changes ${changes} of ${managed} managed customers (${percent} %); --max-change-percent allows ${most}.`,
    `If that is meant: --max-change-percent ${percent}.`,
  );
}
