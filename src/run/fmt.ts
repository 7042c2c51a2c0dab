import { filesReport, nothingDone } from '../adopt/count-files.ts';
import { formatFiles } from '../adopt/format-files.ts';
import { readSourceFiles } from '../sources/files.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { filesForms } from './files-forms.ts';
import type { Io } from './io.ts';
import type { FilesOptions, OutputOptions } from './options.ts';
import { prepareOutput, writeDiagnostics, writeFailure, writeReport } from './output.ts';
import { diagnosticsOf, stopOnErrors } from './stop.ts';
import { writeFiles } from './write-files.ts';

/** What fmt takes. */
export interface FmtOptions extends FilesOptions, OutputOptions {
  /** Write nothing, and fail where a file is not in the one form. */
  readonly check: boolean;
}

/** `sparkform fmt`: brings customer and defaults files into the one form. Files only. */
export async function runFmt(options: FmtOptions, io: Io): Promise<ExitStatus> {
  try {
    await prepareOutput(options, io);
    const { files, diagnostics: unreadable } = await readSourceFiles(io.folder, options.customers);
    stopOnErrors(unreadable);
    const formatted = formatFiles(files, options.customers, options.check);
    const unwritten = options.check ? [] : await writeFiles(io.folder, formatted.edits, io.now().toString(36));
    const diagnostics = [...formatted.diagnostics, ...unwritten];
    const late = await writeReport(filesForms(filesReport('fmt', { ...formatted, diagnostics }, 0)), options, io);
    writeDiagnostics([...diagnostics, ...late], options, io);
    if (unwritten.length > 0) return exitStatus.partly;
    return diagnostics.length + late.length > 0 ? exitStatus.failed : exitStatus.done;
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    writeDiagnostics(diagnostics, options, io);
    await writeFailure(filesForms(nothingDone('fmt', diagnostics)), options, io);
    return exitStatus.failed;
  }
}
