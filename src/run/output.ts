import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnosticsText } from '../report/diagnostics-text.ts';
import { styleFor } from '../report/style.ts';
import type { Io } from './io.ts';
import type { OutputOptions } from './options.ts';
import { Stop } from './stop.ts';

/**
 * Empties the file of `--output`, before anything else is done: what cannot be written is told before the server is asked,
 * and an old report never passes for that of a run that failed. Throws `Stop`.
 */
export async function prepareOutput({ output }: OutputOptions, io: Io): Promise<void> {
  if (output === null) return;
  await writeFile(path.resolve(io.folder, output), '').catch((error: unknown) => {
    throw new Stop([notWritten(output, error)]);
  });
}

/**
 * Writes the report where it was asked for: to standard output or to a file. A report that the file does not take is not
 * lost: it goes to standard output, and the diagnostics that are returned say so.
 */
export async function writeReport(text: string, options: OutputOptions, io: Io): Promise<readonly Diagnostic[]> {
  const { output } = options;
  if (output === null) {
    io.stdout(text);
    return [];
  }
  try {
    await writeFile(path.resolve(io.folder, output), text);
    return [];
  } catch (error) {
    io.stdout(text);
    return [notWritten(output, error)];
  }
}

/** A value as the JSON report: indented, with a line break at its end. */
export function jsonReport(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes diagnostics to standard error, in every format. */
export function writeDiagnostics(diagnostics: readonly Diagnostic[], options: OutputOptions, io: Io): void {
  if (diagnostics.length > 0) io.stderr(diagnosticsText(diagnostics, styleFor(options.colour)));
}

function notWritten(output: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
  return {
    severity: 'error',
    code: 'output-not-written',
    message: `The report cannot be written to ${output}${code}.`,
    hint: 'Name a file in a folder that exists and can be written to: --output report.txt.',
  };
}
