import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  Lexer,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { readYaml } from '../read-yaml.ts';

/** A change of a text: what stands from `start` up to `end` is replaced. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies splices that do not overlap, in whatever order they are given. */
export function spliceAll(text: string, splices: readonly Splice[]): string {
  return splices
    .toSorted((left, right) => right.start - left.start)
    .reduce((changed, { start, end, text: part }) => changed.slice(0, start) + part + changed.slice(end), text);
}

/** Parses a text as `readYaml` does, with the places of all nodes; `null` where it is not YAML or no mapping. */
export function parseEditable(text: string): { readonly document: Document; readonly root: YAMLMap } | null {
  const document = parseDocument(text, { schema: 'core', merge: false, stringKeys: true, uniqueKeys: false });
  const { contents } = document;
  return document.errors.length === 0 && isMap(contents) ? { document, root: contents } : null;
}

/** The entry of a mapping with this key. */
export function entryOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((item) => keyOf(item) === key);
}

/** The text of an entry's key. */
export function keyOf({ key }: Pair): string | null {
  return isScalar(key) && typeof key.value === 'string' ? key.value : null;
}

/** The node behind an entry, `null` where there is none. */
export function nodeOf(value: unknown): Node | null {
  return isAlias(value) || isMap(value) || isScalar(value) || isSeqNode(value) ? value : null;
}

function isSeqNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'items' in value && 'range' in value;
}

/** Where a node begins and where its own text ends. Nodes of a parsed text always have both. */
export function rangeOf(node: unknown): readonly [number, number] {
  const range = (node as Node | null)?.range;
  return [range?.[0] ?? 0, range?.[1] ?? 0];
}

/** The data of a YAML text in one writing, whatever the order of its keys; `null` where it cannot be read. */
export function dataOf(text: string): string | null {
  const { tree, diagnostics } = readYaml('', text);
  return tree === null || diagnostics.length > 0 ? null : JSON.stringify(sorted(tree.value));
}

/** Brings the keys of plain data into one order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}

/** Every comment of a YAML text, without spaces at its end, sorted: what an edit must not lose. */
export function commentsOf(text: string): readonly string[] {
  let scalar = false;
  const comments: string[] = [];
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#') && !scalar) comments.push(token.trimEnd());
    scalar = token === '\u001f';
  }
  return comments.sort();
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}
