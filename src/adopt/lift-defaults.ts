import type { Fields } from '../model/customer.ts';
import { pathKey } from './safe-name.ts';

/** A file that is going to be, and what it says. */
interface Described {
  readonly file: string;
  readonly fields: Fields;
}

/** What identifies one customer cannot have a default. */
const unliftable = ['name', 'account_number_external'];

/**
 * Moves what two or more new files of a folder, and all below it, have in common into the `_defaults.yaml` of the folder, the
 * highest one that can hold it. A folder in or below which something is already keeps what it has: its files would change.
 */
export function liftDefaults<T extends Described>(
  customers: readonly T[],
  folder: string,
  existing: readonly string[],
): { readonly customers: readonly T[]; readonly defaults: readonly Described[] } {
  const below = customers.filter(({ file }) => file.startsWith(`${folder}/`));
  const occupied = existing.some((path) => pathKey(path).startsWith(pathKey(`${folder}/`)));
  const common = occupied || below.length < 2 ? [] : namesInCommon(below);
  const [first] = below;
  const own = first === undefined || common.length === 0 ? [] : [defaultsOf(folder, first, common)];
  const rest = below.map((one) => without(one, common));
  const children = foldersBelow(rest, folder).map((child) => liftDefaults(rest, child, existing));
  const direct = rest.filter(({ file }) => !file.slice(folder.length + 1).includes('/'));
  return {
    customers: [...direct, ...children.flatMap((child) => child.customers)],
    defaults: [...own, ...children.flatMap((child) => child.defaults)],
  };
}

function namesInCommon(customers: readonly Described[]): readonly string[] {
  const all = Object.entries(customers[0]?.fields ?? {}).filter(([name]) => !unliftable.includes(name));
  return all.flatMap(([name, value]) => (customers.every(({ fields }) => fields[name] === value) ? [name] : []));
}

function defaultsOf(folder: string, { fields }: Described, common: readonly string[]): Described {
  const shared = Object.entries(fields).filter(([name]) => common.includes(name));
  return { file: `${folder}/_defaults.yaml`, fields: Object.fromEntries(shared) };
}

function without<T extends Described>(one: T, names: readonly string[]): T {
  const fields: Fields = Object.fromEntries(Object.entries(one.fields).filter(([name]) => !names.includes(name)));
  return { ...one, fields };
}

function foldersBelow(customers: readonly Described[], folder: string): readonly string[] {
  const deeper = customers.flatMap(({ file }) => {
    const [name, ...rest] = file.slice(folder.length + 1).split('/');
    return rest.length === 0 || name === undefined ? [] : [`${folder}/${name}`];
  });
  return [...new Set(deeper)];
}
