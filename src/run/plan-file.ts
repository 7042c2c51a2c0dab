import { lstat, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decodePlanFile, type PlanFile, planFileText } from '../config/plan-file.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { Io } from './io.ts';
import { hasErrors, Stop } from './stop.ts';

/**
 * Takes the place of `--out` and leaves it empty: what cannot be written is told before the server is asked, and an old
 * plan is never applied in place of one that could not be made. Throws `Stop`.
 */
export async function preparePlanFile(out: string | null, io: Io): Promise<void> {
  if (out === null) return;
  const file = path.resolve(io.folder, out);
  try {
    await writeFile(file, '');
    // A device such as /dev/null is not ours to remove.
    if ((await lstat(file)).isFile()) await rm(file);
  } catch (error) {
    throw new Stop([notWritten(out, error)]);
  }
}

/** Writes the plan file, unless the plan cannot be applied as a whole. Returns what there is to say about it. */
export async function writePlanFile(
  plan: Plan,
  out: string,
  { version, customers }: { readonly version: string; readonly customers: string },
  io: Io,
): Promise<readonly Diagnostic[]> {
  const refused = plan.refusals.length > 0 || hasErrors(plan.diagnostics);
  if (refused) return [notMade(out)];
  try {
    await writeFile(path.resolve(io.folder, out), planFileText(plan, version, customers));
  } catch (error) {
    return [notWritten(out, error)];
  }
  return isCommitted(plan) ? [] : [{ ...uncommitted(out), severity: 'warning' }];
}

/** Reads the plan file that apply was given. Throws `Stop` for one that this program did not write as it is. */
export async function readPlanFile(file: string, version: string, io: Io): Promise<PlanFile> {
  const text = await readFile(path.resolve(io.folder, file), 'utf8').catch(() => {
    throw new Stop([failure('no-plan-file', `The plan file ${file} cannot be read.`, 'Correct the path.')]);
  });
  const { planFile, diagnostics } = decodePlanFile(text, file, version);
  if (planFile === null) throw new Stop(diagnostics);
  return planFile;
}

/** Where apply is about to work. */
export interface Surroundings {
  readonly env: string;
  /** `null` where it is not known. */
  readonly server: string | null;
  readonly customers: string;
}

/** Why a plan file is for another place than this one, or for none. */
export function misfits({ plan, customers }: PlanFile, here: Surroundings): readonly Diagnostic[] {
  const other = (what: string, its: string, ours: string, hint: string) =>
    its === ours ? [] : [failure('other-plan', `The plan file is for the ${what} ${its}, not for ${ours}.`, hint)];
  return [
    ...other('environment', plan.env, here.env, `Apply it with --env ${plan.env}, or make a plan for ${here.env}.`),
    ...other('server', plan.server, here.server ?? plan.server, 'Correct VOSS_URL, or make a plan for this server.'),
    ...other('customers folder', customers, here.customers, `Apply it with --customers ${customers}.`),
    ...(isCommitted(plan) ? [] : [uncommitted('The plan file')]),
  ];
}

function isCommitted({ desired }: Plan): boolean {
  return desired.commit !== null && !desired.dirty;
}

function uncommitted(what: string): Diagnostic {
  const message = `${what} was made from files that are not committed, and can only be looked at: apply acts on what is committed.`;
  return failure('uncommitted-plan', message, 'Commit the customer files and make the plan again.');
}

/** What there is to say where no plan came about that could be written. */
export function notMade(out: string): Diagnostic {
  const message = `The plan file ${out} was not written, as there is no plan that can be applied.`;
  return {
    severity: 'notice',
    code: 'no-plan-written',
    message,
    hint: 'Put right what is in the way, and plan again.',
  };
}

function notWritten(out: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
  const hint = 'Name a file in a folder that exists and can be written to: --out plan.json.';
  return failure('plan-not-written', `The plan file cannot be written to ${out}${code}.`, hint);
}

function failure(code: string, message: string, hint: string): Diagnostic {
  return { severity: 'error', code, message, hint };
}
