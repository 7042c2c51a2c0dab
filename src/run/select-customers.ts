import picomatch from 'picomatch';
import { nearestName } from '../config/names.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCustomer } from '../model/live.ts';

/** A live customer, and the file that it was last applied from. */
export interface Selectable {
  readonly live: LiveCustomer;
  readonly name: string;
  readonly file: string | null;
}

/** What words may name: `patterns` takes globs and hierarchies too, `exact` names and pkids only. */
export type Naming = 'patterns' | 'exact';

/**
 * The customers that words name: by pkid, by name, and with `patterns` by hierarchy (with all below it) or by a glob over
 * names and files. Each once, in the order of `all`. A word that names nobody, or a name that two customers have, is an error.
 */
export function selectCustomers(
  words: readonly string[],
  all: readonly Selectable[],
  naming: Naming,
): { readonly chosen: readonly Selectable[]; readonly problems: readonly Diagnostic[] } {
  const found = words.map((word) => namedBy(word, all, naming));
  const chosen = new Set(found.flatMap((one) => ('problem' in one ? [] : one.customers)));
  return {
    chosen: all.filter((one) => chosen.has(one)),
    problems: found.flatMap((one) => ('problem' in one ? [one.problem] : [])),
  };
}

type Named = { readonly customers: readonly Selectable[] } | { readonly problem: Diagnostic };

function namedBy(word: string, all: readonly Selectable[], naming: Naming): Named {
  const byPkid = all.filter(({ live }) => live.pkid === word);
  if (byPkid.length > 0) return { customers: byPkid };
  const byName = all.filter(({ name }) => name === word);
  if (byName.length > 1) return { problem: ambiguous(word, byName) };
  if (byName.length === 1) return { customers: byName };
  if (naming === 'exact') return { problem: nobody(word, all, naming) };
  const below = all.filter(({ live }) => live.hierarchy === word || live.hierarchy?.startsWith(`${word}.`) === true);
  if (below.length > 0) return { customers: below };
  const matches = picomatch(word);
  const matching = all.filter(({ name, file }) => matches(name) || (file !== null && matches(file)));
  return matching.length > 0 ? { customers: matching } : { problem: nobody(word, all, naming) };
}

function ambiguous(word: string, customers: readonly Selectable[]): Diagnostic {
  const where = customers.map(({ live }) => `${live.pkid} in ${live.hierarchy ?? 'an unknown hierarchy'}`);
  return {
    severity: 'error',
    code: 'ambiguous-customer',
    message: `${customers.length} customers are named ${word}: ${where.join('; ')}.`,
    hint: 'Name the one that is meant by its pkid.',
  };
}

function nobody(word: string, all: readonly Selectable[], naming: Naming): Diagnostic {
  const nearest = nearestName(
    word,
    all.map(({ name }) => name),
  );
  const how = naming === 'exact' ? 'a whole name or a pkid, no pattern' : 'a name, a pkid, a hierarchy or a glob';
  return {
    severity: 'error',
    code: 'unknown-customer',
    message: `No customer is named ${word}.`,
    hint: nearest === null ? `It must be ${how}. sparkform api list shows all.` : `Did you mean ${nearest}?`,
  };
}
