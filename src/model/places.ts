import type { Customer, Place } from './customer.ts';

/**
 * The text of a customer's `places`: `slot line column`, with `;` between them; behind a `|` those in a `_defaults.yaml`, with
 * the number of folders that it lies above the customer's file. Files of one form have the same text. One text, because
 * hardly any place is ever asked for: 140,000 small lists for 10,000 customers took as long to read as all the rest, and
 * a getter that makes them makes every customer an object of its own kind to V8 (five times the memory, ten times the time
 * to look at one). All places are in `file`, the customer's own, or in defaults above it. A name that is no slot is left out.
 */
export function toPlaces(file: string, places: Readonly<Record<string, Place>>): string {
  const all = Object.entries(places).filter(([slot]) => /^[\w.-]+$/.test(slot));
  const own = all.filter(([, place]) => place.file === file).map(([slot, { line, column }]) => [slot, line, column]);
  const above = all
    .filter(([, place]) => place.file !== file)
    .map(([slot, place]) => [slot, place.line, place.column, depthOf(file) - depthOf(place.file)]);
  return [own, above].map((group) => group.map((words) => words.join(' ')).join(';')).join('|');
}

/** Where a slot (`customer.email_domain`) was written; `null` where that is not known. */
export function placeOfSlot({ file, places }: Pick<Customer, 'file' | 'places'>, slot: string): Place | null {
  for (const entry of places.split(/[;|]/)) {
    const [name, line, column, up] = entry.split(' ');
    if (name !== slot) continue;
    return {
      file: up === undefined ? file : defaultsAbove(file, Number(up)),
      line: Number(line),
      column: Number(column),
    };
  }
  return null;
}

/** The places in the customer's own file. */
export function ownPlaces(places: string): string {
  return `${places.slice(0, places.indexOf('|'))}|`;
}

function depthOf(file: string): number {
  return file.split('/').length;
}

function defaultsAbove(file: string, folders: number): string {
  return [...file.split('/').slice(0, -1 - folders), '_defaults.yaml'].join('/');
}
