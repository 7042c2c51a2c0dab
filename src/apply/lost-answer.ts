import { ApiError } from '../api/error.ts';
import type { Transaction } from '../api/wire/transaction.ts';
import type { Server } from './server.ts';

/**
 * The transactions of an operation, from this run and from earlier ones: the server's log is looked through for its name.
 * None where the server does not find by name, or does not let us look. Throws `ApiError`.
 */
export async function earlierTransactions(
  operation: string,
  { reader, profile, root }: Server,
): Promise<readonly Transaction[]> {
  if (profile.findsByExternalId === 'no') return [];
  try {
    return await reader.findTransactions(root, 'external.id', operation);
  } catch (error) {
    const closed = ['forbidden', 'not-found', 'refused', 'said-no'];
    if (profile.findsByExternalId === 'unknown' && error instanceof ApiError && closed.includes(error.code)) return [];
    throw error;
  }
}

/** How long a write whose answer was lost may take to show in the server's log, in milliseconds. */
const logDelay = 1000;

/** Whether the write of this error may have been done. */
export function isLost(error: unknown): error is ApiError {
  return error instanceof ApiError && error.outcome === 'unknown' && error.code !== 'transaction-unfinished';
}

/**
 * Finds out what became of a write whose answer was lost, as far as the log tells: waits for its transaction where there is
 * one. Returns it, or `null` where the log shows none. Throws `ApiError` when the transaction failed.
 */
export async function settleLost(
  error: ApiError,
  operation: string,
  hierarchy: string,
  server: Server,
): Promise<string | null> {
  const known = error.transaction;
  if (known === null) await server.pause(logDelay);
  const transaction = known ?? (await earlierTransactions(operation, server))[0]?.id ?? null;
  if (transaction !== null) await server.writer.settle(transaction, hierarchy);
  return transaction;
}
