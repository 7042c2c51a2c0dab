import { setImmediate } from 'node:timers/promises';
import { type Answer, decodeAnswer } from './answer.ts';
import { ApiError } from './error.ts';
import type { Query } from './paths.ts';
import type { Read } from './reads.ts';
import { at, isObject, UnexpectedShape } from './wire/shape.ts';

/** A listing that was read to its end and found to be complete. */
export interface Listing<T> {
  readonly entries: readonly T[];
  /** The `meta` of the listing itself. */
  readonly meta: unknown;
  /** The answer that brought the first page, without its JSON: for saying which request an entry came from. */
  readonly first: Answer;
}

interface Page {
  readonly entries: readonly unknown[];
  /** The most entries that a page can have, as far as the server tells. */
  readonly size: number;
  /** How many there are in all; `null` when the server does not count them, or not to the end. */
  readonly total: number | null;
  /** Where the server says that the page begins. */
  readonly skip: number | null;
}

const pageLimit = 2000;
const mostPages = 1000;
const tries = 3;

/** What reading a listing takes besides knowing where it is. */
export interface Reading<T> {
  /** Gives the pkid of a value. */
  readonly identify: (value: T) => string;
  /**
   * Makes values of the entries of a page and of the listing's `meta`, as soon as it is known how: pages are decoded while
   * others are on their way. May throw `UnexpectedShape`.
   */
  readonly decoding: Promise<Decode<T>>;
}

/** Makes values of the entries of a page. */
export type Decode<T> = (entries: readonly unknown[], meta: unknown) => readonly T[];

/**
 * Reads a whole listing. It counts as complete when its pages were read until a short one, their entries are as many as the
 * server says there are in all (where it does not say: until an empty page), and no pkid comes twice. A listing that
 * changes while it is read is read again, at most twice. Throws `ApiError`: `incomplete-listing` says what does not fit.
 */
export async function readPages<T>(read: Read, path: string, query: Query, reading: Reading<T>): Promise<Listing<T>> {
  // Where a page is wrong, nobody comes to ask how it would have been decoded.
  quietly(reading.decoding);
  for (let attempt = 1; ; attempt += 1) {
    const result = await readOnce(read, path, query, reading);
    if (!('problem' in result)) return result;
    if (attempt === tries) throw incomplete(result.problem, result.last);
  }
}

interface Inconsistent {
  readonly problem: string;
  readonly last: Answer;
}

async function readOnce<T>(
  read: Read,
  path: string,
  query: Query,
  { identify, decoding }: Reading<T>,
): Promise<Listing<T> | Inconsistent> {
  const values: T[] = [];
  const totals = new Set<number>();
  // An answer is let go of as soon as its values are made: 10,000 records are 7 MB that the garbage collector would carry on.
  let first: Pick<Listing<T>, 'meta' | 'first'> | null = null;
  const ahead = new Map<number, Promise<Answer>>();
  const ask = (skip: number) => read(path, { ...query, skip, limit: pageLimit });
  for (let count = 1; ; count += 1) {
    const skip = values.length;
    const answer = await (ahead.get(skip) ?? ask(skip));
    ahead.delete(skip);
    const page = decodeAnswer(answer, decodePage);
    if (first === null) for (const next of pagesAfter(page)) ahead.set(next, quietly(ask(next)));
    first ??= { meta: at(answer.json, 'meta'), first: { ...answer, json: null } };
    const problem = problemOf(page, count, skip);
    if (problem !== null) return { problem, last: answer };
    if (page.total !== null) totals.add(page.total);
    await decodeInTurns(answer, page, await decoding, values);
    if (!isLast(page, values.length)) continue;
    const mismatch = mismatchOf(totals, values.map(identify));
    return mismatch === null ? { entries: values, ...first } : { problem: mismatch, last: answer };
  }
}

/** Entries that are decoded in one go. */
const turn = 100;

/**
 * Adds the values of a page, and lets others have their turn meanwhile: above all the requests for the next pages, which
 * would else leave only when this page is done (10,000 customers: 80 ms earlier).
 */
async function decodeInTurns<T>(answer: Answer, { entries }: Page, decode: Decode<T>, values: T[]): Promise<void> {
  const meta = at(answer.json, 'meta');
  for (let begin = 0; begin < entries.length; begin += turn) {
    await setImmediate();
    values.push(...decodeAnswer(answer, () => decode(entries.slice(begin, begin + turn), meta)));
  }
}

/**
 * Where the pages after the first begin, once the total is known: they are asked for side by side, and still looked at one
 * after the other, as if they had been (at 20 ms a request, 10,000 customers: 50 ms instead of 130).
 */
function pagesAfter({ total, size, entries }: Page): readonly number[] {
  if (total === null || entries.length < size || total / size > mostPages) return [];
  return Array.from({ length: Math.floor(total / size) }, (_, index) => (index + 1) * size);
}

/** A page that nobody comes to look at, because an earlier one was wrong, may fail as it likes. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** A short page ends the listing only where the total agrees: a server may give fewer than it says it can. */
function isLast(page: Page, count: number): boolean {
  if (page.entries.length === 0) return true;
  return page.entries.length < page.size && page.total === count;
}

function problemOf(page: Page, count: number, skip: number): string | null {
  if (page.skip !== null && page.skip !== skip) return `asked from entry ${skip} on, the page begins at ${page.skip}`;
  if (page.entries.length > pageLimit) return `asked for ${pageLimit} entries, the page has ${page.entries.length}`;
  return count > mostPages ? `there is no end after ${mostPages} pages` : null;
}

function mismatchOf(totals: ReadonlySet<number>, pkids: readonly string[]): string | null {
  const wrong = [...totals].find((total) => total !== pkids.length);
  if (wrong !== undefined) return `the server counts ${wrong} entries and listed ${pkids.length}`;
  const distinct = new Set(pkids).size;
  return distinct === pkids.length ? null : `of ${pkids.length} entries only ${distinct} are different ones`;
}

function decodePage(json: unknown): Page {
  const entries = at(json, 'resources');
  const pagination = at(json, 'pagination');
  if (!Array.isArray(entries)) throw new UnexpectedShape('the listing has no list of resources');
  if (!isObject(pagination)) throw new UnexpectedShape('the listing has no pagination');
  const limits = [numberAt(pagination, 'limit'), numberAt(pagination, 'maximum_limit')].filter(
    (limit) => limit !== null && limit > 0,
  );
  return {
    entries,
    size: Math.min(pageLimit, ...limits.map(Number)),
    total: exactTotal(numberAt(pagination, 'total'), numberAt(pagination, 'total_limit')),
    skip: numberAt(pagination, 'skip'),
  };
}

/** 0 may mean that nothing was counted; a total at the limit of counting may mean that there are more. */
function exactTotal(total: number | null, counted: number | null): number | null {
  if (total === null || total === 0) return null;
  return counted !== null && counted > 0 && total >= counted ? null : total;
}

function numberAt(pagination: unknown, name: string): number | null {
  const value = at(pagination, name);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function incomplete(problem: string, last: Answer): ApiError {
  return new ApiError({
    method: last.method,
    path: last.path,
    status: last.status,
    requestId: last.requestId,
    code: 'incomplete-listing',
    what: `the listing is not complete: ${problem}. It was read ${tries} times, and nothing was concluded from it`,
    hint: 'Try again when nobody changes customers; if it stays so, the server or a proxy alters its answers.',
    outcome: 'not-done',
  });
}
