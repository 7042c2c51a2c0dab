import type { Value } from '../model/customer.ts';
import type { FileReport, FileStatus, FilesReport, TakenValue } from '../model/files-report.ts';
import { clean, shorten } from './clean.ts';
import type { Style } from './style.ts';

/** The most files of a kind that are listed; the rest are counted. */
const mostListed = 20;

const words: Readonly<Record<FilesReport['command'], string>> = { import: 'Import', adopt: 'Adopt', fmt: 'Format' };

/** What a command did to the files, for a terminal: the files with what changed in them, variables to set, and the counts. */
export function filesText(report: FilesReport, style: Style): string {
  const { command, summary, variables } = report;
  const files = (['removed', 'left', 'changed', 'new'] as const).flatMap((status) => listText(report, status, style));
  const counts = (['new', 'changed', 'removed', 'left', 'unchanged'] as const)
    .filter((status) => summary[status] > 0 || status === 'unchanged')
    .map((status) => `${summary[status]} ${wordFor(status, summary[status])}`);
  const cost = command === 'fmt' ? '' : ` ${summary.requests.read} requests read.`;
  const written = summary.new + summary.changed + summary.removed > 0;
  const sections = [
    files,
    variables.length === 0 ? [] : [variablesText(report, style)],
    command !== 'fmt' && written
      ? [style.faint('Look at the files with git diff, commit them, and run sparkform plan.')]
      : [],
    [style.bold(`${words[command]}: ${counts.join(', ')}.${cost}`)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function wordFor(status: FileStatus, count: number): string {
  return status === 'left' ? (count === 1 ? 'left as it was' : 'left as they were') : status;
}

function listText({ files }: FilesReport, status: Exclude<FileStatus, 'unchanged'>, style: Style): readonly string[] {
  const all = files.filter((one) => one.status === status);
  const more = all.length - mostListed;
  return [
    ...all.slice(0, mostListed).map((one) => fileText(one, status, style)),
    ...(more > 0 ? [style.faint(`  and ${more} more ${status}; --format json lists all`)] : []),
  ];
}

function fileText({ file, customer, changes }: FileReport, status: Exclude<FileStatus, 'unchanged'>, style: Style) {
  const symbols = {
    new: style.add('+'),
    changed: style.change('~'),
    removed: style.remove('-'),
    left: style.remove('!'),
  };
  const name = customer === null ? '' : `  ${style.faint(shorten(customer, 60))}`;
  return [`${symbols[status]} ${clean(file)}${name}`, ...changes.map((one) => changeText(one, style))].join('\n');
}

function changeText({ path, before, after, cause }: TakenValue, style: Style): string {
  // Empty on both sides: the file did not mention it, and now declares it.
  const change = before === null && after === null ? 'declared as empty' : `${shown(before)} -> ${shown(after)}`;
  return `    ${path}: ${change}  ${style.faint(cause)}`;
}

function shown(value: Value): string {
  return typeof value === 'string' ? `"${shorten(value, 80)}"` : value === null ? '(empty)' : String(value);
}

function variablesText({ variables }: FilesReport, style: Style): string {
  const width = Math.max(...variables.map(({ name }) => name.length));
  return [
    style.bold('Set these variables before a secret is to be sent; until then the server keeps what it has:'),
    ...variables.map(({ name, file }) => `  ${clean(name).padEnd(width)}  ${style.faint(clean(file))}`),
  ].join('\n');
}
