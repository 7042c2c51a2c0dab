import type { Profile } from '../model/profile.ts';
import { decodeAnswer } from './answer.ts';
import { ApiError } from './error.ts';
import { cleanText } from './excerpt.ts';
import type { Asked } from './failure.ts';
import { readPages } from './pages.ts';
import { pollPath, transactionPath, transactionsPath } from './paths.ts';
import type { Clock } from './rate.ts';
import type { Read } from './reads.ts';
import { decodeTransaction, decodeTransactionEntry, type Transaction } from './wire/transaction.ts';

/** How long to wait for a transaction, in milliseconds. */
export interface Patience {
  readonly firstDelay: number;
  readonly longestDelay: number;
  readonly deadline: number;
}

/** Quick at first, as most writes take a second; long in all, as a sync queues behind other work. */
export const usualPatience: Patience = { firstDelay: 50, longestDelay: 5000, deadline: 15 * 60_000 };

/** A write that became a transaction. */
export interface Submitted {
  readonly transaction: string;
  /** The `external_reference` that it carries, with which others are found together. */
  readonly reference: string | null;
  readonly hierarchy: string;
  /** The write, for saying in an error what was asked. */
  readonly asked: Asked;
  /** The secrets that the write carried. */
  readonly secrets: () => readonly string[];
  /** Whether the record that it left must be known: that takes one more request. */
  readonly resultNeeded: boolean;
}

/** Waits for transactions: for all that are running with as few requests as the server allows. */
export interface Watcher {
  /**
   * Resolves when the transaction has succeeded. Throws `ApiError` about the write: `transaction-failed`,
   * `transaction-unfinished` at the deadline, or whatever kept the status from being read; but for the first the outcome
   * is `unknown`, as the server has taken the work up.
   */
  wait(submitted: Submitted): Promise<Transaction>;
}

interface Entry {
  readonly submitted: Submitted;
  readonly begun: number;
  /** When it is given up. */
  readonly end: number;
  /** When it is to be asked for next, and how long after the time before. */
  due: number;
  delay: number;
  /** How often it was asked for in a row without being visible. */
  polls: number;
  readonly resolve: (transaction: Transaction) => void;
  readonly reject: (error: unknown) => void;
}

/** A transaction that was just made may not be visible on every node of the server at once. */
const unseenPolls = 5;

/** How long one may wait to be asked for together with others, in milliseconds: requests are what the server throttles. */
const company = 1000;

/**
 * Opens a watcher. Where the server finds transactions by reference, one listing asks for all that carry the same one;
 * otherwise, and for one alone, each is asked for by its light poll. `root` is the hierarchy below which all of them are.
 */
