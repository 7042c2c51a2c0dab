import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { filesReport, nothingDone } from '../adopt/count-files.ts';
import type { Existing, Intake, NewFileOptions } from '../adopt/file-edit.ts';
import { parseLayout } from '../adopt/layout.ts';
import { intakeReads, type Wanted } from '../adopt/reads.ts';
import { createReader } from '../api/customer-reader.ts';
import { openTransport } from '../api/transport.ts';
import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { AppliedCustomer } from '../model/state.ts';
import { otherServer } from '../plan/other-server.ts';
import { readSettings } from '../sources/environment.ts';
import { readExportFile } from '../sources/export-file.ts';
import { completeLive, listLive } from '../sources/live.ts';
import { confirmSchema } from './confirm-schema.ts';
import { connectionOf } from './connection.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { filesForms } from './files-forms.ts';
import type { Io } from './io.ts';
import type { FilesOptions, OutputOptions, PlanOptions } from './options.ts';
import { prepareOutput, writeDiagnostics, writeFailure, writeReport } from './output.ts';
import { readProfileFor } from './planning.ts';
import { readApplied, readLocalApplied } from './read-applied.ts';
import { readTree, type WorkTree } from './read-tree.ts';
import { openWorkplace, type Workplace } from './repository.ts';
import { diagnosticsOf, Stop, statusOfError, stopOnErrors } from './stop.ts';
import { writeFiles } from './write-files.ts';

/** What import and adopt have in common. */
export interface IntakeOptions
  extends OutputOptions,
    FilesOptions,
    Pick<PlanOptions, 'env' | 'profile' | 'rate' | 'concurrency'> {
  readonly layout: string;
  readonly secrets: 'none' | 'found';
  /** Change files that have uncommitted changes too. */
  readonly allowDirty: boolean;
}

/** The three worlds as an import or adopt compares them. */
export interface Worlds extends Existing {
  readonly declared: readonly Customer[];
  readonly applied: readonly AppliedCustomer[];
  readonly live: readonly LiveCustomer[];
}

/** How a command takes live values into files. */
export interface Taking {
  readonly command: 'import' | 'adopt';
  /** An export to read in place of the server; `null`: the server. */
  readonly from: string | null;
  /** How much of a record has to be known. */
  readonly wanted: (desired: Customer | null, live: LiveCustomer) => Wanted;
  /** The pure part. */
  readonly decide: (worlds: Worlds, newFile: Pick<NewFileOptions, 'layout' | 'schema' | 'secrets'>) => Intake;
}

/** Reads the worlds, decides, writes the files of the work tree and reports. The server is only read. */
export async function takeIn(taking: Taking, options: IntakeOptions, io: Io): Promise<ExitStatus> {
  try {
    await prepareOutput(options, io);
    const { report, unwritten } = await takeNow(taking, options, io);
    const late = await writeReport(filesForms(report), options, io);
    writeDiagnostics([...report.diagnostics, ...late], options, io);
    if (unwritten > 0) return exitStatus.partly;
    return late.length > 0 ? exitStatus.failed : exitStatus.done;
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    writeDiagnostics(diagnostics, options, io);
    await writeFailure(filesForms(nothingDone(taking.command, diagnostics)), options, io);
    return statusOfError(error);
  }
}

async function takeNow(taking: Taking, options: IntakeOptions, io: Io) {
  const workplace = await openWorkplace(io.folder, options.customers);
  const [tree, layout] = [await readTree(workplace, io), parseLayout(options.layout)];
  const problems = [...tree.diagnostics, ...(typeof layout === 'string' ? [badLayout(layout)] : [])];
  const read =
    taking.from === null
      ? await readServer(taking, tree, problems, workplace, options, io)
      : await readExport(taking.from, tree, problems, workplace, options, io);
  const { files, options: decoding, declared } = tree;
  const schema = await schemaIn(workplace.repository.top);
  const newFile = { layout: typeof layout === 'string' ? [] : layout, secrets: options.secrets, schema };
  const intake = taking.decide({ files, options: decoding, declared, applied: read.applied, live: read.live }, newFile);
  stopOnErrors(intake.diagnostics);
  if (!options.allowDirty) await refuseDirty(intake, workplace);
  const unwritten = await writeFiles(workplace.repository.top, intake.edits, io.now().toString(36));
  const diagnostics = [...read.diagnostics, ...intake.diagnostics, ...unwritten];
  return {
    report: filesReport(taking.command, { ...intake, diagnostics }, read.requests),
    unwritten: unwritten.length,
  };
}

