import type { StoredNode } from './records.ts';

/** Whether `path` is `ancestor` or lies below it. Both are dotted. */
export function isWithin(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}.`);
}

/** The last name of a dotted path: what the API shows as "Located At". */
export function nodeName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The path of the node above, or null for the root. */
export function parentPath(path: string): string | null {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? null : path.slice(0, dot);
}

/** A reference to a node as the API's `meta.references` hold it. */
export function nodeReference(node: StoredNode): { readonly href: string; readonly pkid: string } {
  return { href: `/api/data/HierarchyNode/${node.pkid}`, pkid: node.pkid };
}
