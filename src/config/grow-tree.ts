import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { Place } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { fileError } from './codes.ts';
import { shownIfKnown } from './names.ts';
import { childPointer, type Found, type Tree, type TreeNode } from './tree.ts';

/** The most values in a tree, those that aliases repeat included. */
const mostValues = 2000;

/** Turns a YAML syntax tree into data with places. `tree` is null where it is deeper than `deepest` or has too many values. */
export function growTree(
  file: string,
  contents: Node,
  placeAt: (offset: number) => Place,
  deepest: number,
): { readonly tree: Tree | null; readonly diagnostics: readonly Diagnostic[] } {
  const grower = new Grower(placeAt, deepest);
  const value = grower.grow(contents, '', null, 0);
  if (grower.exceeded !== null) return { tree: null, diagnostics: [tooComplex(grower.exceeded)] };
  return { tree: { file, value, nodes: grower.nodes }, diagnostics: grower.diagnostics };
}

class Grower {
  readonly nodes = new Map<string, TreeNode>();
  readonly diagnostics: Diagnostic[] = [];
  exceeded: Place | null = null;
  readonly #anchors = new Map<string, Node>();
  readonly #placeAt: (offset: number) => Place;
  readonly #deepest: number;

  constructor(placeAt: (offset: number) => Place, deepest: number) {
    this.#placeAt = placeAt;
    this.#deepest = deepest;
  }

  grow(node: Node, pointer: string, key: Place | null, depth: number): unknown {
    const place = this.#placeOf(node);
    // Checked before anything else, so that neither a bomb nor an alias to its own parent is followed.
    if (this.exceeded !== null || depth > this.#deepest || this.nodes.size >= mostValues) {
      this.exceeded ??= place;
      return null;
    }
    const target = isAlias(node) ? this.#anchors.get(node.source) : node;
    if (target === undefined) {
      this.diagnostics.push(unknownAlias(place));
      return null;
    }
    this.#note(target, place);
    this.nodes.set(pointer, {
      found: foundIn(target),
      key,
      value: place,
      plain: plainText(target),
      text: textOf(target),
    });
    if (isMap(target)) return this.#growMap(target, pointer, depth);
    if (isSeq(target)) {
      return target.items.map((item, index) => this.#growItem(item, childPointer(pointer, index), place, depth + 1));
    }
    return isScalar(target) ? target.value : null;
  }

  #growMap(map: YAMLMap, pointer: string, depth: number): unknown {
    const entries = new Map<string, unknown>();
    for (const { key, value } of map.items) {
      if (!isScalar(key) || typeof key.value !== 'string') continue;
      const place = this.#placeOf(key);
      this.#note(key, place);
      if (entries.has(key.value)) this.diagnostics.push(duplicateKey(key.value, place));
      else entries.set(key.value, this.#growItem(value, childPointer(pointer, key.value), place, depth + 1, place));
    }
    // Unlike an assignment, this makes `__proto__` an ordinary property, which is then refused as an unknown one.
    return Object.fromEntries(entries);
  }

  #growItem(value: unknown, pointer: string, parent: Place, depth: number, key: Place | null = null): unknown {
    if (isAlias(value) || isMap(value) || isSeq(value) || isScalar(value)) return this.grow(value, pointer, key, depth);
    this.nodes.set(pointer, { found: 'nothing', key, value: parent, plain: '', text: null });
    return null;
  }

  #note(node: Node, place: Place): void {
    if (isAlias(node)) return;
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, node);
    if (node.tag !== undefined) this.diagnostics.push(tagged(place));
  }

  #placeOf(node: Node): Place {
    return this.#placeAt(node.range?.[0] ?? 0);
  }
}

function foundIn(node: Node): Found {
  if (isMap(node)) return 'mapping';
  if (isSeq(node)) return 'list';
  if (!isScalar(node)) return 'null';
  if (typeof node.value === 'string') return 'text';
  if (typeof node.value === 'boolean') return 'boolean';
  if (typeof node.value === 'number') return 'number';
  return node.source === '' ? 'nothing' : 'null';
}

function plainText(node: Node): string | null {
  return isScalar(node) && node.type === 'PLAIN' ? (node.source ?? null) : null;
}

function textOf(node: Node): string | null {
  return isScalar(node) && typeof node.value === 'string' ? node.value : null;
}

function tooComplex(place: Place): Diagnostic {
  return fileError(
    'too-complex',
    place,
    'The file is nested too deeply or repeats itself through aliases, far beyond a customer file.',
    'Write the values out; a customer file has four levels and some dozens of values.',
  );
}

function unknownAlias(place: Place): Diagnostic {
  return fileError(
    'unknown-alias',
    place,
    'A value begins with *, which makes it an alias, but no anchor of that name stands before it.',
    'Put the value in quotes if it is a text, or write the anchor (&) first.',
  );
}

function duplicateKey(name: string, place: Place): Diagnostic {
  return fileError(
    'duplicate-key',
    place,
    `The property ${shownIfKnown(name)} is written twice in the same mapping, so one of the two would be lost.`,
    'Keep one of the two lines.',
  );
}

function tagged(place: Place): Diagnostic {
  return fileError(
    'yaml-feature',
    place,
    'The value has a tag (a word that begins with !), which customer files do not use.',
    'Remove the tag, and put the value in quotes if it is a text.',
  );
}
