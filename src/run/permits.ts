import type { PlanFile } from '../config/plan-file.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Applied, Desired } from '../model/state.ts';
import type { Permissions } from '../plan/guard.ts';
import { type Permit, permitsOf } from '../plan/permits.ts';
import { hazardMeanings, isHazard } from '../report/hazards.ts';
import type { Repository } from '../sources/git.ts';
import type { TrailerCommit } from '../sources/trailers.ts';
import type { PlanOptions } from './options.ts';

/** What the trailers of commits permit. */
export interface Permitted {
  readonly permits: readonly Permit[];
  /** The largest number of deletes that a commit permits; 0 where none does. */
  readonly maxDeletes: number;
  readonly diagnostics: readonly Diagnostic[];
}

const nothing: Permitted = { permits: [], maxDeletes: 0, diagnostics: [] };

/** What is allowed to a plan by flags and by trailers together, with what is wrong with the trailers. */
export async function readPermissions(
  options: PlanOptions,
  repository: Repository,
  { desired, applied }: { readonly desired: Desired; readonly applied: Applied },
): Promise<{ readonly permissions: Permissions; readonly diagnostics: readonly Diagnostic[] }> {
  const { allow, maxDeletes, maxChangePercent } = options;
  const permitted = await readPermits(repository, desired, applied);
  return {
    permissions: {
      allow,
      permits: permitted.permits,
      maxDeletes: Math.max(maxDeletes, permitted.maxDeletes),
      maxChangePercent,
    },
    diagnostics: permitted.diagnostics,
  };
}

/** What is allowed to the plan of a plan file: what was allowed when it was made, whose numbers the guard let pass then. */
export function permissionsOf({ plan }: PlanFile): Permissions {
  const unlimited = Number.POSITIVE_INFINITY;
  return { allow: [], permits: permitsOf(plan.customers), maxDeletes: unlimited, maxChangePercent: unlimited };
}

/**
 * Reads what is permitted by the commits between the one that was applied last and the one that is planned: all of them
 * where nothing was ever applied, none where the clone does not hold them.
 */
async function readPermits(repository: Repository, desired: Desired, applied: Applied): Promise<Permitted> {
  const after = applied.commit === null ? null : applied.source;
  if (desired.commit === null || after === desired.commit) return nothing;
  if (after === undefined) return { ...nothing, diagnostics: [unread('the applied state does not say which commit')] };
  if (after !== null && (await repository.resolve(after)) === null) {
    return { ...nothing, diagnostics: [unread(`this clone does not hold the commit ${after.slice(0, 12)} that`)] };
  }
  const { commits, complete } = await repository.trailers(after, desired.commit);
  const permitted = permittedBy(commits);
  if (complete) return permitted;
  const diagnostics = [...permitted.diagnostics, unread('this clone does not reach back to the commit that')];
  return { ...permitted, diagnostics };
}

/** What the trailers of these commits permit, for the files that each of them touches. */
export function permittedBy(commits: readonly TrailerCommit[]): Permitted {
  const told = commits.map(({ commit, allow, maxDeletes, paths }) => {
    const hazards = wordsOf(allow);
    const numbers = wordsOf(maxDeletes);
    return {
      permits: hazards.filter(isHazard).flatMap((hazard) => paths.map((file) => ({ hazard, commit, file }))),
      numbers: numbers.filter(isNumber).map(Number),
      diagnostics: [
        ...hazards.filter((one) => !isHazard(one)).map((one) => unknownHazard(commit, one)),
        ...numbers.filter((one) => !isNumber(one)).map((one) => badNumber(commit, one)),
      ],
    };
  });
  return {
    permits: told.flatMap((one) => one.permits),
    maxDeletes: Math.max(0, ...told.flatMap((one) => one.numbers)),
    diagnostics: told.flatMap((one) => one.diagnostics),
  };
}

function wordsOf(list: string): readonly string[] {
  return list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function isNumber(word: string): boolean {
  return /^\d{1,6}$/.test(word);
}

function unknownHazard(commit: string, word: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'unknown-hazard',
    message: `Commit ${commit.slice(0, 12)} has the trailer "Sparkform-Allow: ${word}", which is no hazard and permits nothing.`,
    hint: `There are: ${Object.keys(hazardMeanings).join(', ')}.`,
  };
}

function badNumber(commit: string, word: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'bad-max-deletes',
    message: `Commit ${commit.slice(0, 12)} has the trailer "Sparkform-Max-Deletes: ${word}", which is no number and permits nothing.`,
    hint: 'Write a whole number: Sparkform-Max-Deletes: 12.',
  };
}

/** `what` ends before "was applied last". */
function unread(what: string): Diagnostic {
  return {
    severity: 'notice',
    code: 'trailers-not-read',
    message: `Trailers in commits permit nothing here, because ${what} was applied last.`,
    hint: 'In a shallow clone: git fetch --unshallow (actions/checkout: fetch-depth: 0). Else use the flag that the plan names.',
  };
}
