import type { SchemaChange, SchemaReport } from '../model/schema-report.ts';
import { clean, shorten } from './clean.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import type { Style } from './style.ts';

/** What became of the schema, for a terminal: what changed, what it means for which lines of the files, what was done. */
export function schemaText(report: SchemaReport, style: Style): string {
  const { changes, server, file, known, diagnostics, requests } = report;
  const from = known === 'file' ? clean(file) : 'the schema that sparkform was made for';
  const sections = [
    [`${style.bold('relation/SparkCustomer')} on ${clean(server)}, against ${from}`],
    changes.map((change) => changeText(change, style)),
    diagnostics.length === 0 ? [] : [diagnosticsText(diagnostics, style).trimEnd()],
    [style.bold(`Schema: ${outcomeText(report)} ${requests.read} request${requests.read === 1 ? '' : 's'} read.`)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function changeText({ property, what, before, after }: SchemaChange, style: Style): string {
  const name = property === null ? 'schema_version' : shorten(property, 60);
  if (what === 'property') {
    return before === null
      ? `${style.add('+')} ${name}  ${style.faint(shorten(after ?? '', 40))}`
      : `${style.remove('-')} ${name}  ${style.faint(shorten(before, 40))}`;
  }
  const told = (value: string | null) => (value === null ? '(not told)' : shorten(value, 80));
  if (what !== 'choice') {
    const word = { version: '', type: 'type: ', password: 'a password: ', required: 'required: ' }[what];
    return `${style.change('~')} ${name}  ${word}${told(before)} -> ${told(after)}`;
  }
  const quoted = (value: string | null) => `"${told(value)}"`;
  if (before === null) return `${style.change('~')} ${name}  ${style.add('+')} choice ${quoted(after)}`;
  if (after === null) return `${style.change('~')} ${name}  ${style.remove('-')} choice ${quoted(before)}`;
  return `${style.change('~')} ${name}  choice ${quoted(before)} -> ${quoted(after)}`;
}

function outcomeText({ outcome, changes, file }: SchemaReport): string {
  const count = `${changes.length === 1 ? '1 change' : `${changes.length} changes`}`;
  const what = changes.length === 0 ? 'only its texts or its order differ' : count;
  switch (outcome) {
    case 'as-known':
      return 'as known, nothing to write.';
    case 'differs':
      return `${what}, not written.`;
    case 'written':
      return `${what}, written to ${clean(file)}: commit it.`;
    case 'failed':
      return `${what}, which could not be written.`;
  }
}
