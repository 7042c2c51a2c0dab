import { neverApplied } from '../config/applied.ts';
import { decodeCustomers } from '../config/decode.ts';
import type { FileSchema } from '../config/file-schema.ts';
import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { noExtras } from '../model/extra-properties.ts';
import type { Live } from '../model/live.ts';
import type { Status } from '../model/status.ts';
import { otherServer } from '../plan/other-server.ts';
import { makeStatus, statusReads } from '../plan/status.ts';
import { statusText } from '../report/status-text.ts';
import { readSettings } from '../sources/environment.ts';
import { readSourceFiles } from '../sources/files.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import { readKnownSchema } from './known-schema.ts';
import { type ObserveOptions, observeLive } from './observe.ts';
import type { OutputOptions } from './options.ts';
import { prepareOutput, type Report, writeDiagnostics, writeFailure, writeReport } from './output.ts';
import { readProfileFor } from './planning.ts';
import { type AppliedState, lastKnown, readApplied } from './read-applied.ts';
import { openWorkplace, outsideOfGit, type Workplace } from './repository.ts';
import { selectorOf } from './selector.ts';
import { diagnosticsOf, hasErrors, stopOnErrors } from './stop.ts';

/** What status takes. */
export interface StatusOptions extends OutputOptions, ObserveOptions {
  /** A glob over files and customer names; `null`: all. */
  readonly only: string | null;
}

/** `sparkform status`: when the tokens of each customer run out, and who does what about it. Reads only. */
export async function runStatus(options: StatusOptions, io: Io): Promise<ExitStatus> {
  try {
    await prepareOutput(options, io);
    const problems = await writeReport(statusReport(await statusNow(options, io)), options, io);
    writeDiagnostics(problems, options, io);
    return problems.length > 0 ? exitStatus.failed : exitStatus.done;
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    writeDiagnostics(diagnostics, options, io);
    await writeFailure(statusReport(emptyStatus(options, diagnostics)), options, io);
    return exitStatus.failed;
  }
}

async function statusNow(options: StatusOptions, io: Io): Promise<Status> {
  const { env, only } = options;
  const workplace = await openWorkplace(io.folder, options.customers).catch(outsideOfGit);
  const { settings, diagnostics } = readSettings(io.env);
  const schema = await readKnownSchema(workplace?.repository.top ?? io.folder);
  const [state, profile, declared] = await Promise.all([
    workplace === null
      ? nothingApplied
      : readApplied(workplace, env, 'warning', schema.files, lastKnown(workplace, schema.files, io)),
    readProfileFor(options, settings?.profile ?? null, workplace?.repository.top ?? io.folder, io),
    readDeclared(workplace, options, schema.files, io),
  ]);
  const problems = [
    ...diagnostics,
    ...schema.diagnostics,
    ...profile.diagnostics,
    ...state.diagnostics,
    ...declared.diagnostics,
  ];
  stopOnErrors([...problems, ...(settings === null ? [] : otherServer(env, state.applied, settings.url))]);
  if (settings === null) throw new Error('settings without diagnostics are missing');
  const selects = selectorOf(only);
  const input = { desired: declared, applied: state.applied, selects };
  const newer = { extras: noExtras, customers: [] };
  const live = await observeLive(settings, profile.profile, options, io, newer, (listed) =>
    statusReads({ ...input, live: { ...listed, requests: 0 } }),
  );
  return { ...makeStatus({ ...input, env, live, now: io.now() }), diagnostics: problems };
}

const nothingApplied: Pick<AppliedState, 'applied' | 'diagnostics'> = { applied: neverApplied, diagnostics: [] };

/** The customers of the work tree, for their files and what they want refreshed; what is wrong with them is for `validate`. */
async function readDeclared(
  workplace: Workplace | null,
  options: StatusOptions,
  schema: FileSchema,
  io: Io,
): Promise<{ readonly customers: readonly Customer[]; readonly diagnostics: readonly Diagnostic[] }> {
  const folder = workplace?.customers ?? options.customers;
  const { files } = await readSourceFiles(workplace?.repository.top ?? io.folder, folder);
  const { customers, diagnostics } = decodeCustomers(files, { folder, secretNames: null, inherited: null, schema });
  const wrong = hasErrors(diagnostics);
  return { customers, diagnostics: wrong ? [filesWithErrors(folder)] : [] };
}

function filesWithErrors(folder: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'files-with-errors',
    message: `Some files below ${folder} have errors, and their customers count as they were applied, or as unmanaged.`,
    hint: 'sparkform validate tells what is wrong.',
  };
}

function statusReport(status: Status): Report {
  return { text: (style) => statusText(status, style), json: status };
}

/** A report in which nothing is known but what was in its way, so that the JSON has the same shape in every outcome. */
function emptyStatus({ env }: StatusOptions, diagnostics: readonly Diagnostic[]): Status {
  const live: Live = { server: '', hierarchy: '', customers: [], nodes: [], requests: 0 };
  const nothing = { desired: { customers: [] }, applied: neverApplied, selects: () => true };
  return { ...makeStatus({ ...nothing, env, live, now: 0 }), diagnostics };
}
