import { decodeCustomers } from '../config/decode.ts';
import { countDiagnostics } from '../report/diagnostics-text.ts';
import { readSecretNames } from '../sources/environment.ts';
import { readSourceFiles } from '../sources/files.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import type { FilesOptions, OutputOptions } from './options.ts';
import { jsonReport, writeDiagnostics, writeReport } from './output.ts';

/** `sparkform validate`: reads the customer files and says everything that is wrong with them. No network, no secrets. */
export async function runValidate(options: FilesOptions & OutputOptions, io: Io): Promise<ExitStatus> {
  const names = readSecretNames(io.env);
  const { files, diagnostics: unreadable } = await readSourceFiles(io.folder, options.customers);
  const decoded = decodeCustomers(files, {
    folder: options.customers,
    secretNames: names.secretNames,
    inherited: null,
  });
  const diagnostics = [...names.diagnostics, ...unreadable, ...decoded.diagnostics];
  const valid = !diagnostics.some((one) => one.severity === 'error');
  if (options.format === 'json') {
    const report = { format: 1, valid, customers: decoded.customers.length, diagnostics };
    await writeReport(jsonReport(report), options, io);
  } else {
    writeDiagnostics(diagnostics, options, io);
    const count = `${decoded.customers.length} ${decoded.customers.length === 1 ? 'customer' : 'customers'}`;
    const text = valid
      ? `Valid: ${count} in ${options.customers}.\n`
      : `Not valid: ${countDiagnostics(diagnostics)}.\n`;
    await writeReport(text, options, io);
  }
  return valid ? exitStatus.done : exitStatus.failed;
}
