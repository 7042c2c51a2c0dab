import type { Fields } from './customer.ts';
import { declaredNames } from './properties.ts';

const known: ReadonlySet<string> = new Set(declaredNames);

/** The names of the fields that are there: in the order of the API, those of a newer schema behind them by name. */
export function fieldNames(...all: readonly Fields[]): readonly string[] {
  const named = declaredNames.filter((name) => all.some((fields) => fields[name] !== undefined));
  const newer = all.flatMap((fields) => Object.keys(fields).filter((name) => !known.has(name)));
  return newer.length === 0 ? named : [...named, ...[...new Set(newer)].sort()];
}
