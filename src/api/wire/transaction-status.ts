import { cleanText } from '../excerpt.ts';
import { at, isObject, textAt, UnexpectedShape } from './shape.ts';

/** How a transaction stands, in the server's own words. */
export interface TransactionStatus {
  readonly word: string;
  /** Cleaned, `null` where there is nothing fit to show. */
  readonly message: string | null;
}

/** Decodes the answer to a GET or a light poll of a transaction. Throws `UnexpectedShape`, also for a status that is no word. */
export function decodeStatus(json: unknown, id: string, secrets: readonly string[]): TransactionStatus {
  const body = [at(json, id), at(json, 'data'), json].find((part) => isObject(part) && textAt(part, 'status') !== null);
  const word = textAt(body, 'status')?.trim() ?? '';
  if (!/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u.test(word)) {
    throw new UnexpectedShape('the transaction does not tell its status in a word');
  }
  const message = textAt(body, 'message') ?? textAt(body, 'description') ?? textAt(body, 'detail');
  return { word, message: message === null ? null : cleanText(message, secrets) };
}
