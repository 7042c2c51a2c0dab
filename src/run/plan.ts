import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { SecretReference } from '../model/secret.ts';
import { planFingerprint } from '../plan/fingerprint.ts';
import { mayRun, summarise } from '../plan/summary.ts';
import type { Frame } from '../report/frame.ts';
import { planPage } from '../report/html/plan-page.ts';
import { planMarkdown } from '../report/markdown/plan.ts';
import { planText } from '../report/plan-text.ts';
import { resolveSecrets } from '../sources/environment.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { frameOf } from './frame.ts';
import type { Io } from './io.ts';
import type { PlanOptions } from './options.ts';
import { annotate, prepareOutput, type Report, writeDiagnostics, writeFailure, writeReport } from './output.ts';
import { notMade, preparePlanFile, writePlanFile } from './plan-file.ts';
import { planOffline } from './plan-offline.ts';
import { planNow } from './planning.ts';
import { diagnosticsOf, hasErrors } from './stop.ts';

/** What plan takes besides what apply takes too. */
export interface PlanCommandOptions extends PlanOptions {
  readonly detailedExitcode: boolean;
  /** Compare with what was applied and ask nobody. */
  readonly offline: boolean;
  /** The plan file to write. */
  readonly out: string | null;
  /** Of this program. */
  readonly version: string;
}

/** `sparkform plan`: what merging what lies in the work tree would do to the live system. Writes nothing there. */
export async function runPlan(options: PlanCommandOptions, io: Io): Promise<ExitStatus> {
  const { out, version } = options;
  try {
    await prepareOutput(options, io);
    await preparePlanFile(out, io);
    const { plan, customers } = options.offline ? await planOffline(options, io) : await planLive(options, io);
    const missing = options.offline ? [] : missingSecrets(plan, io);
    const warned = { ...plan, diagnostics: [...plan.diagnostics, ...missing] };
    const report = await writeReport(planReport(warned, frameOf(version, io)), options, io);
    const file = out === null ? [] : await writePlanFile(plan, out, { version, customers }, io);
    annotate([...warned.diagnostics, ...warned.refusals], io);
    writeDiagnostics([...report, ...file], options, io);
    return [...report, ...file].every((one) => one.severity !== 'error')
      ? statusOfPlan(plan, options.detailedExitcode)
      : exitStatus.failed;
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    writeDiagnostics([...diagnostics, ...(out === null ? [] : [notMade(out)])], options, io);
    await writeFailure(planReport(emptyPlan(options, diagnostics), frameOf(version, io)), options, io);
    return exitStatus.failed;
  }
}

async function planLive(options: PlanCommandOptions, io: Io) {
  const { plan, transport, workplace } = await planNow(options, 'work tree', io);
  await transport.close();
  return { plan, customers: workplace.customers };
}

/** A plan in each form. */
function planReport(plan: Plan, frame: Frame): Report {
  return {
    text: (style) => planText(plan, style),
    json: plan,
    markdown: (bytes) => planMarkdown(plan, planFingerprint(plan), frame, bytes),
    html: () => planPage(plan, frame),
  };
}

/** Errors are bad input, refusals are a guard's; changes count only where the caller asked to be told. */
export function statusOfPlan(plan: Plan, detailed: boolean): ExitStatus {
  if (hasErrors(plan.diagnostics)) return exitStatus.failed;
  if (plan.refusals.length > 0) return exitStatus.refused;
  const changes = plan.customers.some((one) => one.steps.length > 0);
  return detailed && changes ? exitStatus.changes : exitStatus.done;
}

/** Every reference whose secret the steps that may run would send. */
export function referencesOf(plan: Plan): readonly SecretReference[] {
  const steps: readonly Step[] = plan.customers.filter(mayRun).flatMap((one) => one.steps);
  const changes = steps.flatMap((step) => (step.kind === 'create' || step.kind === 'update' ? step.fields : []));
  return changes.flatMap((one) => ('reference' in one && one.reference !== null ? [one.reference] : []));
}

/** Warnings for the variables that applying the plan would need and the environment does not have. */
function missingSecrets(plan: Plan, io: Io): readonly Diagnostic[] {
  return resolveSecrets(referencesOf(plan), io.env).missing.map((one) => ({
    ...one,
    severity: 'warning',
    // Who plans in CI is rightly not given them.
    hint: `A plan does not need it; where apply runs: ${one.hint}`,
  }));
}

/** A plan in which nothing is known but what was in its way, so that the JSON has the same shape in every outcome. */
function emptyPlan({ env, offline, changed }: PlanCommandOptions, diagnostics: readonly Diagnostic[]): Plan {
  return {
    format: 1,
    env,
    server: '',
    observed: offline ? 'none' : changed ? 'changed' : 'all',
    desired: { commit: null, dirty: false },
    applied: { commit: null },
    summary: summarise([], 0),
    customers: [],
    diagnostics,
    refusals: [],
  };
}
