import type { Profile } from '../../model/profile.ts';
import { isPkid, pkidInHref, pkidOf } from './identity.ts';
import { at, isObject, textAt, UnexpectedShape } from './shape.ts';

/** A transaction as the server tells it. */
export interface Transaction {
  readonly id: string;
  readonly state: 'running' | 'succeeded' | 'failed';
  /** The customer it left behind, where it is told. */
  readonly pkid: string | null;
  /** The server's own words, not cleaned: for `cleanText` only. */
  readonly message: string | null;
  /** The `external_id` of the request, where it is told. */
  readonly externalId: string | null;
}

/**
 * Decodes a transaction from the answer to its GET, an entry of the listing of transactions, or the light poll, which is
 * keyed by the id. A status word that the profile does not list means: not finished. Throws `UnexpectedShape`.
 */
export function decodeTransaction(json: unknown, id: string, profile: Profile): Transaction {
  const body = [at(json, id), at(json, 'data'), json].find((part) => isObject(part) && textAt(part, 'status') !== null);
  const status = textAt(body, 'status');
  if (status === null) throw new UnexpectedShape('the transaction does not tell its status');
  return {
    id,
    state: stateOf(status, profile),
    pkid: resultOf(body),
    message: textAt(body, 'message') ?? textAt(body, 'description') ?? textAt(body, 'detail'),
    externalId:
      textAt(body, 'external', 'id') ??
      textAt(body, 'external_id') ??
      textAt(body, 'external.id') ??
      textAt(body, 'request_meta', 'external_id'),
  };
}

/** Decodes one entry of the listing of transactions. Throws `UnexpectedShape`. */
export function decodeTransactionEntry(entry: unknown, profile: Profile): Transaction {
  const told = transactionId(entry);
  if (told === null) throw new UnexpectedShape('an entry of the listing of transactions does not tell its id');
  return decodeTransaction(entry, told, profile);
}

/** The id that an entry of the listing of transactions tells of itself, `null` when it does not. */
export function transactionId(entry: unknown): string | null {
  const inData = textAt(entry, 'data', 'id') ?? textAt(entry, 'data', 'transaction_id');
  return pkidOf(entry, 'tool/Transaction') ?? (inData !== null && isPkid(inData) ? inData : null);
}

function stateOf(status: string, profile: Profile): Transaction['state'] {
  const word = status.trim().toLowerCase();
  if (profile.failedWords.some((failed) => failed.toLowerCase() === word)) return 'failed';
  return profile.succeededWords.some((succeeded) => succeeded.toLowerCase() === word) ? 'succeeded' : 'running';
}

function resultOf(body: unknown): string | null {
  const after = at(body, 'resource', 'after_transaction');
  const href = Array.isArray(after) ? after[0] : after;
  return pkidInHref(typeof href === 'string' ? href : null, 'relation/SparkCustomer');
}
