import { ApiError } from '../api/error.ts';
import { findThrowAway, type Laboratory, until } from './laboratory.ts';

/** A record that could not be removed. */
export interface Leftover {
  readonly pkid: string;
  readonly hierarchy: string;
}

/** What became of the throw-away customer: gone (nothing left, no problem), still there, or not known. */
export interface Removal {
  readonly left: readonly Leftover[];
  /** Why a record is left, or why it is not known whether one is. */
  readonly problem: string | null;
}

const rounds = 4;

/** Whether work that was asked for may still be under way: no; it may; it may, and there is no time to wait for it. */
export type Doubt = 'none' | 'may come' | 'interrupted';

/**
 * Removes every record of the throw-away customer, wherever a probe may have left it, and looks until a listing shows none:
 * a while longer where one may still come. Throws nothing that a server does.
 */
export async function removeThrowAway(lab: Laboratory, doubt: Doubt): Promise<Removal> {
  const start = lab.clock.now();
  let seen = false;
  let last: Removal = { left: [], problem: 'nothing was tried' };
  for (let round = 1; round <= rounds; ) {
    try {
      const left = await leftovers(lab);
      if (left.length === 0 && lab.clock.now() >= start + lookFor(lab, doubt, seen)) return { left, problem: null };
      last = { left, problem: left.length === 0 ? null : 'the server did not delete it' };
      if (left.length > 0) {
        seen = true;
        round += 1;
        await remove(lab, left);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      round += 1;
      last = { ...last, problem: error.what };
    }
    await lab.clock.sleep(doubt === 'none' ? lab.patience.firstDelay : lab.patience.firstDelay * 5);
  }
  return last;
}

/** Milliseconds. The work of a create whose answer was lost may take long; nothing else makes a record. */
function lookFor({ patience }: Laboratory, doubt: Doubt, seen: boolean): number {
  if (doubt === 'none') return 0;
  return doubt === 'may come' && !seen ? patience.deadline : patience.late;
}

async function leftovers(lab: Laboratory): Promise<readonly Leftover[]> {
  const places = [lab.hierarchy, ...(lab.moveTo === null ? [] : [lab.moveTo])];
  const found = await Promise.all(
    places.map(async (hierarchy) => (await findThrowAway(lab, hierarchy)).map((pkid) => ({ pkid, hierarchy }))),
  );
  // A listing goes down the tree: one of the two nodes may be below the other.
  return [...new Map(found.flat().map((one) => [one.pkid, one])).values()];
}

async function remove(lab: Laboratory, left: readonly Leftover[]): Promise<void> {
  for (const { pkid, hierarchy } of left) {
    await lab.prober.remove(pkid, hierarchy);
  }
  await until(lab, lab.patience.late, async () => ((await leftovers(lab)).length === 0 ? true : null));
}
