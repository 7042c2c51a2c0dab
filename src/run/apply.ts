import { createReader } from '../api/customer-reader.ts';
import { createWriter } from '../api/customer-writer.ts';
import { appliedRef, commitApplied, pushApplied } from '../apply/applied-ref.ts';
import { applyPlan } from '../apply/apply-plan.ts';
import { isRecorded, nextState } from '../apply/next-state.ts';
import type { StopSign } from '../apply/stop-sign.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { CustomerOutcome } from '../model/outcome.ts';
import { applyMessage } from '../report/apply-message.ts';
import type { Frame } from '../report/frame.ts';
import { applyPage } from '../report/html/apply-page.ts';
import { outcomeMarkdown } from '../report/markdown/outcome.ts';
import { type ApplyReport, countStatuses, outcomeText } from '../report/outcome-text.ts';
import { planText } from '../report/plan-text.ts';
import { styleFor } from '../report/style.ts';
import { resolveSecrets } from '../sources/environment.ts';
import { approve } from './approval.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { frameOf } from './frame.ts';
import { gitWords } from './git-words.ts';
import { watchInterrupts } from './interruption.ts';
import type { Io } from './io.ts';
import type { PlanOptions } from './options.ts';
import { statusOfOutcomes } from './outcome-status.ts';
import { annotate, prepareOutput, type Report, writeDiagnostics, writeFailure, writeReport } from './output.ts';
import { referencesOf, statusOfPlan } from './plan.ts';
import { readPlanFile } from './plan-file.ts';
import { type Planning, planNow } from './planning.ts';
import { openProgress } from './progress.ts';
import { diagnosticsOf, statusOfError, stopOnErrors } from './stop.ts';
import { underLease } from './under-lease.ts';
import { holderName, whoRuns } from './who-runs.ts';

/** What apply takes besides what plan takes. */
export interface ApplyOptions extends PlanOptions {
  readonly autoApprove: boolean;
  readonly allowDirty: boolean;
  /** Whether moves to one hierarchy, and deletes, go in calls for many. */
  readonly bulk: boolean;
  /** The plan file to apply; `null`: what a plan made now says. */
  readonly planFile: string | null;
  /** Of this program. */
  readonly version: string;
}

/** `sparkform apply`: plans what is committed, or plans it again where a plan file says what was approved, asks, carries it out, and records in git how far each customer got. */
export async function runApply(options: ApplyOptions, io: Io): Promise<ExitStatus> {
  try {
    await prepareOutput(options, io);
    const { planFile, version } = options;
    const approved = planFile === null ? null : await readPlanFile(planFile, version, io);
    const planning = await planNow(options, options.allowDirty ? 'work tree' : 'commit', io, approved);
    try {
      return await applyNow(planning, options, io);
    } finally {
      await planning.transport.close();
    }
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    writeDiagnostics(diagnostics, options, io);
    await writeFailure(outcomeReport(emptyReport(options, diagnostics), frameOf(options.version, io)), options, io);
    return statusOfError(error);
  }
}

