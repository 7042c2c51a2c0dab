import { ApiError } from '../api/error.ts';
import type { Check, Finding } from '../model/doctor.ts';
import { failed, ok } from './check.ts';
import { experiments } from './experiments.ts';
import { type Laboratory, ProbeProblem } from './laboratory.ts';
import { type Doubt, type Removal, removeThrowAway } from './remove-throw-away.ts';

/** What a probe needs. The removal has a way to the server of its own, so that ending the experiments does not end it. */
export interface ProbeTask {
  readonly experiments: Laboratory;
  readonly removal: Laboratory;
  readonly interrupted: () => boolean;
}

/** What came of a probe. */
export interface Probed {
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  /** Whether every experiment was made. */
  readonly complete: boolean;
  /** Whether a listing showed that the throw-away customer is gone. */
  readonly removed: boolean;
}

/** Makes the throw-away customer, finds out what it can, and removes it whatever happens. Throws only for a bug of ours. */
export async function probe(task: ProbeTask): Promise<Probed> {
  const findings: Finding[] = [];
  const checks: Check[] = [];
  let stopped: unknown = null;
  try {
    for await (const found of experiments(task.experiments)) {
      if ('value' in found) findings.push(found);
      else checks.push(found);
    }
  } catch (error) {
    stopped = error;
  }
  const removal = await removeThrowAway(
    task.removal,
    stopped === null ? 'none' : doubtAfter(stopped, task.interrupted()),
  );
  const removed = removal.left.length === 0 && removal.problem === null;
  if (stopped !== null) checks.push(stopLine(stopped, task.interrupted(), removed));
  checks.push(...removalLines(removal, task.experiments.throwAway.name, task.experiments.hierarchy));
  return { findings, checks, complete: stopped === null, removed };
}

/** Whether the server may still be doing what the experiments asked for. */
function doubtAfter(error: unknown, interrupted: boolean): Doubt {
  if (interrupted) return 'interrupted';
  const settled =
    error instanceof ApiError ? error.outcome === 'not-done' : error instanceof ProbeProblem && !error.unfinished;
  return settled ? 'none' : 'may come';
}

function stopLine(error: unknown, interrupted: boolean, removed: boolean): Check {
  if (interrupted) return failed('probe', 'interrupted', 'Run it again: what was found so far was not written.');
  if (error instanceof ApiError || error instanceof ProbeProblem) {
    return failed('probe', `it ended early: ${error.message}`, `${error.hint} What was found so far was not written.`);
  }
  // The record is the more urgent news: a bug must not hide where it is.
  if (!removed) return failed('probe', 'it ended early because of a bug in sparkform', 'Please report it.');
  throw error;
}

function removalLines({ left, problem }: Removal, name: string, hierarchy: string): readonly Check[] {
  const title = 'throw-away customer';
  if (left.length === 0 && problem === null)
    return [ok(title, `${name} is removed: the listing of ${hierarchy} has no such record`)];
  if (left.length === 0) {
    const found = `IT IS NOT KNOWN WHETHER ${name} IS REMOVED from ${hierarchy}: ${problem}`;
    return [failed(title, found, 'Look for it in VOSS Automate and delete it there: it holds fake secrets only.')];
  }
  return left.map((one) => {
    const found = `${name} IS STILL THERE: pkid ${one.pkid} at ${one.hierarchy} could not be removed (${problem ?? 'no reason is known'})`;
    return failed(title, found, 'Delete it in VOSS Automate: it holds fake secrets only.');
  });
}
