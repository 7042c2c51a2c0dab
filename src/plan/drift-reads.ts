import type { Live } from '../model/live.ts';
import type { Applied } from '../model/state.ts';
import { declaredIn } from './drift.ts';
import { tellsExpiry } from './forecast.ts';
import { matchCustomers } from './match.ts';
import { hidesIdentity, isTheApplied, leavesOut } from './reads.ts';

/**
 * Which records a drift report needs whole, in order: those whose list entry does not tell what was applied, those that
 * may be an applied customer in disguise, and with `expiry` those that do not tell when their tokens run out. Of those that may be somebody in disguise all are read, of others the selected.
 */
export function driftReads(
  applied: Applied,
  live: Pick<Live, 'customers'>,
  expiry: boolean,
  selects: (fileOrName: string) => boolean,
): readonly string[] {
  const { matches } = matchCustomers(declaredIn(applied), applied.customers, live.customers);
  const seeking = matches.some((one) => one.applied !== null && !isTheApplied(one));
  return matches.flatMap((one) => {
    if (one.live === null || one.live.whole) return [];
    const disguised = seeking && !isTheApplied(one) && hidesIdentity(one.live);
    const open = leavesOut(one.desired, one.live) || (expiry && !tellsExpiry(one.live));
    const selected = [one.applied?.file, one.desired?.fields.name, one.live.fields.name].some(
      (word) => typeof word === 'string' && selects(word),
    );
    return disguised || (open && selected) ? [one.live.pkid] : [];
  });
}
