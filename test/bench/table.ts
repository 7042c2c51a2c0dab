import type { Comparison } from './measure.ts';

/** What one command took at one size, beside the floor. */
export interface Row extends Comparison {
  readonly name: string;
  readonly size: number;
}

const columns = ['', 'N', 'wall ms', 'x floor', 'cpu ms', 'MB', 'reads', 'writes', 'grows as N to the', 'x before'];

/** The rows as a table in Markdown, each beside the floor of its size, how it grows, and an earlier run (`before`). */
export function tableOf(rows: readonly Row[], before: readonly Row[]): string {
  const cells = rows.map((row) => cellsOf(row, rows, before));
  const widths = columns.map((title, index) => Math.max(title.length, ...cells.map((one) => one[index]?.length ?? 0)));
  const line = (one: readonly string[]) =>
    `| ${one.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |\n`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n`;
  return [line(columns), rule, ...cells.map(line)].join('');
}

function cellsOf(row: Row, rows: readonly Row[], before: readonly Row[]): readonly string[] {
  const alike = (all: readonly Row[], name: string, size: number) =>
    all.find((one) => one.name === name && one.size === size);
  const earlier = alike(before, row.name, row.size);
  const smaller = rows.filter((one) => one.name === row.name && one.size < row.size).at(-1);
  const base = alike(rows, 'bare node', row.size)?.wall ?? 0;
  return [
    row.name,
    String(row.size),
    String(Math.round(row.wall)),
    row.ratio.toFixed(2),
    String(Math.round(row.cpu)),
    String(Math.round(row.memory)),
    String(row.reads),
    String(row.writes),
    smaller === undefined ? '' : exponent(smaller, row, base),
    earlier === undefined ? '' : (row.wall / earlier.wall).toFixed(2),
  ];
}

/** How the cost grows beyond what starting Node.js takes anyway. Where it hardly costs more than that, noise would speak. */
function exponent(smaller: Row, larger: Row, base: number): string {
  const [before, after] = [smaller.wall - base, larger.wall - base];
  if (before < 20 || after < 20) return '';
  return (Math.log(after / before) / Math.log(larger.size / smaller.size)).toFixed(2);
}
