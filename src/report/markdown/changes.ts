import { structuredPatch } from 'diff';
import type { Value } from '../../model/customer.ts';
import { shorten } from '../clean.ts';
import { valueText } from '../steps-text.ts';
import { fenceLine } from './escape.ts';

/** Names stand in a column of this many characters: as many as the longest property has. */
const nameWidth = 25;

/** Longer texts, and those of several lines, are shown by what changed in them. */
const longestWhole = 120;

/** A text diff that needs more edits than this is not looked for: it would be no easier to read, and slow to find. */
const mostEdits = 400;

/** The longest text that is compared line by line, in characters. */
const longestCompared = 200_000;

/** The most lines that are shown of a changed text, and characters of each. */
const mostLines = 30;
const longestLine = 160;

/** A named value in a diff block, with what there is to say on it behind a number sign. */
export function namedLine(sign: '+' | '-' | '!' | ' ', name: string, text: string, remark = ''): string {
  return fenceLine(sign, `${name.padEnd(nameWidth)}  ${text}${remark === '' ? '' : `  # ${remark}`}`);
}

/** What becomes of a value: a line for what it was and one for what it will be; of a long text only what changes in it. */
export function changeLines(name: string, before: Value, after: Value, remark: string): readonly string[] {
  if (isLong(before) || isLong(after)) {
    const lines = longLines(typeof before === 'string' ? before : '', typeof after === 'string' ? after : '');
    return [namedLine('!', name, 'changes as follows', remark), ...lines];
  }
  return [
    ...(before === null ? [] : [namedLine('-', name, valueText(before), after === null ? remark : '')]),
    ...(after === null ? [] : [namedLine('+', name, valueText(after), remark)]),
  ];
}

function isLong(value: Value): boolean {
  return typeof value === 'string' && (value.length > longestWhole || value.includes('\n'));
}

function longLines(before: string, after: string): readonly string[] {
  const several = before.includes('\n') || after.includes('\n');
  const lines = several && before.length + after.length <= longestCompared ? diffOfLines(before, after) : null;
  const all = lines ?? changedMiddle(before, after);
  const shown = all.slice(0, mostLines).map(({ sign, text }) => fenceLine(sign, `    ${shorten(text, longestLine)}`));
  return all.length <= mostLines
    ? shown
    : [...shown, fenceLine('!', `    ${all.length - mostLines} more lines of the difference`)];
}

interface Line {
  readonly sign: '+' | '-' | ' ';
  readonly text: string;
}

function diffOfLines(before: string, after: string): readonly Line[] | null {
  const patch = structuredPatch('', '', before, after, '', '', { context: 1, maxEditLength: mostEdits });
  if (patch === undefined) return null;
  return patch.hunks.flatMap(({ lines }) =>
    lines.flatMap((line): readonly Line[] => {
      const sign = line[0];
      return sign === '+' || sign === '-' || sign === ' ' ? [{ sign, text: line.slice(1) }] : [];
    }),
  );
}

/** How much of what stays is shown on either side of what changes, in characters. */
const context = 24;

/** Of two long texts what is between their common beginning and their common end. */
function changedMiddle(before: string, after: string): readonly Line[] {
  const [old, young] = [[...before], [...after]];
  const shorter = Math.min(old.length, young.length);
  let start = 0;
  while (start < shorter && old[start] === young[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === young.at(-1 - end)) end += 1;
  const cut = (text: readonly string[]) => {
    const [from, to] = [Math.max(0, start - context), Math.min(text.length, text.length - end + context)];
    return `${from > 0 ? '…' : ''}${text.slice(from, to).join('')}${to < text.length ? '…' : ''}`;
  };
  return [
    ...(before === '' ? [] : [{ sign: '-', text: cut(old) } as const]),
    ...(after === '' ? [] : [{ sign: '+', text: cut(young) } as const]),
  ];
}
