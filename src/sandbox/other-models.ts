import { type Call, namedNode } from './call.ts';
import { isWithin, nodeName, nodeReference, parentPath } from './hierarchy.ts';
import type { JsonObject } from './json.ts';
import { page, readTraversal } from './listing.ts';
import type { StoredNode, StoredTransaction } from './records.ts';
import { Refusal } from './refusal.ts';
import { transactionAttributes, transactionEntry, transactionSummary } from './wire-transaction.ts';
import type { World } from './world.ts';

function nodeData({ path, type }: StoredNode): JsonObject {
  return { name: nodeName(path), node_type: type, hierarchy_friendly_name: nodeName(path) };
}

/** A node as the API tells it. Its `meta.path` is its own path; where records tell only their parent, it is text. */
export function nodeInstance({ state, behaviour }: World, node: StoredNode): JsonObject {
  const above = parentPath(node.path);
  const parent = above === null ? undefined : state.node(above);
  const { pkid, href } = nodeReference(node);
  return {
    meta: {
      model_type: 'data/HierarchyNode',
      path: behaviour().hierarchyIn === 'path-list' ? node.path.split('.') : node.path,
      references: {
        parent: parent === undefined ? [] : [nodeReference(parent)],
        self: [{ href: `${href}/`, pkid }],
      },
    },
    data: nodeData(node),
  };
}

/** The list of nodes: the one that is named and, unless told otherwise, those below it. Throws `Refusal`. */
export function nodeList(world: World, call: Call): JsonObject {
  const top = namedNode(world, call, 'hierarchy');
  const query = (name: string): string | undefined => call.req.query(name);
  const local = readTraversal(query) === 'local';
  const rows = world.state.nodes
    .filter(({ path }) => (local ? path === top.path : isWithin(path, top.path)))
    .map((node) => ({ id: node.pkid, attributes: nodeData(node), entry: () => nodeInstance(world, node) }));
  const attributes = ['name', 'node_type', 'hierarchy_friendly_name'];
  return {
    ...page(rows, query, { path: '/api/data/HierarchyNode/', attributes }),
    operations: ['get', 'list'],
    meta: { model_type: 'data/HierarchyNode', references: { parent: [nodeReference(top)], self: [] } },
  };
}

/** The node that the path names. Throws `Refusal`. */
export function nodeOfPath(world: World, call: Call): StoredNode {
  const pkid = call.req.param('pkid') ?? '';
  const node = world.state.node(pkid);
  if (node?.pkid !== pkid) {
    throw new Refusal(404, 'not-found', `data/HierarchyNode ${pkid} does not exist, or you may not see it.`);
  }
  return node;
}

/**
 * The list of transactions at a node (a dotted path) and below it; searched by an external name it is empty where the
 * server cannot do that. Throws `Refusal`.
 */
export function transactionList(world: World, call: Call, top: string): JsonObject {
  const query = (name: string): string | undefined => call.req.query(name);
  const blind = world.behaviour().findsByExternalId === 'no' && query('filter_field')?.startsWith('external.') === true;
  const rows = (blind ? [] : world.state.transactions)
    .filter(({ hierarchy }) => isWithin(hierarchy, top))
    .map((transaction) => ({
      id: transaction.id,
      attributes: transactionSummary(world, transaction),
      entry: () => transactionEntry(world, transaction),
    }));
  const names = transactionAttributes.map(({ name }) => name);
  const attributes = ['submitted_time', ...names, 'id', 'external.id', 'external.reference'];
  return {
    ...page(rows, query, { path: '/api/tool/Transaction/', attributes }),
    operations: ['get', 'list'],
    meta: { model_type: 'tool/Transaction', summary_attrs: transactionAttributes, references: {} },
  };
}

/** The transaction that the path names. Throws `Refusal`. */
export function transactionOfPath(world: World, call: Call): StoredTransaction {
  const id = call.req.param('pkid') ?? '';
  const transaction = world.state.transaction(id);
  if (transaction === undefined) {
    throw new Refusal(404, 'not-found', `tool/Transaction ${id} does not exist, or you may not see it.`);
  }
  return transaction;
}
