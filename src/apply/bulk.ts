import type { CustomerPlan, Plan, Step } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import { secretReferences, valuesAfter } from './document.ts';

/** A step that one request can do for many customers. */
export type BulkStep = Extract<Step, { readonly kind: 'delete' | 'move' | 'update' }>;

/** Customers whose first step is the same for all: deletes, moves to one hierarchy, or updates to the same values. */
export interface Bulk {
  readonly step: BulkStep;
  readonly customers: readonly CustomerPlan[];
}

/** With fewer it is not worth the listings around it, and for updates the canary. */
const smallestBulk: Readonly<Record<BulkStep['kind'], number>> = { delete: 3, move: 3, update: 6 };

/** More would make one request too long, and the damage of a misunderstanding too large. */
const largestBulk = 100;

/**
 * The bulks in a plan. Of deletes and moves the first customer is left out and goes by itself, as the canary; a bulk of
 * updates has its own. A customer that waits for another's name is in none.
 */
export function findBulks(plan: Plan, profile: Profile): readonly Bulk[] {
  const groups = new Map<string, Bulk>();
  for (const customer of plan.customers) {
    const step = bulkStep(customer, profile);
    if (step === null) continue;
    const key = keyOf(step);
    groups.set(key, { step, customers: [...(groups.get(key)?.customers ?? []), customer] });
  }
  return [...groups.values()]
    .map(({ step, customers }) => ({ step, customers: step.kind === 'update' ? customers : customers.slice(1) }))
    .flatMap(chunks)
    .filter(({ step, customers }) => customers.length >= smallestBulk[step.kind]);
}

function bulkStep(customer: CustomerPlan, profile: Profile): BulkStep | null {
  const [step] = customer.steps;
  if (customer.held.length + customer.blocked.length + customer.after.length > 0 || customer.pkid === null) return null;
  if (step?.kind === 'update') return isForMany(step, profile) ? step : null;
  return step?.kind === 'delete' || step?.kind === 'move' ? step : null;
}

/** Neither a secret nor what tells customers apart is given to many at once. */
function isForMany({ fields }: Extract<BulkStep, { readonly kind: 'update' }>, { bulkModify }: Profile): boolean {
  const identities: readonly string[] = ['name', 'account_number_external'];
  const known = bulkModify === 'pkids' || bulkModify === 'hrefs';
  return (
    known && Object.keys(secretReferences(fields)).length === 0 && !fields.some((one) => identities.includes(one.path))
  );
}

function keyOf(step: BulkStep): string {
  if (step.kind === 'delete') return 'delete';
  return step.kind === 'move' ? `move ${step.to}` : `update ${JSON.stringify(valuesAfter(step.fields))}`;
}

function chunks({ step, customers }: Bulk): readonly Bulk[] {
  const count = Math.ceil(customers.length / largestBulk);
  return Array.from({ length: count }, (_, index) => ({
    step,
    customers: customers.slice(index * largestBulk, (index + 1) * largestBulk),
  }));
}
