import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import {
  commentsOf,
  dataOf,
  entryOf,
  keyOf,
  lineBreakOf,
  nodeOf,
  parseEditable,
  rangeOf,
  type Splice,
  sorted,
  spliceAll,
} from './editable.ts';
import { entryEnd, indentOf, lineStart } from './entries.ts';
import { keyRank } from './key-order.ts';
import { ownNodes } from './own-nodes.ts';
import { type Quoting, scalarText } from './scalar-text.ts';

/** A value to write: a text, true or false, null, or the members of a reference to a secret. */
export type EditValue = string | boolean | null | Readonly<Record<string, string>>;

/** One value of a customer file to set: `['hierarchy']`, or a section and a name such as `['customer', 'notes']`. */
export interface Edit {
  readonly path: readonly [string] | readonly [string, string];
  readonly value: EditValue;
}

/**
 * Sets values in the text of a customer file and leaves every other line as it is, byte for byte. A key that is not there
 * is added where it belongs. `null` where that cannot be done without losing a comment or touching another value: the
 * result is read again, and given out only when it says exactly what was asked for.
 */
export function editYaml(text: string, edits: readonly Edit[]): string | null {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const body = text.slice(mark.length);
  const edited = edits.reduce<string | null>((now, edit) => (now === null ? null : setValue(now, edit)), body);
  if (edited === null) return null;
  const wanted = expectedData(body, edits);
  const comments = [commentsOf(body), commentsOf(edited)].map((all) => all.join('\n'));
  return wanted !== null && dataOf(edited) === wanted && comments[0] === comments[1] ? mark + edited : null;
}

function expectedData(text: string, edits: readonly Edit[]): string | null {
  const data = dataOf(text);
  if (data === null) return null;
  let all: Readonly<Record<string, unknown>> = JSON.parse(data);
  for (const { path, value } of edits) all = withValue(all, path, value);
  return JSON.stringify(sorted(all));
}

function withValue(all: Readonly<Record<string, unknown>>, [section, name]: Edit['path'], value: EditValue) {
  if (name === undefined) return { ...all, [section]: value };
  const members = all[section] as Readonly<Record<string, unknown>> | undefined;
  return { ...all, [section]: { ...members, [name]: value } };
}

function setValue(text: string, { path, value }: Edit): string | null {
  const own = ownNodes(text, path);
  const parsed = own === null ? null : parseEditable(own);
  if (own === null || parsed === null) return null;
  const [section, name] = path;
  const entry = entryOf(parsed.root, section);
  const change = (splice: Splice | null) => (splice === null ? null : spliceAll(own, [splice]));
  if (name === undefined) {
    return change(
      entry === undefined ? addEntry(own, parsed.root, [], section, value) : replaceValue(own, entry, value),
    );
  }
  if (entry === undefined) return change(addEntry(own, parsed.root, [], section, null, { name, value }));
  const map = nodeOf(entry.value);
  if (!isMap(map)) return null;
  const member = entryOf(map, name);
  return change(member === undefined ? addEntry(own, map, [section], name, value) : replaceValue(own, member, value));
}

/** A value on one line. */
function valueText(value: EditValue, like: Quoting = 'plain'): string {
  if (typeof value !== 'object' || value === null) return scalarText(value, like);
  return `{ ${Object.entries(value)
    .map(([name, member]) => `${name}: ${scalarText(member)}`)
    .join(', ')} }`;
}

const quotings: Readonly<Record<string, Quoting>> = { QUOTE_SINGLE: 'single', QUOTE_DOUBLE: 'double' };

function replaceValue(text: string, entry: Pair, value: EditValue): Splice | null {
  const node = nodeOf(entry.value);
  if (node === null || (isScalar(node) && node.source === '' && node.type === 'PLAIN')) return null;
  const [start, end] = rangeOf(node);
  if (!isScalar(node)) return isMap(node) && node.flow !== true ? null : { start, end, text: valueText(value) };
  if (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED') {
    return { start, end, text: valueText(value, quotings[node.type ?? '']) };
  }
  // The line that begins a block may end in a comment, and the block in the line break of its last line.
  const [header = ''] = text.slice(start, end).split(/\r?\n/, 1);
  const comment = /\s#.*$/.exec(header)?.[0] ?? '';
  const lineBreak = text.slice(start, end).endsWith('\n') ? lineBreakOf(text) : '';
  return { start, end, text: `${valueText(value)}${comment}${lineBreak}` };
}

/** Adds an entry to a mapping, or with `inner` one that begins a section. */
function addEntry(
  text: string,
  map: YAMLMap,
  path: readonly string[],
  key: string,
  value: EditValue,
  inner: { readonly name: string; readonly value: EditValue } | null = null,
): Splice | null {
  if (map.flow === true) {
    const written = inner === null ? valueText(value) : `{ ${inner.name}: ${valueText(inner.value)} }`;
    return addToFlow(map, `${key}: ${written}`);
  }
  const indent = indentOf(text, map);
  const [first] = map.items;
  if (indent === null || first === undefined) return null;
  const lineBreak = lineBreakOf(text);
  const lines =
    inner === null
      ? `${indent}${key}: ${valueText(value)}`
      : `${indent}${key}:${lineBreak}${indent}  ${inner.name}: ${valueText(inner.value)}`;
  const before = map.items.findLast((item) => keyRank(path, keyOf(item) ?? '') < keyRank(path, key));
  const at = before === undefined ? lineStart(text, rangeOf(first.key)[0]) : entryEnd(text, before, indent);
  const unended = at > 0 && text[at - 1] !== '\n';
  return { start: at, end: at, text: unended ? `${lineBreak}${lines}` : `${lines}${lineBreak}` };
}

function addToFlow(map: YAMLMap, written: string): Splice {
  const last = map.items.at(-1);
  const [start] = rangeOf(map);
  if (last === undefined) return { start: start + 1, end: start + 1, text: ` ${written} ` };
  const at = Math.max(rangeOf(last.key)[1], rangeOf(nodeOf(last.value))[1]);
  return { start: at, end: at, text: `, ${written}` };
}