export function openWatcher(read: Read, clock: Clock, profile: Profile, patience: Patience, root: string): Watcher {
  const waiting = new Map<string, Entry>();
  // How long the quickest of those that ended last took: asking earlier would be in vain.
  let usual = patience.firstDelay;
  let looping = false;

  async function loop(): Promise<void> {
    while (waiting.size > 0) {
      const until = nextPoll();
      await clock.sleep(Math.max(0, until - clock.now()));
      const gaveUp = clock.now() < until - 1;
      // Meanwhile others may have come along that are worth waiting for.
      if (gaveUp || clock.now() >= nextPoll()) await poll();
    }
    looping = false;
  }

  /** When all that wait may have ended, so that one listing finds them all, but with none kept waiting for long. */
  function nextPoll(): number {
    const all = [...waiting.values()];
    return Math.min(Math.max(...all.map(({ due }) => due)), ...all.map(({ due, end }) => Math.min(due + company, end)));
  }

  async function poll(): Promise<void> {
    const asked = [...waiting.values()];
    await Promise.all(groups().map(pollGroup));
    const now = clock.now();
    const ended = asked.filter(({ submitted }) => !waiting.has(submitted.transaction));
    if (ended.length > 0) usual = clamp(0.8 * (now - Math.max(...ended.map(({ begun }) => begun))));
    for (const entry of asked) {
      entry.delay = clamp(entry.delay * 1.6);
      entry.due = now + entry.delay;
    }
  }

  function clamp(milliseconds: number): number {
    return Math.min(patience.longestDelay, Math.max(patience.firstDelay, milliseconds));
  }

  /** Those that one listing finds together; where there is nothing to find by, each by itself. */
  function groups(): readonly (readonly Entry[])[] {
    const byReference = new Map<string, Entry[]>();
    for (const entry of waiting.values()) {
      const { reference, transaction } = entry.submitted;
      const together = profile.findsByExternalId === 'yes' && reference !== null && entry.polls < unseenPolls;
      const key = together ? `reference ${reference}` : transaction;
      byReference.set(key, [...(byReference.get(key) ?? []), entry]);
    }
    return [...byReference.values()];
  }

  async function pollGroup(entries: readonly Entry[]): Promise<void> {
    const [first] = entries;
    if (first === undefined) return;
    const listed = entries.length > 1 ? await listRunning(first.submitted) : null;
    await Promise.all(entries.map((entry) => pollOne(entry, listed)));
  }

  async function pollOne(entry: Entry, listed: ReadonlyMap<string, Transaction> | null): Promise<void> {
    const { submitted, end } = entry;
    try {
      const seen = listed?.get(submitted.transaction) ?? (listed === null ? await readState(entry) : null);
      entry.polls = seen === null ? entry.polls + 1 : 0;
      if (seen !== null && seen.state !== 'running') entry.resolve(await conclude(submitted, seen));
      else if (clock.now() >= end) throw unfinished(submitted, patience);
      else return;
    } catch (error) {
      entry.reject(error);
    }
    waiting.delete(submitted.transaction);
  }

  /** A listing that fails is no reason to give anything up: each is then asked for by itself. */
  async function listRunning({ reference }: Submitted): Promise<ReadonlyMap<string, Transaction> | null> {
    const filter = { filter_field: 'external.reference', filter_condition: 'contains', filter_text: reference };
    try {
      const { entries } = await readPages(
        read,
        transactionsPath,
        { hierarchy: root, ...filter },
        {
          identify: ({ id }) => id,
          decoding: Promise.resolve((found) => found.map((entry) => decodeTransactionEntry(entry, profile))),
        },
      );
      return new Map(entries.map((one) => [one.id, one]));
    } catch {
      return null;
    }
  }

  async function readState({ submitted, polls }: Entry): Promise<Transaction | null> {
    const { transaction: id, secrets } = submitted;
    try {
      return await readTransaction(submitted, pollPath(id));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (polls < unseenPolls && error.code === 'not-found') return null;
      throw new ApiError({
        ...error,
        what: `${error.what}, while waiting for transaction ${id}`,
        hint: `The server has taken the work up: look at transaction ${id} in VOSS Automate. ${error.hint}`,
        excerpt: error.excerpt === null ? null : cleanText(error.excerpt, secrets()),
        outcome: 'unknown',
        transaction: id,
      });
    }
  }

  async function readTransaction({ transaction, hierarchy }: Submitted, path: string): Promise<Transaction> {
    const answer = await read(path, { hierarchy });
    return decodeAnswer(answer, (json) => decodeTransaction(json, transaction, profile));
  }

  async function conclude(submitted: Submitted, seen: Transaction): Promise<Transaction> {
    const whole = submitted.resultNeeded || seen.state === 'failed' ? await readWhole(submitted, seen) : seen;
    if (whole.state === 'failed') throw failed(submitted, whole);
    return whole;
  }

  /** The end is known: not being able to read the details must not turn it into something else. */
  async function readWhole(submitted: Submitted, seen: Transaction): Promise<Transaction> {
    try {
      const whole = await readTransaction(submitted, transactionPath(submitted.transaction));
      const state = whole.state === 'running' ? seen.state : whole.state;
      return { ...whole, state, message: whole.message ?? seen.message };
    } catch (error) {
      if (error instanceof ApiError) return seen;
      throw error;
    }
  }

  return {
    wait: (submitted) =>
      new Promise((resolve, reject) => {
        const begun = clock.now();
        const times = { begun, end: begun + patience.deadline, due: begun + usual, delay: patience.firstDelay };
        waiting.set(submitted.transaction, { submitted, ...times, polls: 0, resolve, reject });
        if (looping) return;
        looping = true;
        void loop();
      }),
  };
}

function failed(submitted: Submitted, { id, message }: Transaction): ApiError {
  return new ApiError({
    ...submitted.asked,
    code: 'transaction-failed',
    what: `the server took the work up and failed (transaction ${id})`,
    hint: `Look at transaction ${id} in VOSS Automate for the step that failed.`,
    excerpt: message === null ? null : cleanText(message, submitted.secrets()),
    outcome: 'not-done',
    transaction: id,
  });
}

function unfinished({ asked, transaction: id }: Submitted, patience: Patience): ApiError {
  return new ApiError({
    ...asked,
    code: 'transaction-unfinished',
    what: `transaction ${id} had not ended after ${Math.round(patience.deadline / 1000)} seconds`,
    hint: `Look at transaction ${id} in VOSS Automate; when it has ended, plan again: what it did is found then.`,
    outcome: 'unknown',
    transaction: id,
  });
}
