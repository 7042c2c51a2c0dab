import { cleanText } from '../excerpt.ts';
import { textAt } from './shape.ts';
import { decodeStatus } from './transaction-status.ts';

/** A transaction for a person who looks it up. Every text of the server is cleaned. */
export interface TransactionDetails {
  readonly id: string;
  readonly status: string;
  readonly message: string | null;
  readonly action: string | null;
  readonly detail: string | null;
  readonly username: string | null;
  readonly submitted: string | null;
  readonly completed: string | null;
  readonly hierarchy: string | null;
  /** What the client called its request. */
  readonly externalId: string | null;
  readonly externalReference: string | null;
}

/** Decodes the answer to a GET or a light poll of a transaction. Throws `UnexpectedShape`. */
export function decodeTransactionDetails(json: unknown, id: string): TransactionDetails {
  const { word, message } = decodeStatus(json, id, []);
  const text = (...way: readonly string[]) => {
    const told = textAt(json, 'data', ...way);
    return told === null ? null : cleanText(told, []);
  };
  return {
    id,
    status: word,
    message,
    action: text('action'),
    detail: text('detail'),
    username: text('username'),
    submitted: text('submitted_time'),
    completed: text('completed_time'),
    hierarchy: text('resource', 'hierarchy'),
    externalId: plainId(textAt(json, 'data', 'external', 'id')),
    externalReference: plainId(textAt(json, 'data', 'external', 'reference')),
  };
}

/** Ours are long words, which `cleanText` would withhold. */
function plainId(text: string | null): string | null {
  return text !== null && /^[\w.:-]{1,200}$/.test(text) ? text : null;
}
