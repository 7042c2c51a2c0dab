import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInspector } from '../api/inspector.ts';
import { openTransport } from '../api/transport.ts';
import { decodeApiSchema } from '../config/api-schema.ts';
import { deriveCustomerSchema } from '../config/derive-schema.ts';
import { extrasOf } from '../config/newer-properties.ts';
import { filesAgainstSchema } from '../doctor/files-against-schema.ts';
import { schemaChanges } from '../doctor/schema-changes.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SchemaReport } from '../model/schema-report.ts';
import { schemaText } from '../report/schema-text.ts';
import { readSettings, type Settings } from '../sources/environment.ts';
import { connectionOf } from './connection.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import { type KnownSchema, readKnownSchema, schemaFile } from './known-schema.ts';
import type { FilesOptions, OutputOptions } from './options.ts';
import { annotate, prepareOutput, type Report, writeDiagnostics, writeFailure, writeReport } from './output.ts';
import { readTree } from './read-tree.ts';
import { openWorkplace } from './repository.ts';
import { diagnosticsOf, Stop, stopOnErrors } from './stop.ts';
import { writeFiles } from './write-files.ts';

/** What `schema pull` takes. */
export interface SchemaPullOptions extends FilesOptions, OutputOptions {
  /** Write nothing, and tell by the exit status whether the server's schema differs. */
  readonly check: boolean;
}

/** `sparkform schema pull`: takes the server's schema into the repository, and tells what it means for the files. */
export async function runSchemaPull(options: SchemaPullOptions, io: Io): Promise<ExitStatus> {
  try {
    await prepareOutput(options, io);
    const report = await pull(options, io);
    const late = await writeReport(formsOf(report), options, io);
    writeDiagnostics(late, options, io);
    annotate(report.diagnostics, io);
    if (report.outcome === 'failed' || late.length > 0) return exitStatus.failed;
    return report.outcome === 'differs' ? exitStatus.changes : exitStatus.done;
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    writeDiagnostics(diagnostics, options, io);
    await writeFailure(formsOf({ ...nothingYet, outcome: 'failed', diagnostics }), options, io);
    return exitStatus.failed;
  }
}

const nothingYet: SchemaReport = {
  format: 1,
  command: 'schema pull',
  server: '',
  file: schemaFile,
  known: 'packaged',
  outcome: 'as-known',
  changes: [],
  diagnostics: [],
  requests: { read: 0 },
};

async function pull(options: SchemaPullOptions, io: Io): Promise<SchemaReport> {
  const { settings, diagnostics } = readSettings(io.env);
  stopOnErrors(diagnostics);
  if (settings === null) throw new Error('settings without diagnostics are missing');
  const workplace = await openWorkplace(io.folder, options.customers);
  const { top } = workplace.repository;
  const known = await readKnownSchema(top);
  const { document, requests } = await askSchema(settings, options, io);
  const live = decodeApiSchema(document);
  if (live === null) throw new Stop([noSchema()]);
  const { files } = await readTree(workplace, io);
  const meaning = filesAgainstSchema(files, workplace.customers, {
    known: known.schema,
    extras: known.files.extras,
    live,
  });
  const differs = JSON.stringify(document) !== JSON.stringify(known.document);
  const unwritten = differs && !options.check ? await writeSchema(top, document, known, io) : [];
  const written = options.check ? 'differs' : unwritten.length > 0 ? 'failed' : 'written';
  return {
    ...nothingYet,
    server: settings.url,
    known: known.text === null ? 'packaged' : 'file',
    outcome: differs ? written : 'as-known',
    changes: schemaChanges(known.schema, live),
    diagnostics: [
      ...diagnostics,
      ...known.diagnostics,
      ...newlyKnown(known.document, document),
      ...meaning,
      ...unwritten,
    ],
    requests,
  };
}

async function askSchema(settings: Settings, options: SchemaPullOptions, io: Io) {
  const transport = openTransport(connectionOf(settings, { ...options, rate: 10, concurrency: 1 }, io), io.pace?.clock);
  try {
    const document = await createInspector(transport).schemaDocument(settings.hierarchy);
    return { document, requests: { read: transport.counts.read } };
  } finally {
    await transport.close();
  }
}

/** Writes the schema and, where the repository keeps it for editors, that of customer files which follows from it. */
async function writeSchema(
  top: string,
  document: unknown,
  { text }: KnownSchema,
  io: Io,
): Promise<readonly Diagnostic[]> {
  const before = await readFile(path.join(top, customerSchemaFile), 'utf8').catch(() => null);
  const textOf = (schema: unknown) => `${JSON.stringify(schema, null, 2)}\n`;
  const edits = [
    { file: schemaFile, before: text, after: textOf(document) },
    ...(before === null ? [] : [{ file: customerSchemaFile, before, after: textOf(deriveCustomerSchema(document)) }]),
  ];
  return writeFiles(top, edits, io.now().toString(36));
}

const customerSchemaFile = 'schemas/customer.schema.json';

/** What customer files may declare from now on, and could not before. */
function newlyKnown(before: unknown, now: unknown): readonly Diagnostic[] {
  const [earlier, extras] = [extrasOf(before), extrasOf(now)];
  const isNew = (name: string) => !earlier.declared.has(name) && !earlier.secrets.includes(name);
  const kinds = { string: 'a text', boolean: 'true or false' };
  return [
    ...[...extras.declared].map(([name, kind]) => [name, kinds[kind]] as const),
    ...extras.secrets.map((name) => [name, 'a reference to a secret'] as const),
  ]
    .filter(([name]) => isNew(name))
    .map(([name, what]) => ({
      severity: 'notice',
      code: 'newer-property',
      message: `Customer files may declare "${name}", ${what}.`,
      hint: `Write ${name}: below customer:. Nothing of it is managed until then.`,
    }));
}

function formsOf(report: SchemaReport): Report {
  return { text: (style) => schemaText(report, style), json: report };
}

function noSchema(): Diagnostic {
  return {
    severity: 'error',
    code: 'no-schema',
    message: 'The server does not send its schema with the list of customers.',
    hint: 'sparkform api add-form shows what a customer may hold there.',
  };
}
