import type { LiveCustomer } from '../model/live.ts';
import { type Layout, pathIn } from './layout.ts';
import { pathKey } from './safe-name.ts';

/**
 * A path for each new customer, by pkid. Two that would have the same, or one that another file has, get a number behind
 * their name; the same customers and files always give the same paths. `existing` are the paths of all entries.
 */
export function placeFiles(
  customers: readonly LiveCustomer[],
  layout: Layout,
  folder: string,
  existing: readonly string[],
): ReadonlyMap<string, string> {
  const taken = new Set(existing.map(pathKey));
  const spellings = new Map(existing.flatMap(foldersOf).map((path) => [pathKey(path), path]));
  const placed = new Map<string, string>();
  for (const customer of inOrder(customers)) {
    const wanted = asSpelled(`${folder}/${pathIn(layout, customer)}`, spellings);
    const path = firstFree(wanted, taken);
    taken.add(pathKey(path));
    placed.set(customer.pkid, path);
  }
  return placed;
}

/** By what people know them by, so that it is of no account in which order a server lists. */
export function inOrder(customers: readonly LiveCustomer[]): readonly LiveCustomer[] {
  const keyOf = ({ hierarchy, fields, pkid }: LiveCustomer) =>
    [hierarchy ?? '', fields.name ?? '', fields.account_number_external ?? '', pkid].join('\0');
  const keyed = customers.map((one) => [keyOf(one), one] as const);
  return keyed.toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)).map(([, one]) => one);
}

function foldersOf(path: string): readonly string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

/** The folder that is there already under another spelling, where letters of both cases are one. */
function asSpelled(path: string, spellings: ReadonlyMap<string, string>): string {
  const known = foldersOf(path).findLast((folder) => spellings.has(pathKey(folder)));
  if (known === undefined) return path;
  return `${spellings.get(pathKey(known)) ?? known}${path.slice(known.length)}`;
}

function firstFree(path: string, taken: ReadonlySet<string>): string {
  const [, stem = path, extension = ''] = /^(.*)(\.ya?ml)$/s.exec(path) ?? [];
  let number = 1;
  let free = path;
  while (taken.has(pathKey(free))) {
    number += 1;
    free = `${stem}-${number}${extension}`;
  }
  return free;
}