async function applyNow(planning: Planning, options: ApplyOptions, io: Io): Promise<ExitStatus> {
  const { plan, transport, profile, live } = planning;
  if (options.format === 'text') io.stdout(planText(plan, styleFor(options.colour)));
  annotate([...plan.diagnostics, ...plan.refusals], io);
  const refused = statusOfPlan(plan, false);
  if (refused !== exitStatus.done) {
    const report = reportOf(planning, [], plan.applied.commit, [...plan.diagnostics, ...plan.refusals], options);
    await writeFailure(outcomeReport(report, frameOf(options.version, io)), options, io);
    return refused;
  }
  const { secrets, missing } = resolveSecrets(referencesOf(plan), io.env);
  stopOnErrors(missing);
  const { write } = plan.summary.requests;
  if (!options.autoApprove && options.planFile === null && write > 0) {
    const question = `Send these ${write} writes to ${plan.server}?`;
    await approve({ question, what: 'the plan', hint: 'In CI, where the merge is the approval: --auto-approve.' }, io);
  }
  const run = `sparkform-${options.env}-${io.now().toString(36)}-${(plan.desired.commit ?? 'none').slice(0, 12)}`;
  const stop: StopSign = { reason: null };
  const carryOut = async () => {
    const progress = openProgress(plan.customers.filter((one) => one.steps.length > 0).length, io);
    const outcomes = await applyPlan(plan, {
      server: {
        reader: createReader(transport, profile, planning.extras),
        writer: createWriter(transport, profile, secrets, { name: run, root: live.hierarchy }, io.pace?.patience),
        nodes: live.nodes,
        profile,
        root: live.hierarchy,
        pause: (milliseconds) => transport.clock.sleep(milliseconds),
      },
      concurrency: options.concurrency,
      bulk: options.bulk,
      onOutcome: progress.advance,
      stop,
    }).finally(progress.end);
    return { outcomes, record: await recordOutcomes(planning, outcomes, run, options, io) };
  };
  // Recording alone needs no lease: the push of the applied ref is refused when somebody else was faster.
  const leased = { env: options.env, run: holderName(run, io), applied: plan.applied.commit, stop };
  const interruption = watchInterrupts(stop, transport, io);
  const { outcomes, record } =
    plan.summary.requests.write === 0
      ? await carryOut()
      : await underLease(planning.workplace.repository, leased, io, carryOut);
  const report = reportOf(planning, outcomes, record.commit, [...plan.diagnostics, ...record.problems], options);
  const problems = [
    ...record.problems,
    ...(await writeReport(outcomeReport(report, frameOf(options.version, io)), options, io)),
  ];
  writeDiagnostics(problems, options, io);
  return interruption.happened ? exitStatus.interrupted : statusOfOutcomes(plan, outcomes, problems);
}

/** Puts how far each customer got on the applied ref and pushes it. What goes wrong there is a problem of its own. */
async function recordOutcomes(
  planning: Planning,
  outcomes: readonly CustomerOutcome[],
  run: string,
  options: ApplyOptions,
  io: Io,
): Promise<{ readonly commit: string | null; readonly problems: readonly Diagnostic[] }> {
  const { plan, desired, applied, unpushed, workplace } = planning;
  const [desiredFiles, appliedFiles] = await Promise.all([planning.desiredFiles(), planning.appliedFiles()]);
  const ref = appliedRef(options.env);
  const state = nextState({ plan, outcomes, desired: desired.customers, applied, desiredFiles, appliedFiles });
  const message = applyMessage(plan, outcomes, { run, by: whoRuns(io.env) });
  const recorded = isRecorded(state, appliedFiles);
  try {
    const commit = { env: options.env, parent: applied.commit, state, message, now: io.now() };
    const made = recorded ? null : await commitApplied(workplace.repository, commit);
    if (made !== null || unpushed) await pushApplied(workplace.repository, options.env);
    return { commit: made ?? applied.commit, problems: [] };
  } catch (error) {
    const problem = {
      severity: 'error',
      code: 'not-recorded',
      message: `What was applied could not be recorded on ${ref}: ${gitWords(error)}`,
      hint: 'Nothing is lost: run apply again, which finds in the live system what is done. Somebody else may have applied at the same time.',
    } as const;
    return { commit: applied.commit, problems: [problem] };
  }
}

/** What became of a plan, in each form. */
function outcomeReport(report: ApplyReport, frame: Frame): Report {
  return {
    text: (style) => outcomeText(report, style),
    json: report,
    markdown: (bytes) => outcomeMarkdown(report, frame, bytes),
    html: () => applyPage(report, frame),
  };
}

function reportOf(
  { plan, transport }: Planning,
  outcomes: readonly CustomerOutcome[],
  applied: string | null,
  diagnostics: readonly Diagnostic[],
  options: ApplyOptions,
): ApplyReport {
  return {
    format: 1,
    env: options.env,
    server: plan.server,
    source: plan.desired.commit,
    applied,
    summary: countStatuses(outcomes),
    requests: { ...transport.counts },
    customers: outcomes,
    diagnostics,
  };
}

function emptyReport({ env }: ApplyOptions, diagnostics: readonly Diagnostic[]): ApplyReport {
  const requests = { read: 0, write: 0 };
  return {
    format: 1,
    env,
    server: '',
    source: null,
    applied: null,
    summary: countStatuses([]),
    requests,
    customers: [],
    diagnostics,
  };
}
