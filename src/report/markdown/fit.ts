/** One customer of a report, as it can be shown in a table, in a list of names, and in full. */
export interface Entry {
  /** Markdown for its name alone. */
  readonly name: string;
  /** What it is counted as where it is left out: `to update`. */
  readonly kind: string;
  /** Whether it is shown in full before the others get so much as a row. */
  readonly urgent: boolean;
  /** A row of the table, with its line break. */
  readonly row: () => string;
  /** The whole of it; `null` where the row says everything. */
  readonly detail: (() => string) | null;
}

/** What of the entries fits. Every entry is in the rows, in the names, or counted in `unnamed`. */
export interface Fitted {
  readonly rows: readonly string[];
  readonly details: readonly string[];
  /** Entries without a row, by kind. */
  readonly named: ReadonlyMap<string, readonly string[]>;
  /** How many are not even named, by kind. */
  readonly unnamed: ReadonlyMap<string, number>;
  /** How many have no detail for want of space, by kind. */
  readonly undetailed: ReadonlyMap<string, number>;
}

type Level = 'name' | 'row' | 'detail';

/** In this order space is given out, each time to the first entries first; `until` is the share of all that may be used by then. */
const passes: readonly { readonly to: Level; readonly urgent: boolean; readonly until: number }[] = [
  { to: 'row', urgent: true, until: 0.5 },
  { to: 'detail', urgent: true, until: 0.75 },
  { to: 'name', urgent: false, until: 1 },
  { to: 'row', urgent: false, until: 1 },
  { to: 'detail', urgent: false, until: 1 },
];

interface Place {
  readonly entry: Entry;
  level: Level | null;
  cost: number;
  row: string;
  detail: string;
}

/**
 * Gives the bytes to the entries, which come in the order of their importance: what is left out is always that of the
 * least important ones. Takes time in proportion to the number of entries; rows and details are made only as long as they fit.
 */
export function fitEntries(entries: readonly Entry[], bytes: number): Fitted {
  const places = entries.map((entry): Place => ({ entry, level: null, cost: 0, row: '', detail: '' }));
  let used = 0;
  for (const { to, urgent, until } of passes) {
    for (const place of places) {
      if ((urgent && !place.entry.urgent) || rank(place.level) >= rank(to)) continue;
      if (to === 'detail' && place.entry.detail === null) continue;
      if (to === 'detail' && place.level !== 'row') break;
      const cost = costOf(place, to);
      if (used - place.cost + cost > bytes * until) break;
      used += cost - place.cost;
      place.level = to;
      place.cost = cost;
    }
  }
  return {
    rows: places.filter((one) => rank(one.level) >= rank('row')).map((one) => one.row),
    details: places.filter((one) => one.level === 'detail').map((one) => one.detail),
    named: grouped(places.filter((one) => one.level === 'name')),
    unnamed: counted(places.filter((one) => one.level === null)),
    undetailed: counted(places.filter((one) => one.level !== 'detail' && one.entry.detail !== null)),
  };
}

function rank(level: Level | null): number {
  return level === null ? 0 : { name: 1, row: 2, detail: 3 }[level];
}

/** What the entry takes in all at this level; the separators between names are counted with them. */
function costOf(place: Place, level: Level): number {
  const { entry } = place;
  if (level === 'name') return byteLength(entry.name) + 2;
  if (level === 'row') place.row = entry.row();
  if (level === 'row') return byteLength(place.row);
  place.detail = entry.detail?.() ?? '';
  return byteLength(place.row) + byteLength(place.detail) + 1;
}

function grouped(places: readonly Place[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { entry } of places) {
    const group = groups.get(entry.kind);
    if (group === undefined) groups.set(entry.kind, [entry.name]);
    else group.push(entry.name);
  }
  return groups;
}

function counted(places: readonly Place[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { entry } of places) counts.set(entry.kind, (counts.get(entry.kind) ?? 0) + 1);
  return counts;
}

const encoder = new TextEncoder();

/** The length of a text in bytes of UTF-8. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}
