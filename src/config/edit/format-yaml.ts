import { isMap, isScalar, isSeq, Lexer, type Node, visit, type YAMLMap } from 'yaml';
import {
  commentsOf,
  dataOf,
  entryOf,
  keyOf,
  lineBreakOf,
  nodeOf,
  parseEditable,
  rangeOf,
  spliceAll,
} from './editable.ts';
import { entryEnd, indentOf, lineStart, nextLine } from './entries.ts';
import { keyRank } from './key-order.ts';
import { scalarText } from './scalar-text.ts';

/**
 * Brings a customer or defaults file into the one form: keys in order, quotes where they are needed, one space where one is
 * enough. Comments move with what they stand before, the first lines stay the first. No value changes: a step that would
 * change one, or lose a comment, is left out, as is everything in a text that cannot be read.
 */
export function formatYaml(text: string): string {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const paths: readonly (readonly string[])[] = [[], ...inOrder.map((section) => [section])];
  const steps: readonly ((body: string) => string | null)[] = [
    tidyLines,
    plainScalars,
    flowCollections,
    ...paths.map((path) => (body: string) => orderEntries(body, path)),
    orderReferences,
  ];
  return mark + steps.reduce((body, step) => proven(body, step(body)), text.slice(mark.length));
}

const inOrder = ['customer', 'actions', 'lifecycle'];

function proven(before: string, after: string | null): string {
  if (after === null || after === before) return before;
  const data = dataOf(before);
  const same = data !== null && data === dataOf(after);
  return same && commentsOf(before).join('\n') === commentsOf(after).join('\n') ? after : before;
}

/** No spaces at the ends of lines, one behind a colon, and one line break at the end of the file. */
function tidyLines(text: string): string {
  const tokens = [...new Lexer().lex(text)].filter((token) => token !== '\u0002' && token !== '\u001f');
  const kept = tokens.map((token, index) => {
    const next = tokens[index + 1];
    const ends = next === undefined || /^\r?\n$/.test(next);
    if (/^[ \t]+$/.test(token) && ends) return '';
    if (/^ +$/.test(token) && tokens[index - 1] === ':' && next?.startsWith('#') === false) return ' ';
    return token.startsWith('#') ? token.trimEnd() : token;
  });
  const lineBreak = lineBreakOf(text);
  return kept.join('').replace(/(?:\r?\n)*$/, lineBreak);
}

/** Every text as `scalarText` writes it, but those in blocks, which somebody wrote over several lines to be read. */
function plainScalars(text: string): string | null {
  const parsed = parseEditable(text);
  if (parsed === null) return null;
  const splices: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  visit(parsed.document, {
    Scalar: (_, node) => {
      const [start, end] = rangeOf(node);
      if (start === end || node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return;
      const { value } = node;
      if (typeof value === 'string' || typeof value === 'boolean' || value === null) {
        splices.push({ start, end, text: scalarText(value) });
      }
    },
  });
  return spliceAll(text, splices);
}

/** `{ env: NAME, version: 2 }` and `[a, b]`: those on one line, without anchors in them. */
function flowCollections(text: string): string | null {
  const parsed = parseEditable(text);
  if (parsed === null) return null;
  const splices: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  const take = (node: Node) => {
    const [start, end] = rangeOf(node);
    const before = text.slice(start, end);
    if (/[\n&*]/.test(before)) return visit.SKIP;
    splices.push({ start, end, text: flowText(text, node) });
    return visit.SKIP;
  };
  visit(parsed.document, {
    Map: (_, node) => (node.flow === true ? take(node) : undefined),
    Seq: (_, node) => (node.flow === true ? take(node) : undefined),
  });
  return spliceAll(text, splices);
}

function flowText(text: string, value: unknown): string {
  const node = nodeOf(value);
  if (isSeq(node)) return `[${node.items.map((item) => flowText(text, item)).join(', ')}]`;
  if (isMap(node)) {
    const entries = orderOf(node, ['', '']).map(
      (at) => `${keyOf(at) ?? ''}: ${at.value === null ? 'null' : flowText(text, at.value)}`,
    );
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return isScalar(node) ? text.slice(...rangeOf(node)) : 'null';
}

function orderOf(map: YAMLMap, path: readonly string[]) {
  return map.items.toSorted((left, right) => keyRank(path, keyOf(left) ?? '') - keyRank(path, keyOf(right) ?? ''));
}

function mapAt(root: Node, path: readonly string[]): YAMLMap | null {
  if (!isMap(root)) return null;
  const [key, ...rest] = path;
  if (key === undefined) return root;
  const next = nodeOf(entryOf(root, key)?.value);
  return next === null ? null : mapAt(next, rest);
}

/** The mappings in block form below the entries of sections. */
function orderReferences(text: string): string | null {
  const parsed = parseEditable(text);
  if (parsed === null) return null;
  const paths = inOrder.flatMap((section) =>
    (mapAt(parsed.root, [section])?.items ?? []).map((item) => [section, keyOf(item) ?? '']),
  );
  return paths.reduce((now, path) => proven(now, orderEntries(now, path)), text);
}

/** The entries of one mapping in block form in the order of `keyRank`, each with the comments before it. */
function orderEntries(text: string, path: readonly string[]): string | null {
  const root = parseEditable(text)?.root;
  const map = root === undefined ? null : mapAt(root, path);
  const indent = map === null ? null : indentOf(text, map);
  if (map === null || indent === null) return null;
  const ends = map.items.map((item) => entryEnd(text, item, indent));
  const [first] = map.items;
  const firstLine = lineStart(text, rangeOf(first?.key)[0]);
  const begin = path.length === 0 ? firstLine : afterComment(text, parentKey(root, path), firstLine);
  const parts = map.items.map((item, index) => ({ item, text: text.slice(ends[index - 1] ?? begin, ends[index]) }));
  const order = orderOf(map, path).map((item) => parts.find((one) => one.item === item)?.text ?? '');
  return text.slice(0, begin) + order.join('') + text.slice(ends.at(-1) ?? begin);
}

function parentKey(root: unknown, path: readonly string[]): number {
  const parent = isMap(root) ? mapAt(root, path.slice(0, -1)) : null;
  const entry = parent === null ? undefined : entryOf(parent, path.at(-1) ?? '');
  return rangeOf(entry?.key)[1];
}

/** The line below the name of a section, where the comments of its first entry begin. */
function afterComment(text: string, key: number, firstLine: number): number {
  return Math.min(nextLine(text, key), firstLine);
}
