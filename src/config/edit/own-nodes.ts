import { type Document, isAlias, isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import { entryOf, keyOf, nodeOf, parseEditable, rangeOf, type Splice, spliceAll } from './editable.ts';
import { scalarText } from './scalar-text.ts';

/** Each round makes one node the path's own, and a path has three. */
const mostRounds = 12;

/**
 * Writes out what the values on a path share with others through anchors and aliases, so that editing there changes nothing
 * elsewhere. `null` where the text cannot be read.
 */
export function ownNodes(text: string, path: readonly string[]): string | null {
  let own = text;
  for (let round = 0; round < mostRounds; round += 1) {
    const parsed = parseEditable(own);
    if (parsed === null) return null;
    const splices = sharing(parsed.document, nodesOn(parsed.root, path));
    if (splices.length === 0) return own;
    own = spliceAll(own, splices);
  }
  return null;
}

function nodesOn(root: Node, path: readonly string[]): readonly Node[] {
  const [key, ...rest] = path;
  const next = key !== undefined && isMap(root) ? nodeOf(entryOf(root, key)?.value) : null;
  return next === null ? [root] : [root, ...nodesOn(next, rest)];
}

function sharing(document: Document, nodes: readonly Node[]): readonly Splice[] {
  for (const node of nodes) {
    const found = isAlias(node) ? [node] : aliasesOf(document, node);
    if (found.length > 0) return found.map((alias) => writtenOut(document, alias));
  }
  return [];
}

function aliasesOf(document: Document, target: Node): readonly Node[] {
  const found: Node[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === target) found.push(alias);
    },
  });
  return found;
}

function writtenOut(document: Document, alias: Node): Splice {
  const [start, end] = rangeOf(alias);
  return { start, end, text: inlineText(document, alias, 0) };
}

/** A value on one line, as it may stand in a mapping of either form. */
function inlineText(document: Document, value: unknown, depth: number): string {
  const node = nodeOf(value);
  if (node === null || depth > 20) return 'null';
  if (isAlias(node)) return inlineText(document, node.resolve(document), depth + 1);
  if (isMap(node)) {
    const entries = node.items.map(
      (item) => `${scalarText(keyOf(item) ?? '')}: ${inlineText(document, item.value, depth + 1)}`,
    );
    return `{ ${entries.join(', ')} }`;
  }
  if (isSeq(node)) return `[${node.items.map((item) => inlineText(document, item, depth + 1)).join(', ')}]`;
  if (!isScalar(node)) return 'null';
  return typeof node.value === 'string' ? scalarText(node.value) : (node.source ?? String(node.value));
}
