import type { Fitted } from './fit.ts';

/** A table with its heading; the cells are Markdown without vertical bars. Empty where there is no row. */
export function table(heads: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return '';
  return `${tableRow(heads)}${tableRow(heads.map(() => '---'))}${rows.join('')}`;
}

/** One row of a table, with its line break. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** Of the entries without a row, the names, and how many there are besides; empty where every one has its row. */
export function namesText({ named, unnamed }: Fitted): string {
  const kinds = [...new Set([...named.keys(), ...unnamed.keys()])];
  const lines = kinds.map((kind) => {
    const names = named.get(kind) ?? [];
    const rest = unnamed.get(kind) ?? 0;
    const more = rest === 0 ? [] : [names.length === 0 ? 'not named here' : `and ${rest} more that are not named here`];
    return `- ${names.length + rest} ${kind}: ${[...names, ...more].join(', ')}\n`;
  });
  return lines.length === 0 ? '' : `Without a row for want of space:\n\n${lines.join('')}`;
}

/** What is left out of the details, exactly; empty where nothing is. `where` says where all of it is found. */
export function leftOutText({ undetailed }: Fitted, where: string): string {
  const counts = [...undetailed].map(([kind, count]) => `${count} ${kind}`);
  const total = [...undetailed.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return '';
  return `**Left out for want of space:** the details of ${plural(total, 'customer')} (${counts.join(', ')}). ${where}\n`;
}

/** `1 customer`, `2 customers`. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** The parts that are not empty, with an empty line between them: one after another they are blocks of their own. */
export function blocks(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part) => (part.endsWith('\n') ? part : `${part}\n`))
    .join('\n');
}
