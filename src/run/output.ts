import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnosticsText } from '../report/diagnostics-text.ts';
import { styleFor } from '../report/style.ts';
import type { Io } from './io.ts';
import type { OutputOptions } from './options.ts';

/** Writes the report where it was asked for: to standard output or to a file. */
export async function writeReport(text: string, options: OutputOptions, io: Io): Promise<void> {
  if (options.output === null) io.stdout(text);
  else await writeFile(path.resolve(io.folder, options.output), text);
}

/** A value as the JSON report: indented, with a line break at its end. */
export function jsonReport(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes diagnostics to standard error, in every format. */
export function writeDiagnostics(diagnostics: readonly Diagnostic[], options: OutputOptions, io: Io): void {
  if (diagnostics.length > 0) io.stderr(diagnosticsText(diagnostics, styleFor(options.colour)));
}
