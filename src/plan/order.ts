import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { CustomerPlan } from '../model/plan.ts';
import { identityOf } from './identity.ts';

/** A customer's plan with what it was made from. */
export interface Placed {
  readonly plan: CustomerPlan;
  readonly desired: Customer | null;
  readonly live: LiveCustomer | null;
}

/**
 * Orders customers among each other: one that claims a name or an account that another record holds waits until that
 * record has left it. Where the record does not leave it, or each waits for the other (a swap), the claimers are blocked,
 * so that nothing is ever half done.
 */
export function orderCustomers(placed: readonly Placed[]): readonly CustomerPlan[] {
  if (placed.every(staysAsItIs)) return placed.map(({ plan }) => plan);
  const holders = new Map<string, Placed>();
  for (const one of placed) for (const text of claimsOf(one.live)) holders.set(text, one);
  const waiting = placed.map((one) => waitFor(one, holders));
  const after = new Map(waiting.map((one) => [one.id, one.after]));
  return waiting.map((one) => (waitsForItself(one.id, after) ? { ...one, blocked: [...one.blocked, swap(one)] } : one));
}

/** Then it claims nothing that it does not hold. */
function staysAsItIs({ plan, desired, live }: Placed): boolean {
  return plan.steps.length === 0 && (live !== null || desired === null);
}

function claimsOf(customer: Customer | LiveCustomer | null): readonly string[] {
  if (customer === null) return [];
  const { key, account } = identityOf(customer.hierarchy, customer.fields);
  return account === null ? [`key ${key}`] : [`key ${key}`, `account ${account}`];
}

/** The identity after the plan: what no step changes, because it is not managed or ignored, keeps its live value. */
function finalClaims({ plan, desired, live }: Placed): readonly string[] {
  if (plan.decision === 'delete') return [];
  if (live === null) return claimsOf(desired);
  const moved = plan.steps.flatMap((step) => (step.kind === 'move' ? [step.to] : []));
  const changes = plan.steps.flatMap((step) => (step.kind === 'update' ? step.fields : []));
  const values = changes.flatMap((one) => ('cause' in one ? [[one.path, one.after] as const] : []));
  const fields = { ...live.fields, ...Object.fromEntries(values) };
  return claimsOf({ ...live, hierarchy: moved[0] ?? live.hierarchy, fields });
}

function waitFor(one: Placed, holders: ReadonlyMap<string, Placed>): CustomerPlan {
  if (staysAsItIs(one)) return one.plan;
  const after = new Set<string>();
  const blocked: Diagnostic[] = [];
  const held = new Set(claimsOf(one.live));
  for (const text of finalClaims(one)) {
    const holder = holders.get(text);
    if (held.has(text) || holder === undefined || holder === one) continue;
    if (finalClaims(holder).includes(text)) blocked.push(taken(one.plan, text, holder.plan));
    else after.add(holder.plan.id);
  }
  if (after.size + blocked.length === 0) return one.plan;
  return { ...one.plan, after: [...after].sort(), blocked: [...one.plan.blocked, ...blocked] };
}

function waitsForItself(id: string, after: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const open = [...(after.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === id) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(after.get(next) ?? []));
  }
  return false;
}

function taken(plan: CustomerPlan, text: string, holder: CustomerPlan): Diagnostic {
  const what = text.startsWith('account ') ? 'account_number_external' : 'name in this hierarchy';
  return {
    severity: 'error',
    code: 'identity-taken',
    message: `${plan.name} would get the ${what} that the live record ${holder.pkid} (${holder.file ?? 'unmanaged'}) holds and keeps.`,
    hint: 'Give one of the two another name or account, or declare the record that holds it in one file only.',
    ...(plan.file === null ? {} : { place: { file: plan.file, line: 1, column: 1 } }),
    customer: plan.name,
  };
}

function swap(plan: CustomerPlan): Diagnostic {
  return {
    severity: 'error',
    code: 'identity-swap',
    message: `${plan.name} and ${plan.after.join(', ')} would exchange names or accounts; there is no order in which that is safe.`,
    hint: 'Do it in two merges: first give one of them a name that nobody has.',
    ...(plan.file === null ? {} : { place: { file: plan.file, line: 1, column: 1 } }),
    customer: plan.name,
  };
}
