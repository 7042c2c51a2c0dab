import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { AppliedCustomer } from '../model/state.ts';
import { pairWithApplied } from './pair-applied.ts';
import { pairWithLive } from './pair-live.ts';
import { sortedBy } from './sorted-by.ts';

/** One customer in the three worlds; at least one of them is not null. */
export interface Match {
  readonly desired: Customer | null;
  readonly applied: AppliedCustomer | null;
  readonly live: LiveCustomer | null;
}

/**
 * Finds out who is who (design, section 3): declarations with what was applied for them, both with the live records. A
 * claim by recorded pkid goes before one by account, and that before one by hierarchy and name, over all customers, so
 * that a new customer may take a name that a renamed one leaves. Returns the matches in order of file, then pkid, and an
 * error for every file that fits two records; the order of the arguments is of no account. `appliedByFile`: where it is known.
 */
export function matchCustomers(
  declarations: readonly Customer[],
  state: readonly AppliedCustomer[],
  records: readonly LiveCustomer[],
  appliedByFile: ReadonlyMap<string, AppliedCustomer> = pairWithApplied(declarations, state),
): { readonly matches: readonly Match[]; readonly diagnostics: readonly Diagnostic[] } {
  const settled = appliedByFile.size === state.length ? byRecordedPkid(declarations, appliedByFile, records) : null;
  if (settled !== null) return { matches: sortedBy(settled, sortKey), diagnostics: [] };
  const desired = sortedBy(declarations, (one) => one.file);
  const applied = sortedBy(state, (one) => one.file);
  const live = sortedBy(records, (one) => one.pkid);
  const paired = new Set(appliedByFile.values());
  const orphans = applied.filter((one) => !paired.has(one));
  const orphanedPkids = new Set(orphans.flatMap((one) => one.pkid ?? []));
  const { liveByFile, ambiguous, diagnostics } = pairWithLive(desired, appliedByFile, live, orphanedPkids);
  const claimed = new Set([...liveByFile.values()].map((one) => one.pkid));
  const declared = desired
    .filter((one) => !ambiguous.has(one.file))
    .map((one) => ({
      desired: one,
      applied: appliedByFile.get(one.file) ?? null,
      live: liveByFile.get(one.file) ?? null,
    }));
  const livesByPkid = new Map(live.map((one) => [one.pkid, one]));
  const deleted = new Map(orphans.toReversed().map((one) => [one.pkid, one]));
  const removed = orphans.map((one) => {
    // Only the very record that was applied may be deleted, and once; one that somebody made anew is not ours.
    const taken = one.pkid === null || claimed.has(one.pkid) || deleted.get(one.pkid) !== one;
    const record = taken ? undefined : livesByPkid.get(one.pkid);
    return { desired: null, applied: one, live: record ?? null };
  });
  const known = new Set([...claimed, ...removed.flatMap((one) => (one.live === null ? [] : [one.live.pkid]))]);
  const unmanaged = live
    .filter((one) => !known.has(one.pkid))
    .map((one) => ({ desired: null, applied: null, live: one }));
  return { matches: sortedBy([...declared, ...removed, ...unmanaged], sortKey), diagnostics };
}

/**
 * The matches where nothing that was applied is without a file and every file has the record that was recorded for it: then
 * nothing is left that could be claimed in another way (10,000 customers: 20 ms instead of 47). `null` otherwise.
 */
function byRecordedPkid(
  desired: readonly Customer[],
  appliedByFile: ReadonlyMap<string, AppliedCustomer>,
  live: readonly LiveCustomer[],
): readonly Match[] | null {
  const open = new Map(live.map((one) => [one.pkid, one]));
  if (open.size < live.length) return null;
  const matches: Match[] = [];
  for (const one of desired) {
    const applied = appliedByFile.get(one.file);
    const record = open.get(applied?.pkid ?? '');
    if (applied === undefined || record === undefined) return null;
    open.delete(record.pkid);
    matches.push({ desired: one, applied, live: record });
  }
  for (const record of open.values()) matches.push({ desired: null, applied: null, live: record });
  return matches;
}

function sortKey(match: Match): string {
  const file = match.desired?.file ?? match.applied?.file;
  // Files first; `~` sorts behind every character of a path that git or a person would use here.
  return file ?? `~${match.live?.pkid ?? ''}`;
}
