import type { Customer } from '../model/customer.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { Profile } from '../model/profile.ts';
import type { Applied, AppliedCustomer, Desired } from '../model/state.ts';
import { declarationOf } from './declaration.ts';
import { identityOf, identityOfDeclared } from './identity.ts';
import { pairWithApplied } from './pair-applied.ts';

/** A customer whose file is not as it was applied; at least one of the two is not null. */
export interface ChangedCustomer {
  readonly desired: Customer | null;
  readonly applied: AppliedCustomer | null;
}

/** The customers whose file differs from what was applied, or that an earlier run did not finish: added, edited, removed. */
export function changedCustomers(desired: Desired, applied: Applied): readonly ChangedCustomer[] {
  const pairs = pairWithApplied(desired.customers, applied.customers);
  const paired = new Set(pairs.values());
  return [
    ...desired.customers
      .map((one) => ({ desired: one, applied: pairs.get(one.file) ?? null }))
      .filter((one) => !isAsApplied(one.desired, one.applied)),
    ...applied.customers.filter((one) => !paired.has(one)).map((one) => ({ desired: null, applied: one })),
  ];
}

function isAsApplied(desired: Customer, applied: AppliedCustomer | null): boolean {
  if (applied === null || applied.customer === null || applied.unfinished !== null) return false;
  return applied.file === desired.file && declarationOf(applied.customer) === declarationOf(desired);
}

/** The files of changed customers, as they are and as they were applied. */
export function filesOf(changed: readonly ChangedCustomer[]): ReadonlySet<string> {
  return new Set(changed.flatMap((one) => [one.desired?.file ?? [], one.applied?.file ?? []].flat()));
}

/** Entries of a page of a listing. */
const pageSize = 2000;

/**
 * The records to ask for, where that alone proves enough and costs no more requests than a listing would; else `null`. It
 * proves enough for edits of customers whose record is known by its pkid and that keep their name, account and hierarchy:
 * what a create or a delete needs, and whether a name is free, only a listing tells.
 */
export function readsOfChanged(
  changed: readonly ChangedCustomer[],
  { customers }: Applied,
  profile: Profile,
): readonly string[] | null {
  const pkids = changed.map(pkidToRead);
  const shared = customers.filter(({ pkid }) => pkids.includes(pkid)).length > pkids.length;
  if (pkids.includes(null) || shared) return null;
  // Where an update may clear secrets, each is read beside the listing too.
  const afterListing = profile.omittedSecrets === 'kept' ? 0 : changed.length;
  const listing = 2 * Math.max(1, Math.ceil(customers.length / pageSize)) + afterListing;
  return changed.length > listing ? null : pkids.flatMap((one) => one ?? []);
}

function pkidToRead({ desired, applied }: ChangedCustomer): string | null {
  if (desired === null || applied === null || applied.customer === null) return null;
  const [before, after] = [identityOfDeclared(applied.customer), identityOfDeclared(desired)];
  return before.key === after.key && before.account === after.account ? applied.pkid : null;
}

/** Whether the record is where and who its file says, so that nothing of the plan depends on what else there is. */
export function isInPlace(desired: Customer | null, live: LiveCustomer): boolean {
  if (desired === null) return false;
  const [declared, there] = [identityOfDeclared(desired), identityOf(live.hierarchy, live.fields)];
  return declared.key === there.key && (declared.account === null || declared.account === there.account);
}
