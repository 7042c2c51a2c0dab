import { access } from 'node:fs/promises';
import path from 'node:path';
import { createInspector } from '../api/inspector.ts';
import { openTransport } from '../api/transport.ts';
import { decodeApiSchema } from '../api/wire/api-schema.ts';
import { knownApiSchema } from '../config/api-schema.ts';
import { failed, ok } from '../doctor/check.ts';
import { checkGit, noRepository } from '../doctor/check-git.ts';
import { checkProfile } from '../doctor/check-profile.ts';
import { checkServer, serverSkipped } from '../doctor/check-server.ts';
import { type ProbePatience, usualProbePatience } from '../doctor/laboratory.ts';
import type { Check } from '../model/doctor.ts';
import { type DoctorReport, doctorText } from '../report/doctor-text.ts';
import { styleFor } from '../report/style.ts';
import { readSettings, type Settings } from '../sources/environment.ts';
import { readProfile } from '../sources/profile.ts';
import { connectionOf } from './connection.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { gitWords } from './git-words.ts';
import type { Io } from './io.ts';
import type { OutputOptions, PlanOptions } from './options.ts';
import { jsonReport, prepareOutput, writeDiagnostics, writeReport } from './output.ts';
import { type ProbeRun, runProbe } from './probe.ts';
import { openWorkplace, type Workplace } from './repository.ts';
import { diagnosticsOf, Stop } from './stop.ts';

/** What the doctor takes. With a probe, `output` is the file of the profile, and the report goes to standard output. */
export interface DoctorOptions extends OutputOptions, Pick<PlanOptions, 'env' | 'profile' | 'rate' | 'concurrency'> {
  /** Hierarchy for the throw-away customer; `null`: no probe, nothing is written. */
  readonly probe: string | null;
  readonly probeMove: string | null;
  readonly autoApprove: boolean;
  /** Overwrite a profile that is there. */
  readonly force: boolean;
}

/** `sparkform doctor`: looks whether everything is as plan and apply need it; with `--probe`, how the server behaves. */
export async function runDoctor(
  options: DoctorOptions,
  io: Io,
  patience: ProbePatience = usualProbePatience,
): Promise<ExitStatus> {
  const output = { ...options, output: options.probe === null ? options.output : null };
  try {
    await prepareOutput(output, io);
    const { report, settings, top } = await examine(options, io);
    const blocked = report.checks.some((one) => one.status === 'failed' && !isLocal(one));
    const probed =
      options.probe === null || settings === null
        ? null
        : blocked
          ? refusedProbe()
          : await runProbe({ ...options, hierarchy: options.probe, top, settings, patience }, io);
    const whole = probed === null ? report : merge(report, probed);
    const text = options.format === 'json' ? jsonReport(whole) : doctorText(whole, styleFor(options.colour));
    const unwritten = await writeReport(text, output, io);
    writeDiagnostics(unwritten, options, io);
    if (probed !== null && probed.status !== null) return probed.status;
    const failure = unwritten.length > 0 || whole.checks.some((one) => one.status === 'failed');
    return failure ? exitStatus.failed : exitStatus.done;
  } catch (error) {
    writeDiagnostics(diagnosticsOf(error), options, io);
    return exitStatus.failed;
  }
}

/** What the probe needs nothing of: it asks the server only. */
function isLocal({ name }: Check): boolean {
  return name.startsWith('git') || name.startsWith('profile') || name === 'lease' || name === 'applied state';
}

function refusedProbe(): ProbeRun {
  const checks = [failed('probe', 'not begun, as something above failed', 'Put that right, and run it again.')];
  return { checks, findings: [], requests: { read: 0, write: 0 }, status: null };
}

function merge(report: DoctorReport, { checks, findings, requests }: ProbeRun): DoctorReport {
  const read = report.requests.read + requests.read;
  return {
    ...report,
    checks: [...report.checks, ...checks],
    findings,
    requests: { read, write: report.requests.write + requests.write },
  };
}

interface Examined {
  readonly report: DoctorReport;
  readonly settings: Settings | null;
  /** Top of the repository, or the folder of the command outside of one. */
  readonly top: string;
}

async function examine(options: DoctorOptions, io: Io): Promise<Examined> {
  const { settings, diagnostics } = readSettings(io.env);
  const workplace = await openWorkplace(io.folder, 'customers').catch((error: unknown) => {
    if (error instanceof Stop) return error;
    throw error;
  });
  const top = workplace instanceof Stop ? io.folder : workplace.repository.top;
  const variables =
    diagnostics.length === 0
      ? [ok('variables', 'all that are needed are set')]
      : diagnostics.map(({ message, hint }) => failed('variables', sentence(message), hint ?? ''));
  const server = settings === null ? null : await examineServer(settings, options, io);
  const checks = [
    ...variables,
    ...(server?.checks ?? serverSkipped('the variables are not right')),
    ...(await examineProfile(options, settings?.profile ?? null, top, io)),
    ...(await examineGit(workplace, options, io)),
  ];
  const requests = server?.requests ?? { read: 0, write: 0 };
  const report = { format: 1, env: options.env, server: settings?.url ?? '', checks, findings: [], requests } as const;
  return { report, settings, top };
}

async function examineServer(settings: Settings, options: DoctorOptions, io: Io) {
  let throttled = 0;
  const { log, ...connection } = connectionOf(settings, options, io);
  const transport = openTransport({
    ...connection,
    timeoutMilliseconds: 20_000,
    log: (line) => {
      if (line.status === 429) throttled += 1;
      log?.(line);
    },
  });
  const ourSchema = decodeApiSchema(knownApiSchema());
  if (ourSchema === null)
    throw new Error('schemas/relation_SparkCustomer.json is no schema: install the package again');
  try {
    const checks = await checkServer({
      inspector: createInspector(transport),
      url: settings.url,
      hierarchy: settings.hierarchy,
      ownAuthorities: settings.caPem !== null,
      rate: options.rate,
      throttled: () => throttled,
      now: io.now,
      ourSchema,
    });
    return { checks, requests: { ...transport.counts } };
  } finally {
    await transport.close();
  }
}

async function examineProfile(options: DoctorOptions, variable: string | null, top: string, io: Io) {
  const named = options.profile ?? variable;
  const folder = named === null ? top : io.folder;
  const file = named ?? `schemas/profiles/${options.env}.json`;
  const { profile, diagnostics } = await readProfile(named, options.env, folder);
  if (diagnostics.length > 0) {
    return diagnostics.map(({ message, hint }) => failed('profile', `${file}: ${sentence(message)}`, hint ?? ''));
  }
  const exists = await access(path.resolve(folder, file)).then(
    () => true,
    () => false,
  );
  return checkProfile(profile, exists ? file : null);
}

async function examineGit(workplace: Workplace | Stop, { env }: DoctorOptions, io: Io): Promise<readonly Check[]> {
  if (!(workplace instanceof Stop)) return checkGit(workplace.repository, env, io.now(), gitWords);
  const [problem] = workplace.diagnostics;
  return noRepository(sentence(problem?.message ?? ''), problem?.hint ?? '');
}

/** A message as what was found: without its full stop. */
function sentence(message: string): string {
  return message.replace(/\.$/, '');
}
