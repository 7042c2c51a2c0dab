import type { Diagnostic } from '../../model/diagnostic.ts';
import { code, prose } from './escape.ts';
import { byteLength } from './fit.ts';
import { table, tableRow } from './table.ts';

/** Diagnostics as a table, errors first; those that do not fit into the bytes are counted by their code. */
export function problemsTable(diagnostics: readonly Diagnostic[], bytes: number): string {
  const ranks = ['error', 'warning', 'notice'];
  const sorted = diagnostics.toSorted((left, right) => ranks.indexOf(left.severity) - ranks.indexOf(right.severity));
  const rows: string[] = [];
  let used = 0;
  for (const one of sorted) {
    const row = problemRow(one);
    used += byteLength(row);
    if (used > bytes) break;
    rows.push(row);
  }
  const text = table(['', 'where', 'what is wrong', 'what to do'], rows);
  return rows.length === sorted.length ? text : `${text}\n${moreText(sorted.slice(rows.length))}`;
}

function problemRow({ severity, code: name, message, hint, place, customer }: Diagnostic): string {
  const where = place === undefined ? customer : `${place.file}:${place.line}:${place.column}`;
  const what = `${prose(message)}<br>${code(name)}`;
  return tableRow([severity, where === undefined ? '' : code(where), what, hint === undefined ? '' : prose(hint)]);
}

/** At most so many codes are told apart. */
const mostCodes = 20;

function moreText(rest: readonly Diagnostic[]): string {
  const counts = new Map<string, number>();
  for (const one of rest) counts.set(one.code, (counts.get(one.code) ?? 0) + 1);
  const told = [...counts].slice(0, mostCodes).map(([name, count]) => `${count} ${code(name)}`);
  return `**Left out for want of space:** ${rest.length} more: ${told.join(', ')}${counts.size > mostCodes ? ', and others' : ''}.\n`;
}
