import { hash } from 'node:crypto';
import type { Customer, Place } from '../model/customer.ts';
import type { SourceFile } from '../model/source-file.ts';
import type { Applied } from '../model/state.ts';
import { compareText } from './codes.ts';

/**
 * What files say, by path and content: a file that was decoded once need not be parsed again (for 10,000 files 0.1 seconds
 * instead of 3). Only files without any complaint are in it, their defaults included.
 */
export interface Known {
  readonly customers: ReadonlyMap<string, KnownCustomer>;
  /** The contents of the defaults files. */
  readonly defaults: ReadonlySet<string>;
  /** The id of a listing of files of which these are all customers, and all is well; `null` where that was not looked at. */
  readonly listing: string | null;
  /** What was applied, where that declares these customers and no others; `null` where it does not, or is not known. */
  readonly applied: KnownApplied | null;
}

/** The applied state of one commit, which never changes. */
export interface KnownApplied extends Omit<Applied, 'customers'> {
  /** The customers folder that it was decoded for. */
  readonly folder: string;
  readonly pkids: Readonly<Record<string, string | null>>;
}

/** What one file says together with the defaults above it. Pure JSON, and never holds a secret, since a customer has none. */
export interface KnownCustomer {
  /** The content it was decoded from (`contentId`). */
  readonly content: string;
  /** The defaults it was decoded with (`defaultsId`). */
  readonly defaults: string;
  readonly values: Omit<Customer, 'places'>;
  /**
   * Slot, line, column and, where a `_defaults.yaml` supplied it, how many folders that lies above the customer's file. In
   * one text, because hardly any place is ever asked for, and reading 140,000 small lists took as long as all the rest.
   */
  readonly places: string;
}

/** To be raised when decoding changes; a test holds it to the sources of the decoder. */
export const decoderVersion = 8;

/** Nothing is known. */
export const nothingKnown: Known = { customers: new Map(), defaults: new Set(), listing: null, applied: null };

/** By what the content of a file is known: as git names it, where git was asked. */
export function contentId({ blob, content }: SourceFile): string {
  return blob ?? hash('sha256', content ?? '', 'base64url');
}

/** By what the defaults above a file are known, given from the top folder down; empty for none. */
export function defaultsId(files: readonly { readonly path: string; readonly content: string }[]): string {
  return files.length === 0
    ? ''
    : hash('sha256', JSON.stringify(files.map((one) => [one.path, one.content])), 'base64url');
}

/** What is to be known of a customer that was just decoded. */
export function toKnown({ places, ...values }: Customer, content: string, defaults: string): KnownCustomer {
  const all = Object.entries(places).map(([slot, { file, line, column }]) =>
    [slot, line, column, ...(file === values.file ? [] : [depthOf(values.file) - depthOf(file)])].join(' '),
  );
  return { content, defaults, values, places: all.join(';') };
}

function depthOf(file: string): number {
  return file.split('/').length;
}

/** The customer as it was decoded. */
export function fromKnown({ values, places }: KnownCustomer): Customer {
  return {
    ...values,
    get places() {
      return placesOf(places, values.file);
    },
  };
}

/** The customer as it is in an applied state, which does not know the places of what defaults supplied. */
export function appliedFromKnown({ values, places }: KnownCustomer): Customer {
  return {
    ...values,
    get places() {
      const all = Object.entries(placesOf(places, values.file));
      return Object.fromEntries(all.filter(([, { file }]) => file === values.file));
    },
  };
}

function placesOf(places: string, own: string): Readonly<Record<string, Place>> {
  const all = places === '' ? [] : places.split(';').map((one) => one.split(' '));
  return Object.fromEntries(
    all.map(([slot = '', line, column, up]) => {
      const file = up === undefined ? own : defaultsAbove(own, Number(up));
      return [slot, { file, line: Number(line), column: Number(column) }];
    }),
  );
}

function defaultsAbove(file: string, folders: number): string {
  return [...file.split('/').slice(0, -1 - folders), '_defaults.yaml'].join('/');
}

