import { type ExtraProperties, noExtras } from '../model/extra-properties.ts';
import type { HierarchyNode, LiveCustomer } from '../model/live.ts';
import type { Profile } from '../model/profile.ts';
import { decodeAnswer } from './answer.ts';
import type { Arrived, CustomerReader, InstanceDocument } from './customers.ts';
import { ApiError } from './error.ts';
import { type Decode, readPages } from './pages.ts';
import { addFormPath, customerPath, customersPath, nodesPath, transactionsPath } from './paths.ts';
import { type Read, readOnly } from './reads.ts';
import type { Transport } from './transport.ts';
import { pathsByPkid } from './wire/hierarchy.ts';
import { isPkid } from './wire/identity.ts';
import { decodeInstance, decodeListEntry, summaryNames } from './wire/instance.ts';
import { decodeNode, resolveNodes } from './wire/node.ts';
import { textAt } from './wire/shape.ts';
import { decodeTransactionEntry, type Transaction } from './wire/transaction.ts';

/** A reader of the server's customers. `extras`: what of a newer schema it is to read, and not to read. */
export function createReader(
  transport: Transport,
  profile: Profile,
  extras: ExtraProperties = noExtras,
): CustomerReader {
  const read = readOnly(transport);
  return {
    listNodes: (hierarchy) => listNodes(read, hierarchy),
    listCustomers: async (hierarchy, nodes = []) =>
      (await listCustomers(read, hierarchy, Promise.resolve(nodes), extras)).entries,
    listAll: (hierarchy, arrived) => listAll(read, hierarchy, extras, arrived),
    readCustomer: (pkid, nodes = []) => readCustomer(read, pkid, nodes, extras),
    acceptsCustomers: (path) => acceptsCustomers(read, path),
    findTransactions: (hierarchy, field, text) => findTransactions(read, profile, hierarchy, field, text),
  };
}

/** Asked for in so many words, as the proof that nothing else exists rests on it. */
const wholeTree = { traversal: 'down', order_by: 'name', direction: 'asc' } as const;

async function listNodes(read: Read, hierarchy: string): Promise<readonly HierarchyNode[]> {
  const listing = await readPages(
    read,
    nodesPath,
    { hierarchy, ...wholeTree },
    {
      identify: ({ pkid }) => pkid,
      decoding: Promise.resolve((entries) => entries.map(decodeNode)),
    },
  );
  // The references of a listing name the hierarchy that was asked, which the listing itself may leave out.
  const told = textAt(listing.meta, 'references', 'parent', 0, 'pkid');
  const topPkid = told !== null && isPkid(told) ? told : null;
  return decodeAnswer(listing.first, () => resolveNodes(listing.entries, hierarchy, topPkid));
}

/** Both listings side by side (10,000 customers: 0.1 s less). What is wrong with that of the nodes is said first. */
async function listAll(read: Read, hierarchy: string, extras: ExtraProperties, arrived: Arrived | undefined) {
  const listing = listNodes(read, hierarchy);
  const listed = listCustomers(read, hierarchy, listing, extras, arrived);
  listed.catch(() => undefined);
  const nodes = await listing;
  const { entries, meta } = await listed;
  return { nodes, customers: entries, schemaVersion: textAt(meta, 'schema_version') };
}

function listCustomers(
  read: Read,
  hierarchy: string,
  nodes: Promise<readonly HierarchyNode[]>,
  extras: ExtraProperties,
  arrived?: Arrived,
) {
  const decoding = nodes.then((all): Decode<LiveCustomer> => {
    const paths = pathsByPkid(all);
    return (entries, meta) => {
      const told = summaryNames(meta);
      const customers = entries.map((entry) => decodeListEntry(entry, told, paths, extras));
      arrived?.(customers, all);
      return customers;
    };
  });
  const identify = ({ pkid }: LiveCustomer) => pkid;
  return readPages(read, customersPath, { hierarchy, ...wholeTree }, { identify, decoding });
}

async function readCustomer(
  read: Read,
  pkid: string,
  nodes: readonly HierarchyNode[],
  extras: ExtraProperties,
): Promise<InstanceDocument> {
  const answer = await read(customerPath(pkid), { hierarchy: topOf(nodes) });
  return decodeAnswer(answer, (json) => decodeInstance(json, pkid, pathsByPkid(nodes), extras));
}

/** A request that names a pkid may leave the hierarchy out; where the nodes are known, their top is given all the same. */
function topOf(nodes: readonly HierarchyNode[]): string | null {
  return nodes.reduce<string | null>((top, { path }) => (top === null || path.length < top.length ? path : top), null);
}

async function acceptsCustomers(read: Read, path: string): Promise<boolean> {
  try {
    await read(addFormPath, { hierarchy: path });
    return true;
  } catch (error) {
    const saysNo = ['refused', 'forbidden', 'not-found', 'said-no'];
    if (error instanceof ApiError && saysNo.includes(error.code)) return false;
    throw error;
  }
}

async function findTransactions(
  read: Read,
  profile: Profile,
  hierarchy: string,
  field: 'external.id' | 'external.reference',
  text: string,
): Promise<readonly Transaction[]> {
  const query = { hierarchy, filter_field: field, filter_condition: 'contains', filter_text: text };
  const listing = await readPages(read, transactionsPath, query, {
    identify: ({ id }) => id,
    decoding: Promise.resolve((entries) => entries.map((entry) => decodeTransactionEntry(entry, profile))),
  });
  return listing.entries;
}
