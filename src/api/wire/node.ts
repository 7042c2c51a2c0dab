import type { HierarchyNode } from '../../model/live.ts';
import { parentPkid, pathInMeta } from './hierarchy.ts';
import { pkidOf } from './identity.ts';
import { textAt, UnexpectedShape } from './shape.ts';

/** A node as one entry of the listing of `data/HierarchyNode` tells it. */
export interface NodeEntry {
  readonly pkid: string;
  readonly name: string | null;
  readonly type: string | null;
  /** Its own dotted path, `null` when only its parent is told. */
  readonly path: string | null;
  readonly parent: string | null;
}

/** Decodes one entry of the listing of `data/HierarchyNode`. Throws `UnexpectedShape`. */
export function decodeNode(entry: unknown): NodeEntry {
  const pkid = pkidOf(entry, 'data/HierarchyNode');
  if (pkid === null) throw new UnexpectedShape('an entry of the listing of hierarchy nodes does not tell its pkid');
  const name = textAt(entry, 'data', 'name');
  const path = pathInMeta(entry);
  if (path === null && name === null) throw new UnexpectedShape('a hierarchy node tells neither its path nor its name');
  return { pkid, name, type: textAt(entry, 'data', 'node_type'), path: ownPath(path, name), parent: parentPkid(entry) };
}

/** A record says where it is: for a node that may be its own path or that of the node above it. */
function ownPath(path: string | null, name: string | null): string | null {
  if (path === null || name === null) return path;
  return path === name || path.endsWith(`.${name}`) ? path : `${path}.${name}`;
}

/**
 * The nodes with their dotted paths, sorted by path. A path that is not told is put together from the parents' up to
 * `top`, the hierarchy that was listed (`topPkid`, where the listing tells it). Throws `UnexpectedShape` for a node whose
 * path cannot be known, because a node that is silently left out would read as one that does not exist.
 */
export function resolveNodes(
  entries: readonly NodeEntry[],
  top: string,
  topPkid: string | null,
): readonly HierarchyNode[] {
  const byPkid = new Map(entries.map((entry) => [entry.pkid, entry]));
  const nodes = entries.map((entry) => ({
    pkid: entry.pkid,
    path: pathOf(entry, byPkid, top, topPkid, 0),
    type: entry.type,
    acceptsCustomers: null,
  }));
  const hasTop = nodes.some((node) => node.path === top || node.pkid === topPkid);
  const all =
    hasTop || topPkid === null ? nodes : [...nodes, { pkid: topPkid, path: top, type: null, acceptsCustomers: null }];
  return [...all].sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0));
}

function pathOf(
  entry: NodeEntry,
  byPkid: ReadonlyMap<string, NodeEntry>,
  top: string,
  topPkid: string | null,
  depth: number,
): string {
  if (entry.path !== null) return entry.path;
  if (depth > 64 || entry.name === null) throw new UnexpectedShape('the parents of a hierarchy node form no tree');
  if (entry.pkid === topPkid) return top;
  const parent = entry.parent === null ? undefined : byPkid.get(entry.parent);
  if (parent !== undefined && parent.pkid !== entry.pkid) {
    return `${pathOf(parent, byPkid, top, topPkid, depth + 1)}.${entry.name}`;
  }
  if (entry.parent !== null && entry.parent === topPkid) return `${top}.${entry.name}`;
  if (top === entry.name || top.endsWith(`.${entry.name}`)) return top;
  throw new UnexpectedShape('a hierarchy node tells neither its path nor a parent that is known');
}
