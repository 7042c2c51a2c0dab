import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileStatus, FilesReport } from '../model/files-report.ts';
import type { Intake } from './file-edit.ts';

/** What a command did to the files, as it is reported. `read` counts requests. */
export function filesReport(
  command: FilesReport['command'],
  { edits, variables, diagnostics }: Intake,
  read: number,
): FilesReport {
  const count = (status: FileStatus) => edits.filter((one) => one.status === status).length;
  return {
    format: 1,
    command,
    summary: {
      new: count('new'),
      changed: count('changed'),
      removed: count('removed'),
      unchanged: count('unchanged'),
      left: count('left'),
      requests: { read },
    },
    files: edits.map(({ file, status, customer, changes }) => ({ file, status, customer, changes })),
    variables,
    diagnostics,
  };
}

/** The report of a command that did nothing. */
export function nothingDone(command: FilesReport['command'], diagnostics: readonly Diagnostic[]): FilesReport {
  return filesReport(command, { edits: [], variables: [], diagnostics }, 0);
}
