import { createReader } from '../api/customer-reader.ts';
import { createWriter } from '../api/customer-writer.ts';
import type { CustomerReader, CustomerWriter } from '../api/customers.ts';
import { openTransport, type Transport } from '../api/transport.ts';
import { applyPlan } from '../apply/apply-plan.ts';
import type { StopSign } from '../apply/stop-sign.ts';
import { neverApplied } from '../config/applied.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Live, LiveCustomer } from '../model/live.ts';
import type { CustomerOutcome } from '../model/outcome.ts';
import type { CustomerPlan, Plan } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import type { Applied } from '../model/state.ts';
import { expiryOf } from '../plan/expiry.ts';
import { hashOf } from '../plan/fingerprint.ts';
import { nothingPlanned } from '../plan/nothing-planned.ts';
import { otherServer } from '../plan/other-server.ts';
import { summarise } from '../plan/summary.ts';
import { byHandText } from '../report/by-hand-text.ts';
import { type ApplyReport, countStatuses, outcomeText } from '../report/outcome-text.ts';
import { styleFor } from '../report/style.ts';
import { readSettings, resolveSecrets } from '../sources/environment.ts';
import { listLive } from '../sources/live.ts';
import { approve } from './approval.ts';
import { connectionOf } from './connection.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { watchInterrupts } from './interruption.ts';
import type { Io } from './io.ts';
import type { FilesOptions, OutputOptions, PlanOptions } from './options.ts';
import { statusOfOutcomes } from './outcome-status.ts';
import { prepareOutput, type Report, writeDiagnostics, writeFailure, writeReport } from './output.ts';
import { readProfileFor } from './planning.ts';
import { openProgress } from './progress.ts';
import { readApplied } from './read-applied.ts';
import { openWorkplace, outsideOfGit, type Workplace } from './repository.ts';
import { type Naming, type Selectable, selectCustomers } from './select-customers.ts';
import { diagnosticsOf, Stop, statusOfError, stopOnErrors } from './stop.ts';
import { underLease } from './under-lease.ts';
import { holderName } from './who-runs.ts';

/** What every command takes that changes customers which a person names. */
export interface ByHandOptions
  extends OutputOptions,
    FilesOptions,
    Pick<PlanOptions, 'env' | 'profile' | 'rate' | 'concurrency'> {
  /** The words that name customers. */
  readonly named: readonly string[];
  readonly autoApprove: boolean;
}

/** What there is when it is decided what to do. */
export interface Scene {
  readonly chosen: readonly Selectable[];
  readonly live: Omit<Live, 'requests'>;
  readonly applied: Applied;
  readonly profile: Profile;
  readonly reader: CustomerReader;
  /** Names the work on a customer for the server's log: another name in each run. */
  readonly operation: (pkid: string, what: string) => string;
}

/** A command that changes named customers: what its steps are. */
export interface Task {
  /** As it is called, and as reports name it. */
  readonly command: string;
  readonly naming: Naming;
  /** The steps for each chosen customer, with what a person should know before saying yes; an error stops it. Throws `ApiError`. */
  readonly decide: (scene: Scene) => Promise<{
    readonly customers: readonly CustomerPlan[];
    readonly diagnostics: readonly Diagnostic[];
  }>;
  /** Sends by other calls than an apply does. */
  readonly writer?: (writer: CustomerWriter) => CustomerWriter;
}

interface Stage extends Scene {
  readonly workplace: Workplace | null;
  readonly transport: Transport;
  readonly warnings: readonly Diagnostic[];
  readonly run: string;
}

/** A customer to which nothing is done yet, as the start of what a task decides. */
export function byHand({ live, file }: Selectable): CustomerPlan {
  return {
    ...nothingPlanned(null, live),
    ...(file === null ? {} : { id: file, file, recordedAs: file }),
    why: 'asked by hand',
    asked: true,
    seen: live.fields,
  };
}

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

