import type { Arrived, CustomerReader } from '../api/customers.ts';
import type { HierarchyNode, Live } from '../model/live.ts';

/** The live system as far as listings tell it, before anybody counted requests. */
export type Listed = Omit<Live, 'requests'>;

/**
 * Lists the nodes and the customers of a hierarchy with everything below it, proven complete. `arrived` gets customers as
 * they come, before anything is proven. Throws `ApiError`.
 */
export async function listLive(
  reader: CustomerReader,
  server: string,
  hierarchy: string,
  arrived?: Arrived,
): Promise<Listed> {
  return { server, hierarchy, ...(await reader.listAll(hierarchy, arrived)) };
}

/** Reads what a listing does not tell: whole records by pkid, and whether nodes take customers. Throws `ApiError`. */
export async function completeLive(
  reader: CustomerReader,
  live: Listed,
  missing: { readonly pkids: readonly string[]; readonly paths: readonly string[] },
): Promise<Listed> {
  const [documents, answers] = await Promise.all([
    Promise.all(missing.pkids.map((pkid) => reader.readCustomer(pkid, live.nodes))),
    Promise.all(missing.paths.map(async (path) => [path, await reader.acceptsCustomers(path)] as const)),
  ]);
  const whole = new Map(documents.map(({ live: one }) => [one.pkid, one]));
  return {
    ...live,
    customers: whole.size === 0 ? live.customers : live.customers.map((one) => whole.get(one.pkid) ?? one),
    nodes: live.nodes.map((node) => withAnswer(node, live.nodes, new Map(answers))),
  };
}

/** One node was asked for all of its type. */
function withAnswer(
  node: HierarchyNode,
  nodes: readonly HierarchyNode[],
  answers: ReadonlyMap<string, boolean>,
): HierarchyNode {
  const own = answers.get(node.path);
  if (own !== undefined) return { ...node, acceptsCustomers: own };
  const [alike] = [...answers].filter(
    ([path]) => node.type !== null && nodes.find((one) => one.path === path)?.type === node.type,
  );
  return alike === undefined ? node : { ...node, acceptsCustomers: alike[1] };
}
