import type { Live } from '../model/live.ts';
import type { Applied } from '../model/state.ts';
import { declaredIn } from './drift.ts';
import { tellsExpiry } from './forecast.ts';
import { matchCustomers } from './match.ts';
import { hidesIdentity, isTheApplied, leavesOut } from './reads.ts';

/**
 * Which records a drift report needs whole, in order: those whose list entry does not tell what was applied, those that
 * may be an applied customer in disguise, and with `expiry` those that do not tell when their tokens run out.
 */
export function driftReads(applied: Applied, live: Pick<Live, 'customers'>, expiry: boolean): readonly string[] {
  const { matches } = matchCustomers(declaredIn(applied), applied.customers, live.customers);
  const seeking = matches.some((one) => one.applied !== null && !isTheApplied(one));
  return matches.flatMap((one) => {
    if (one.live === null || one.live.whole) return [];
    const disguised = seeking && !isTheApplied(one) && hidesIdentity(one.live);
    const needed = leavesOut(one.desired, one.live) || disguised || (expiry && !tellsExpiry(one.live));
    return needed ? [one.live.pkid] : [];
  });
}
