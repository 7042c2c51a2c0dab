import type { HierarchyNode } from '../../model/live.ts';
import { isHierarchyPath, pkidInHref, pkidOrNull } from './identity.ts';
import { at, textAt } from './shape.ts';

/** The dotted path of each known node, by its pkid. */
export type PathsByPkid = ReadonlyMap<string, string>;

/** The lookup that resolves references to nodes. */
export function pathsByPkid(nodes: readonly HierarchyNode[]): PathsByPkid {
  return new Map(nodes.map((node) => [node.pkid, node.path]));
}

/** The dotted path in a resource's `meta.path`, which may be a text or a list of names; `null` when it holds none. */
export function pathInMeta(resource: unknown): string | null {
  const told = at(resource, 'meta', 'path');
  const names = Array.isArray(told) ? told : [told];
  const path = names.every((name) => typeof name === 'string') ? names.join('.') : '';
  return isHierarchyPath(path) ? path : null;
}

/** The pkid of the node that a resource names as its parent: `meta.references.parent`, then `meta.parent_id`. */
export function parentPkid(resource: unknown): string | null {
  return (
    pkidOrNull(textAt(resource, 'meta', 'references', 'parent', 0, 'pkid')) ??
    pkidInHref(textAt(resource, 'meta', 'references', 'parent', 0, 'href'), 'data/HierarchyNode') ??
    pkidOrNull(textAt(resource, 'meta', 'parent_id', 'pkid')) ??
    pkidInHref(textAt(resource, 'meta', 'parent_id', 'uri'), 'data/HierarchyNode') ??
    pkidOrNull(textAt(resource, 'meta', 'parent_id'))
  );
}

/**
 * The dotted path of the node that holds a record: `meta.path`, a reference to the parent, or `meta.hierarchy` (a path, or
 * a node's pkid). `null` when the record tells none of them, or only a node that is not known. To be given one record,
 * never a listing: the references of a listing name the hierarchy that was asked.
 */
export function hierarchyOf(resource: unknown, paths: PathsByPkid): string | null {
  return (
    pathInMeta(resource) ??
    paths.get(parentPkid(resource) ?? '') ??
    namedHierarchy(textAt(resource, 'meta', 'hierarchy'), paths)
  );
}

function namedHierarchy(text: string | null, paths: PathsByPkid): string | null {
  if (text === null) return null;
  // A pkid has the letters of a path too: only what begins at the root is one.
  const isPath = /^sys(?:\.|$)/.test(text) && isHierarchyPath(text);
  return paths.get(text) ?? (isPath ? text : null);
}
