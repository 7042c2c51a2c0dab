import { hash } from 'node:crypto';
import type { Customer, Place } from '../model/customer.ts';
import type { SourceFile } from '../model/source-file.ts';
import { compareText } from './codes.ts';

/**
 * What files say, by path and content: a file that was decoded once need not be parsed again (for 10,000 files 0.1 seconds
 * instead of 3). Only files without any complaint are in it, their defaults included.
 */
export interface Known {
  readonly customers: ReadonlyMap<string, KnownCustomer>;
  /** The contents of the defaults files. */
  readonly defaults: ReadonlySet<string>;
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
export const decoderVersion = 4;

/** Nothing is known. */
export const nothingKnown: Known = { customers: new Map(), defaults: new Set() };

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

/** The text of a cache. `secretNames` is the pattern under which the files were found to be without complaint. */
export function knownText({ customers, defaults }: Known, secretNames: RegExp | null): string {
  const sorted = [...customers].sort(([left], [right]) => compareText(left, right));
  const lines = sorted.map(([, customer]) => JSON.stringify(customer));
  const header = { decoder: decoderVersion, secretNames: secretNames?.source ?? null, defaults: [...defaults].sort() };
  return `${JSON.stringify(header).slice(0, -1)},"customers":[\n${lines.join(',\n')}\n]}\n`;
}

/** Reads what `knownText` wrote; nothing is known where another decoder or pattern wrote it, or where it is damaged. */
export function decodeKnown(content: Uint8Array | null, secretNames: RegExp | null): Known {
  if (content === null) return nothingKnown;
  try {
    const {
      decoder,
      secretNames: pattern,
      defaults,
      customers,
    }: KnownFile = JSON.parse(new TextDecoder().decode(content));
    if (decoder !== decoderVersion || pattern !== (secretNames?.source ?? null)) return nothingKnown;
    return { customers: new Map(customers.map((one) => [one.values.file, one])), defaults: new Set(defaults) };
  } catch {
    return nothingKnown;
  }
}

interface KnownFile {
  readonly decoder: number;
  readonly secretNames: string | null;
  readonly defaults: readonly string[];
  readonly customers: readonly KnownCustomer[];
}
