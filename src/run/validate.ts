import { decodeAcknowledgements, strangers } from '../config/acknowledgements.ts';
import { type Decoded, decodeCustomers } from '../config/decode.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ExtraProperties } from '../model/extra-properties.ts';
import type { SourceFile } from '../model/source-file.ts';
import { countDiagnostics } from '../report/diagnostics-text.ts';
import { readSecretNames } from '../sources/environment.ts';
import { readSourceFiles } from '../sources/files.ts';
import { worthKnowing } from '../sources/known-cache.ts';
import type { FileRules } from './decode-knowing.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import { readKnownSchema } from './known-schema.ts';
import type { FilesOptions, OutputOptions } from './options.ts';
import { prepareOutput, writeDiagnostics, writeReport } from './output.ts';
import { diagnosticsOf, hasErrors } from './stop.ts';

/** `sparkform validate`: reads the customer files and says everything that is wrong with them. No network, no secrets. */
export async function runValidate(options: FilesOptions & OutputOptions, io: Io): Promise<ExitStatus> {
  const unwritable = await prepareOutput(options, io).then(() => [], diagnosticsOf);
  const names = readSecretNames(io.env);
  const known = await readKnownSchema(io.folder);
  const { files, diagnostics: unreadable } = await readSourceFiles(io.folder, options.customers);
  const { secretNames } = names;
  const rules = { folder: options.customers, secretNames, inherited: null, schema: known.files };
  const decoded =
    files.length < worthKnowing ? decodeCustomers(files, rules) : await decodeMany(files, rules, io.folder);
  const diagnostics = [
    ...unwritable,
    ...names.diagnostics,
    ...known.diagnostics,
    ...unreadable,
    ...decoded.diagnostics,
    ...knownDrift(files, options, decoded, known.files.extras),
  ];
  const valid = !hasErrors(diagnostics);
  if (options.format === 'text') writeDiagnostics(diagnostics, options, io);
  const report = { format: 1, valid, customers: decoded.customers.length, diagnostics };
  const late = await writeReport({ text: () => validText(report, options), json: report }, options, io);
  if (unwritable.length === 0) writeDiagnostics(late, options, io);
  return valid && late.length === 0 ? exitStatus.done : exitStatus.failed;
}

/** What knows git is loaded for many files only: a person waits for one. */
async function decodeMany(files: readonly SourceFile[], rules: FileRules, folder: string): Promise<Decoded> {
  const { decodeKnowing } = await import('./decode-knowing.ts');
  return decodeKnowing(files, rules, folder);
}

/** What is wrong with the acknowledgements; whether their customers exist can be said only where all files can be read. */
function knownDrift(
  files: readonly SourceFile[],
  { customers: folder }: FilesOptions,
  decoded: Pick<Decoded, 'customers' | 'diagnostics'>,
  extras: ExtraProperties,
) {
  const { acknowledgements, diagnostics } = decodeAcknowledgements(files, folder, extras);
  return [...diagnostics, ...(decoded.diagnostics.length > 0 ? [] : strangers(acknowledgements, decoded.customers))];
}

interface ValidReport {
  readonly valid: boolean;
  readonly customers: number;
  readonly diagnostics: readonly Diagnostic[];
}

function validText({ valid, customers, diagnostics }: ValidReport, options: FilesOptions): string {
  if (!valid) return `Not valid: ${countDiagnostics(diagnostics)}.\n`;
  return `Valid: ${customers} ${customers === 1 ? 'customer' : 'customers'} in ${options.customers}.\n`;
}
