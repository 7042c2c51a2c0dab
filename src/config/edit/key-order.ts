import { properties } from '../../model/properties.ts';
import { sections } from '../names.ts';

/** The keys of every mapping of a customer file, in the order in which they are written. */
const orders: Readonly<Record<string, readonly string[]>> = {
  '': sections,
  customer: Object.keys(properties),
  actions: ['sync_roles_licences', 'sync_users', 'refresh_access_token'],
  lifecycle: ['protect', 'ignore'],
};

/** What references, syncs and refreshes hold; no two of them share a key. */
const inner = ['env', 'key', 'version', 'on', 'rerun', 'within'];

/** Where a key stands in the mapping at a path (`[]` is the file itself): lower goes first, unknown ones last. */
export function keyRank(path: readonly string[], key: string): number {
  const order = path.length < 2 ? orders[path[0] ?? ''] : inner;
  const rank = order?.indexOf(key) ?? -1;
  return rank < 0 ? 1000 : rank;
}
