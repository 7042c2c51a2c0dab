import type { Keeper } from '../../model/expiry.ts';
import type { CustomerPlan } from '../../model/plan.ts';
import type { TokenLine } from './tokens.ts';

const keepers: Readonly<Record<Keeper, string>> = {
  person: 'a person must authorise it again',
  sparkform: 'this plan refreshes it',
  server: 'the server refreshes it',
  nobody: 'never authorised: it has no token',
};

/** The tokens of a plan's live records; `rows`: the names of rows by the id of the customer; `now` in milliseconds since 1970. */
export function planTokens(
  customers: readonly CustomerPlan[],
  rows: ReadonlyMap<string, string>,
  now: number,
): readonly TokenLine[] {
  return customers.flatMap((customer) => {
    const { id, name, expiry } = customer;
    const next = keeperOf(customer, now);
    return expiry === null ? [] : [{ name, row: rows.get(id) ?? null, expiry, next, words: keepers[next] }];
  });
}

function keeperOf({ expiry, steps }: CustomerPlan, now: number): Keeper {
  if (expiry === null || (expiry.access === null && expiry.refresh === null)) return 'nobody';
  if (expiry.refresh !== null && Date.parse(expiry.refresh) <= now) return 'person';
  return steps.some((step) => step.kind === 'action' && step.action === 'refresh_access_token')
    ? 'sparkform'
    : 'server';
}