async function openStage(task: Task, options: ByHandOptions, io: Io): Promise<Stage> {
  const { env } = options;
  const workplace = await openWorkplace(io.folder, options.customers).catch(outsideOfGit);
  const { settings, diagnostics } = readSettings(io.env);
  const [state, profile] = await Promise.all([
    workplace === null ? { applied: neverApplied, diagnostics: [] } : readApplied(workplace, env, 'error'),
    readProfileFor(options, settings?.profile ?? null, workplace?.repository.top ?? io.folder, io),
  ]);
  const { applied } = state;
  const warnings = [...diagnostics, ...profile.diagnostics, ...state.diagnostics];
  stopOnErrors([...warnings, ...(settings === null ? [] : otherServer(env, applied, settings.url))]);
  if (settings === null) throw new Error('settings without diagnostics are missing');
  const transport = openTransport(connectionOf(settings, options, io), io.pace?.clock);
  try {
    const reader = createReader(transport, profile.profile);
    const live = await listLive(reader, settings.url, settings.hierarchy);
    const { chosen, problems } = selectCustomers(options.named, selectable(live, applied), task.naming);
    stopOnErrors(problems);
    const run = `sparkform-${env}-${io.now().toString(36)}-by-hand`;
    const operation = (pkid: string, what: string) => hashOf([run, pkid, what]);
    return { workplace, transport, warnings, run, chosen, live, applied, profile: profile.profile, reader, operation };
  } catch (error) {
    await transport.close();
    throw error;
  }
}

/** The customers of a listing with the files that they were last applied from. */
export function selectable({ customers }: Pick<Live, 'customers'>, applied: Applied): readonly Selectable[] {
  const files = new Map(applied.customers.map((one) => [one.pkid, one.file]));
  return customers.map((live) => {
    const { name } = live.fields;
    return { live, name: typeof name === 'string' ? name : '', file: files.get(live.pkid) ?? null };
  });
}

async function perform(task: Task, stage: Stage, options: ByHandOptions, io: Io): Promise<ExitStatus> {
  const { customers, diagnostics } = await task.decide(stage);
  if (diagnostics.some((one) => one.severity === 'error')) throw new Stop(diagnostics, exitStatus.refused);
  const plan = planOf(customers, [...stage.warnings, ...diagnostics], stage, options);
  const { write } = plan.summary.requests;
  if (options.format === 'text') io.stdout(byHandText(task.command, plan, styleFor(options.colour)));
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

async function carryOut(
  task: Task,
  plan: Plan,
  { transport, profile, live, reader, run }: Stage,
  options: ByHandOptions,
  io: Io,
  stop: StopSign,
): Promise<readonly CustomerOutcome[]> {
  const progress = openProgress(plan.customers.length, io);
  const { secrets } = resolveSecrets([], io.env);
  const last = new Map<string, LiveCustomer>();
  const watching: CustomerReader = {
    ...reader,
    readCustomer: async (pkid, nodes) => {
      const document = await reader.readCustomer(pkid, nodes);
      last.set(pkid, document.live);
      return document;
    },
  };
  const writer = createWriter(transport, profile, secrets, { name: run, root: live.hierarchy }, io.pace?.patience);
  const server = {
    reader: watching,
    writer: task.writer?.(writer) ?? writer,
    nodes: live.nodes,
    profile,
    root: live.hierarchy,
    pause: (milliseconds: number) => transport.clock.sleep(milliseconds),
  };
  const { concurrency } = options;
  const applying = { server, concurrency, bulk: true, onOutcome: progress.advance, stop };
  const outcomes = await applyPlan(plan, applying).finally(progress.end);
  return outcomes.map((one) => withExpiry(one, plan, last));
}

/** Where a token was refreshed, what was read back of it is told beside what it was. */
function withExpiry(outcome: CustomerOutcome, plan: Plan, last: ReadonlyMap<string, LiveCustomer>): CustomerOutcome {
  const refreshed = outcome.steps.some(
    ({ step, status }) => step.kind === 'action' && step.action === 'refresh_access_token' && status === 'applied',
  );
  const after = last.get(outcome.pkid ?? '');
  if (!refreshed || after === undefined) return outcome;
  const before = plan.customers.find((one) => one.id === outcome.id)?.expiry ?? null;
  return { ...outcome, expiry: { before, after: expiryOf(after) } };
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
