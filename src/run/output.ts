import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { annotationsText } from '../report/annotations.ts';
import { diagnosticsText } from '../report/diagnostics-text.ts';
import { type Style, styleFor } from '../report/style.ts';
import type { Io } from './io.ts';
import type { Format, OutputOptions } from './options.ts';
import { Stop } from './stop.ts';

/** A report in each form that its command offers; a form is made when it is asked for. */
export interface Report {
  readonly text: (style: Style) => string;
  /** The value that the JSON form holds. */
  readonly json: unknown;
  /** Markdown of at most so many bytes; left out where the command does not offer it. */
  readonly markdown?: (bytes: number) => string;
  /** One page in one file; left out where the command does not offer it. */
  readonly html?: () => string;
}

/** Bytes of Markdown: a comment on GitHub holds 65,536 characters, the summary of a step 1 MiB. */
const sizes = { markdown: 60_000, summary: 1_000_000 } as const;

/**
 * Empties the files that the report will go to, before anything else is done: what cannot be written is told before the
 * server is asked, and an old report never passes for that of a run that failed. A step summary keeps what it holds.
 * Throws `Stop`.
 */
export async function prepareOutput({ output, reports }: OutputOptions, io: Io): Promise<void> {
  const files = [...(output === null ? [] : [{ file: output, format: null }]), ...reports];
  const problems = await Promise.all(files.map(({ file, format }) => writeText('', file, format, io)));
  if (problems.flat().length > 0) throw new Stop(problems.flat());
}

/**
 * Writes the report where it was asked for: to standard output or to files. A report that its file does not take is not
 * lost: it goes to standard output, and the diagnostics that are returned say so.
 */
export async function writeReport(report: Report, options: OutputOptions, io: Io): Promise<readonly Diagnostic[]> {
  const main = render(report, options.format, options.colour);
  if (options.output === null) io.stdout(main);
  const problems = options.output === null ? [] : await writeText(main, options.output, options.format, io);
  if (problems.length > 0) io.stdout(main);
  return [...problems, ...(await writeReportFiles(report, options, io))];
}

/**
 * Writes the report of a run that came to nothing: as text, what went wrong stands on standard error and is enough; every
 * other form is complete in each outcome.
 */
export async function writeFailure(report: Report, options: OutputOptions, io: Io): Promise<readonly Diagnostic[]> {
  return options.format === 'text' ? writeReportFiles(report, options, io) : writeReport(report, options, io);
}

async function writeReportFiles(report: Report, { reports }: OutputOptions, io: Io): Promise<readonly Diagnostic[]> {
  const problems = reports.map(({ format, file }) => writeText(render(report, format, false), file, format, io));
  return (await Promise.all(problems)).flat();
}

function render(report: Report, format: Format, colour: boolean): string {
  switch (format) {
    case 'text':
      return report.text(styleFor(colour));
    case 'json':
      // Nor may a text in it be a command of the workflow that prints it.
      return `${JSON.stringify(report.json, null, 2).replaceAll('##[', '##\\u005b')}\n`;
    case 'markdown':
    case 'summary':
      if (report.markdown === undefined) throw new Error('this command has no report in Markdown');
      return report.markdown(sizes[format]);
    case 'html':
      if (report.html === undefined) throw new Error('this command has no report in HTML');
      return report.html();
  }
}

async function writeText(text: string, file: string, format: Format | null, io: Io): Promise<readonly Diagnostic[]> {
  const write = format === 'summary' ? appendFile : writeFile;
  try {
    await write(path.resolve(io.folder, file), text);
    return [];
  } catch (error) {
    return [notWritten(file, error)];
  }
}

/** Writes diagnostics to standard error, in every format; in a workflow on GitHub as annotations too. */
export function writeDiagnostics(diagnostics: readonly Diagnostic[], options: OutputOptions, io: Io): void {
  if (diagnostics.length > 0) io.stderr(diagnosticsText(diagnostics, styleFor(options.colour)));
  annotate(diagnostics, io);
}

/** In a workflow on GitHub, puts what a report says next to the lines of the pull request; elsewhere nothing. */
export function annotate(diagnostics: readonly Diagnostic[], io: Io): void {
  if (io.env['GITHUB_ACTIONS'] === 'true' && diagnostics.length > 0) io.stderr(annotationsText(diagnostics));
}

function notWritten(file: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
  return {
    severity: 'error',
    code: 'output-not-written',
    message: `The report cannot be written to ${file}${code}.`,
    hint: 'Name a file in a folder that exists and can be written to: --output report.txt.',
  };
}