async function readServer(
  taking: Taking,
  { declared, options: { schema } }: WorkTree,
  problems: readonly Diagnostic[],
  workplace: Workplace,
  options: IntakeOptions,
  io: Io,
) {
  const { settings, diagnostics } = readSettings(io.env);
  const [state, profile] = await Promise.all([
    readApplied(workplace, options.env, 'warning', schema),
    readProfileFor(options, settings?.profile ?? null, workplace.repository.top, io),
  ]);
  const all = [...problems, ...diagnostics, ...profile.diagnostics, ...state.diagnostics];
  stopOnErrors([...all, ...(settings === null ? [] : otherServer(options.env, state.applied, settings.url))]);
  if (settings === null) throw new Error('settings without diagnostics are missing');
  const transport = openTransport(connectionOf(settings, options, io), io.pace?.clock);
  try {
    stopOnErrors(await confirmSchema(transport, settings.hierarchy, schema.extras));
    const reader = createReader(transport, profile.profile, schema.extras);
    const listed = await listLive(reader, settings.url, settings.hierarchy);
    const { customers: applied } = state.applied;
    const pkids = intakeReads(declared, applied, listed.customers, taking.wanted);
    const { customers: live } = await completeLive(reader, listed, { pkids, paths: [] });
    return { applied, live, requests: transport.counts.read, diagnostics: all };
  } finally {
    await transport.close();
  }
}

/** No network at all: what was applied is what this clone knows of it. */
async function readExport(
  from: string,
  { options: { schema } }: WorkTree,
  problems: readonly Diagnostic[],
  workplace: Workplace,
  { env }: IntakeOptions,
  io: Io,
) {
  const [state, read] = await Promise.all([
    readLocalApplied(workplace, env, schema),
    readExportFile(path.resolve(io.folder, from), from),
  ]);
  const all = [...problems, ...state.diagnostics, ...read.diagnostics];
  stopOnErrors(all);
  return { applied: state.applied.customers, live: read.customers, requests: 0, diagnostics: all };
}

/** A file that somebody is working on is not written over: neither version could then be told from the other. */
async function refuseDirty({ edits }: Intake, { repository, customers }: Workplace): Promise<void> {
  const changing = edits.filter(({ before, after }) => before !== null && before !== after).map(({ file }) => file);
  if (changing.length === 0) return;
  const uncommitted = new Set((await repository.changes(customers)).uncommitted);
  const dirty = changing.filter((file) => uncommitted.has(file));
  if (dirty.length > 0) throw new Stop(dirty.map(uncommittedChanges), exitStatus.refused);
}

async function schemaIn(top: string): Promise<string | null> {
  const schema = 'schemas/customer.schema.json';
  const there = await lstat(path.join(top, schema)).catch(() => null);
  return there?.isFile() === true ? schema : null;
}

function badLayout(why: string): Diagnostic {
  return {
    severity: 'error',
    code: 'bad-layout',
    message: `The layout cannot be used: ${why}.`,
    hint: 'Write a path below the customers folder, for example --layout "{parent}/{name}.yaml".',
  };
}

function uncommittedChanges(file: string): Diagnostic {
  return {
    severity: 'error',
    code: 'uncommitted-changes',
    message: `${file} would change, and has changes that are not committed. Nothing was written.`,
    hint: 'Commit it first, so that git can show what came from the server; or use --allow-dirty.',
    place: { file, line: 1, column: 1 },
  };
}