/** An applied state as it is known beside the customers that it declares; `null` where it cannot be told by them. */
export function toKnownApplied(
  { customers, ...state }: Applied,
  folder: string,
  declared: Known,
  known: Known,
): KnownApplied | null {
  const isTheSame =
    customers.length === known.customers.size &&
    customers.every(
      (one) => one.unfinished === null && declared.customers.get(one.file) === known.customers.get(one.file),
    );
  const pkids = () => Object.fromEntries(customers.map(({ file, pkid }) => [file, pkid]));
  return isTheSame ? { ...state, folder, pkids: pkids() } : null;
}

/** The applied state as it was decoded from that commit; `null` where that is not known. */
export function appliedAt(commit: string, wanted: string, { applied, customers }: Known): Applied | null {
  if (applied?.commit !== commit || applied.folder !== wanted) return null;
  const { folder: _, pkids, ...state } = applied;
  const declared = [...customers.values()].map((one) => {
    const { file } = one.values;
    return { file, customer: appliedFromKnown(one), pkid: pkids[file] ?? null, unfinished: null };
  });
  return { ...state, customers: declared };
}

/** Under what files were found to be without complaint. */
export interface KnownKey {
  /** The pattern for names of secrets. */
  readonly secretNames: string | null;
  /** The id of the schema of customer files. */
  readonly schema: string;
}

/** Customers in one line of a cache. */
const lineLength = 500;

/** Files of one form have their values in the same places, which are then written once (10,000 customers: 4 of 14 MB). */
interface Line {
  readonly places: readonly string[];
  readonly customers: readonly (Omit<KnownCustomer, 'places'> & { readonly places: number })[];
}

function toLine(customers: readonly KnownCustomer[]): Line {
  const numbers = new Map<string, number>();
  const numbered = customers.map((one) => {
    const places = numbers.get(one.places) ?? numbers.size;
    numbers.set(one.places, places);
    return { ...one, places };
  });
  return { places: [...numbers.keys()], customers: numbered };
}

/** The text of a cache. */
export function knownText({ customers, defaults, ...rest }: Known, key: KnownKey): string {
  const sorted = [...customers].sort(([left], [right]) => compareText(left, right)).map(([, customer]) => customer);
  const lines = Array.from({ length: Math.ceil(sorted.length / lineLength) }, (_, line) =>
    toLine(sorted.slice(line * lineLength, (line + 1) * lineLength)),
  );
  const header = { decoder: decoderVersion, ...key, defaults: [...defaults].sort(), ...rest };
  return [{ ...header, lines: lines.length }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * Reads what `knownText` wrote, in steps, between which others may do something: all at once takes as long as many answers
 * of a server. Nothing is known where another decoder wrote it, under another key, or where it is damaged.
 */
export function* decodeKnown(content: Uint8Array | null, key: KnownKey): Generator<void, Known> {
  try {
    const [first = '', ...lines] = new TextDecoder().decode(content ?? new Uint8Array()).split('\n');
    const header: Header = JSON.parse(first);
    const { decoder, secretNames, schema } = header;
    const isOurs = decoder === decoderVersion && secretNames === key.secretNames && schema === key.schema;
    if (!isOurs || lines.length !== header.lines + 1) return nothingKnown;
    const customers = new Map<string, KnownCustomer>();
    for (const line of lines.slice(0, -1)) {
      yield;
      const { places, customers: some }: Line = JSON.parse(line);
      for (const { content, defaults, values, places: number } of some) {
        const all = places[number];
        if (all === undefined) return nothingKnown;
        customers.set(values.file, { content, defaults, values, places: all });
      }
    }
    return { customers, defaults: new Set(header.defaults), listing: header.listing, applied: header.applied };
  } catch {
    return nothingKnown;
  }
}

interface Header extends Pick<Known, 'listing' | 'applied'>, KnownKey {
  readonly decoder: number;
  readonly defaults: readonly string[];
  /** How many lines follow. */
  readonly lines: number;
}
