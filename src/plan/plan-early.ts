import type { HierarchyNode, LiveCustomer } from '../model/live.ts';
import type { AppliedCustomer } from '../model/state.ts';
import type { PlanContext } from './context.ts';
import type { PlanInput } from './make-plan.ts';
import type { Match } from './match.ts';
import { pairWithApplied } from './pair-applied.ts';
import { contextOf, type PlannedCustomer, planCustomer } from './plan-customer.ts';

/** Plans of single customers that were made while the rest of the live system was still being read. */
export interface EarlyPlans {
  /** What was applied for each declaration. */
  readonly appliedByFile: ReadonlyMap<string, AppliedCustomer>;
  /** Plans those records that a file was recorded for. `nodes`: all there are. */
  add(records: readonly LiveCustomer[], nodes: readonly HierarchyNode[]): void;
  /** What was planned for this very match; `null` where nothing was, or who is who came out in another way. */
  of(match: Match): PlannedCustomer | null;
}

/**
 * Plans customers ahead, in the time in which a server makes the other pages of its listing (10,000 customers: a run of
 * 680 ms instead of 730). Who is who is a guess, by recorded pkid only: `draftPlan` takes a plan from here where all records
 * together give the same match, and makes it anew where they do not. `hierarchy`: that of the listing.
 */
export function planEarly(input: Omit<PlanInput, 'live' | 'only'>, hierarchy: string): EarlyPlans {
  const desired = input.desired.customers;
  const appliedByFile = pairWithApplied(desired, input.applied.customers);
  const recorded = new Map<string, Pick<Match, 'desired' | 'applied'>>();
  for (const one of desired) {
    const record = appliedByFile.get(one.file);
    if (record !== undefined && record.pkid !== null) recorded.set(record.pkid, { desired: one, applied: record });
  }
  const planned = new Map<string, PlannedCustomer>();
  let place: { readonly nodes: readonly HierarchyNode[]; readonly context: PlanContext } | null = null;
  return {
    appliedByFile,
    add(records, nodes) {
      if (place?.nodes !== nodes) place = { nodes, context: contextOf({ ...input, live: { hierarchy, nodes } }) };
      for (const live of records) {
        const pair = recorded.get(live.pkid);
        if (pair !== undefined) planned.set(live.pkid, planCustomer({ ...pair, live }, place.context));
      }
    },
    of(match) {
      const found = planned.get(match.live?.pkid ?? '');
      if (found === undefined || found.live !== match.live) return null;
      return found.desired === match.desired && found.applied === match.applied ? found : null;
    },
  };
}
