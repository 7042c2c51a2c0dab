import type { StopSign } from '../apply/stop-sign.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { CustomerOutcome } from '../model/outcome.ts';
import type { CustomerPlan, Plan } from '../model/plan.ts';
import { summarise } from '../plan/summary.ts';
import { byHandText } from '../report/by-hand-text.ts';
import { type ApplyReport, countStatuses, outcomeText } from '../report/outcome-text.ts';
import { styleFor } from '../report/style.ts';
import { approve } from './approval.ts';
import { openStage, type Stage } from './by-hand-stage.ts';
import type { ByHandOptions, Task } from './by-hand-task.ts';
import { carryOut } from './carry-out.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { watchInterrupts } from './interruption.ts';
import type { Io } from './io.ts';
import { statusOfOutcomes } from './outcome-status.ts';
import { prepareOutput, type Report, writeDiagnostics, writeFailure, writeReport } from './output.ts';
import { diagnosticsOf, hasErrors, Stop, statusOfError } from './stop.ts';
import { underLease } from './under-lease.ts';
import { holderName } from './who-runs.ts';

/**
 * Lists the live system, finds the customers that were named, shows what will be sent to whom, asks, and does it as an apply
 * does: the first alone, each verified, under the lease where there is a repository. No other customer is touched.
 */
export async function runByHand(task: Task, options: ByHandOptions, io: Io): Promise<ExitStatus> {
  try {
    await prepareOutput(options, io);
    const stage = await openStage(task, options, io);
    try {
      return await perform(task, stage, options, io);
    } finally {
      await stage.transport.close();
    }
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    writeDiagnostics(diagnostics, options, io);
    await writeFailure(outcomeReport(task, null, options, { outcomes: [], diagnostics }), options, io);
    return statusOfError(error);
  }
}

async function perform(task: Task, stage: Stage, options: ByHandOptions, io: Io): Promise<ExitStatus> {
  const { customers, diagnostics } = await task.decide(stage);
  if (hasErrors(diagnostics)) throw new Stop(diagnostics, exitStatus.refused);
  const plan = planOf(customers, [...stage.warnings, ...diagnostics], stage, options);
  const { write } = plan.summary.requests;
  // Whoever is asked must see what for, in every format.
  const show = options.format === 'text' ? io.stdout : io.stderr;
  show(byHandText(task.command, plan, styleFor(options.colour)));
  if (!options.autoApprove && write > 0) {
    const question = `Do this to ${write === 1 ? 'this customer' : `these ${write} customers`} on ${plan.server}?`;
    await approve({ question, what: `the ${task.command}`, hint: 'Where nobody can be asked: --auto-approve.' }, io);
  }
  const stop: StopSign = { reason: null };
  const interruption = watchInterrupts(stop, stage.transport, io);
  const outcomes = await leased(stage, options, io, stop, write, () => carryOut(task, plan, stage, options, io, stop));
  const report = outcomeReport(task, stage, options, { outcomes, diagnostics: plan.diagnostics });
  const problems = await writeReport(report, options, io);
  writeDiagnostics(problems, options, io);
  return interruption.happened ? exitStatus.interrupted : statusOfOutcomes(plan, outcomes, problems);
}

function leased<T>(
  { workplace, applied, run }: Stage,
  { env }: ByHandOptions,
  io: Io,
  stop: StopSign,
  writes: number,
  work: () => Promise<T>,
): Promise<T> {
  if (workplace === null || writes === 0) return work();
  return underLease(workplace.repository, { env, run: holderName(run, io), applied: applied.commit, stop }, io, work);
}

function planOf(
  customers: readonly CustomerPlan[],
  diagnostics: readonly Diagnostic[],
  { live, applied, transport }: Stage,
  { env }: ByHandOptions,
): Plan {
  return {
    format: 1,
    env,
    server: live.server,
    desired: { commit: null, dirty: false },
    applied: { commit: applied.commit },
    summary: summarise(customers, transport.counts.read),
    customers,
    diagnostics,
    refusals: [],
    observed: 'all',
  };
}

function outcomeReport(
  { command }: Task,
  stage: Stage | null,
  { env }: ByHandOptions,
  told: { readonly outcomes: readonly CustomerOutcome[]; readonly diagnostics: readonly Diagnostic[] },
): Report {
  const report: ApplyReport = {
    format: 1,
    command,
    env,
    server: stage?.live.server ?? '',
    source: null,
    applied: null,
    summary: countStatuses(told.outcomes),
    requests: { ...(stage?.transport.counts ?? { read: 0, write: 0 }) },
    customers: told.outcomes,
    diagnostics: told.diagnostics,
  };
  return { text: (style) => outcomeText(report, style), json: report };
}
