import type { StoredTransaction } from './records.ts';

/** Transactions by id, and the open ones apart: they are looked at with every request. */
export class TransactionBook {
  readonly #all = new Map<string, StoredTransaction>();
  readonly #open = new Map<string, StoredTransaction>();

  /** Every transaction, oldest first. */
  get all(): readonly StoredTransaction[] {
    return [...this.#all.values()];
  }

  /** The transactions that are queued or in progress, oldest first. */
  get open(): readonly StoredTransaction[] {
    return [...this.#open.values()];
  }

  /** The transaction with this id. */
  find(id: string): StoredTransaction | undefined {
    return this.#all.get(id);
  }

  /** Stores a transaction under its id, replacing the one that was there. */
  put(transaction: StoredTransaction): void {
    this.#all.set(transaction.id, transaction);
    if (transaction.outcome === 'open') {
      this.#open.set(transaction.id, transaction);
    } else {
      this.#open.delete(transaction.id);
    }
  }
}
