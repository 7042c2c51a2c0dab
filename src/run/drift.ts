import { decodeAcknowledgements } from '../config/acknowledgements.ts';
import { layOut } from '../config/layout.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Drift } from '../model/drift.ts';
import type { ExtraProperties } from '../model/extra-properties.ts';
import { makeDrift } from '../plan/drift.ts';
import { driftReads } from '../plan/drift-reads.ts';
import { drifted, selectDrift, summariseDrift } from '../plan/drift-summary.ts';
import { otherServer } from '../plan/other-server.ts';
import { driftText } from '../report/drift-text.ts';
import type { Frame } from '../report/frame.ts';
import { driftPage } from '../report/html/drift-page.ts';
import { driftMarkdown } from '../report/markdown/drift.ts';
import { readSettings } from '../sources/environment.ts';
import { readSourceFile } from '../sources/files.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { frameOf } from './frame.ts';
import type { Io } from './io.ts';
import { readKnownSchema } from './known-schema.ts';
import { type ObserveOptions, observeLive } from './observe.ts';
import type { OutputOptions } from './options.ts';
import { annotate, prepareOutput, type Report, writeDiagnostics, writeFailure, writeReport } from './output.ts';
import { readProfileFor } from './planning.ts';
import { lastKnown, readApplied } from './read-applied.ts';
import { openWorkplace, type Workplace } from './repository.ts';
import { selectorOf } from './selector.ts';
import { diagnosticsOf, hasErrors, Stop, stopOnErrors } from './stop.ts';

/** What drift takes. */
export interface DriftOptions extends OutputOptions, ObserveOptions {
  /** A glob over files and customer names; `null`: all. */
  readonly only: string | null;
  /** Milliseconds within which tokens that need a person make it fail; `null`: none do. */
  readonly failOnExpiry: number | null;
  /** Of this program. */
  readonly version: string;
}

/** `sparkform drift`: what became of the live system since it was applied. It has nothing that could write. */
export async function runDrift(options: DriftOptions, io: Io): Promise<ExitStatus> {
  try {
    await prepareOutput(options, io);
    const drift = await driftNow(options, io);
    const problems = await writeReport(driftReport(drift, frameOf(options.version, io)), options, io);
    annotate(drift.diagnostics, io);
    writeDiagnostics(problems, options, io);
    return problems.length > 0 ? exitStatus.failed : statusOfDrift(drift);
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    writeDiagnostics(diagnostics, options, io);
    await writeFailure(driftReport(emptyDrift(options, diagnostics), frameOf(options.version, io)), options, io);
    return exitStatus.failed;
  }
}

async function driftNow(options: DriftOptions, io: Io): Promise<Drift> {
  const { env, failOnExpiry } = options;
  const workplace = await openWorkplace(io.folder, options.customers);
  const { settings, diagnostics } = readSettings(io.env);
  const schema = await readKnownSchema(workplace.repository.top);
  const [state, profile, known] = await Promise.all([
    readApplied(workplace, env, 'warning', schema.files, lastKnown(workplace, schema.files, io)),
    readProfileFor(options, settings?.profile ?? null, workplace.repository.top, io),
    readAcknowledgements(workplace, schema.files.extras),
  ]);
  const { applied } = state;
  const problems = [
    ...diagnostics,
    ...schema.diagnostics,
    ...profile.diagnostics,
    ...known.diagnostics,
    ...state.diagnostics,
  ];
  stopOnErrors([...problems, ...(settings === null ? [] : otherServer(env, applied, settings.url))]);
  if (applied.commit === null) throw new Stop([...problems, nothingApplied(env)]);
  if (settings === null) throw new Error('settings without diagnostics are missing');
  const selects = selectorOf(options.only);
  const newer = { extras: schema.files.extras, customers: applied.customers.flatMap(({ customer }) => customer ?? []) };
  const live = await observeLive(settings, profile.profile, options, io, newer, (listed) =>
    driftReads(applied, listed, failOnExpiry !== null, selects),
  );
  const { acknowledgements } = known;
  const made = selectDrift(makeDrift({ env, applied, live, acknowledgements, failOnExpiry, now: io.now() }), selects);
  return { ...made, diagnostics: [...problems, ...made.diagnostics] };
}

/** From the work tree: what a person knows of the live system holds from when it is written down. */
async function readAcknowledgements({ repository, customers: folder }: Workplace, extras: ExtraProperties) {
  const files = await readSourceFile(repository.top, folder, '_drift.yaml');
  const { acknowledgements, diagnostics } = decodeAcknowledgements(files, folder, extras);
  return { acknowledgements, diagnostics: [...layOut(files, folder).diagnostics, ...diagnostics] };
}

function driftReport(drift: Drift, frame: Frame): Report {
  return {
    text: (style) => driftText(drift, style),
    json: drift,
    markdown: (bytes) => driftMarkdown(drift, frame, bytes),
    html: () => driftPage(drift, frame),
  };
}

function statusOfDrift({ customers, summary, diagnostics }: Drift): ExitStatus {
  if (hasErrors(diagnostics)) return exitStatus.failed;
  return customers.some(drifted) || summary.expiring > 0 ? exitStatus.changes : exitStatus.done;
}

/** A report in which nothing is known but what was in its way, so that the JSON has the same shape in every outcome. */
function emptyDrift({ env }: DriftOptions, diagnostics: readonly Diagnostic[]): Drift {
  return {
    format: 1,
    env,
    server: '',
    applied: { commit: null },
    summary: summariseDrift([], 0),
    customers: [],
    diagnostics,
  };
}

function nothingApplied(env: string): Diagnostic {
  return {
    severity: 'error',
    code: 'nothing-applied',
    message: `Nothing was ever applied to environment ${env}, so that there is nothing that could have drifted.`,
    hint: 'Check --env, and that the clone reaches its remote. To begin: sparkform plan, then sparkform apply; sparkform status needs neither.',
  };
}
