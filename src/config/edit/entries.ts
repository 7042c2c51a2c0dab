import type { Pair, YAMLMap } from 'yaml';
import { nodeOf, rangeOf } from './editable.ts';

/** The start of the line that holds an offset. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The start of the line after the one that holds an offset; the end of the text after the last line. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** The spaces before the keys of a mapping in block form; `null` where they do not begin their lines. */
export function indentOf(text: string, map: YAMLMap): string | null {
  const [first] = map.items;
  if (map.flow === true || first === undefined) return null;
  const [key] = rangeOf(first.key);
  const indent = text.slice(lineStart(text, key), key);
  return /^ *$/.test(indent) ? indent : null;
}

/**
 * Where an entry of a mapping in block form ends: at the start of the line below it, behind the comments below it that are
 * indented deeper than its key.
 */
export function entryEnd(text: string, entry: Pair, indent: string): number {
  const node = nodeOf(entry.value);
  const [, end] = rangeOf(node ?? entry.key);
  let at = end > 0 && text[end - 1] === '\n' ? end : nextLine(text, end);
  const deeper = new RegExp(`^${indent} +#`);
  while (at < text.length && deeper.test(text.slice(at, nextLine(text, at)))) at = nextLine(text, at);
  return at;
}
