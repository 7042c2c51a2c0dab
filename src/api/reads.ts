import type { Answer } from './answer.ts';
import { addFormPath, customersPath, nodesPath, type Query, transactionsPath } from './paths.ts';
import type { Transport } from './transport.ts';

/** Sends a GET. Throws `ApiError`. */
export type Read = (path: string, query: Query) => Promise<Answer>;

const pkid = '[A-Za-z0-9-]{1,64}';
const allowed = [
  new RegExp(`^${customersPath}$`),
  new RegExp(`^${addFormPath}$`),
  new RegExp(`^${customersPath}${pkid}$`),
  new RegExp(`^${nodesPath}$`),
  new RegExp(`^${transactionsPath}$`),
  new RegExp(`^${transactionsPath}${pkid}/$`),
  new RegExp(`^${transactionsPath}${pkid}/poll/$`),
];

/**
 * The part of a transport that reads, and only by the path shapes that are needed: in this API a GET may change things (a
 * transaction's `replay`). Throws `Error` for any other path: a bug.
 */
export function readOnly(transport: Transport): Read {
  return async (path, query) => {
    if (!allowed.some((shape) => shape.test(path))) throw new Error(`a GET of ${path} is not among the known reads`);
    return transport.send({ method: 'GET', path, query });
  };
}
