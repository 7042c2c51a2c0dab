import type { Fields } from './customer.ts';
import { declaredNames } from './properties.ts';

const known: ReadonlySet<string> = new Set(declaredNames);

/** The names of the fields that are there: in the order of the API, those of a newer schema behind them by name. */
export function fieldNames(fields: Fields): readonly string[] {
  const all = Object.keys(fields);
  const named: readonly string[] = declaredNames.filter((name) => fields[name] !== undefined);
  // Nearly always; and asked for with every customer.
  if (named.length === all.length) return named;
  return [...named, ...all.filter((name) => !known.has(name) && fields[name] !== undefined).sort()];
}
