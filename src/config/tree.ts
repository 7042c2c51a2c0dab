import type { Place } from '../model/customer.ts';

/** What kind of value stands somewhere in a file. `nothing`: a name with no value behind it. */
export type Found = 'text' | 'number' | 'boolean' | 'null' | 'nothing' | 'mapping' | 'list';

/** One value of a file, and where it was written. */
export interface TreeNode {
  readonly found: Found;
  /** Where its name was written; `null` for items of lists and the file as a whole. */
  readonly key: Place | null;
  /** Where the value itself begins. */
  readonly value: Place;
  /** The characters of a plain (unquoted) scalar; `null` for everything else. */
  readonly plain: string | null;
  /** The value, where it is a text. */
  readonly text: string | null;
}

/** The content of a YAML file as plain data, with the place of every value. */
export interface Tree {
  readonly file: string;
  readonly value: unknown;
  /** Every value by its JSON pointer (RFC 6901), in the order of the file; the whole is ''. */
  readonly nodes: ReadonlyMap<string, TreeNode>;
}

/** The JSON pointer of a member of the value at `pointer`. */
export function childPointer(pointer: string, name: string | number): string {
  return `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The dotted path that people read (`customer.name`) for a JSON pointer. */
export function dottedPath(pointer: string): string {
  return pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Where the value at a JSON pointer begins; the top of the file for one that is not in it. */
export function placeOf(tree: Tree, pointer: string): Place {
  return tree.nodes.get(pointer)?.value ?? { file: tree.file, line: 1, column: 1 };
}
