import type { Profile } from '../model/profile.ts';
import { decodeAnswer } from './answer.ts';
import { ApiError, type ApiErrorDetails } from './error.ts';
import { cleanText } from './excerpt.ts';
import type { Asked } from './failure.ts';
import { pollPath, transactionPath } from './paths.ts';
import type { Clock } from './rate.ts';
import type { Read } from './reads.ts';
import { decodeTransaction, type Transaction } from './wire/transaction.ts';

/** How long to wait for a transaction, in milliseconds. */
export interface Patience {
  readonly firstDelay: number;
  readonly longestDelay: number;
  readonly deadline: number;
}

/** Quick at first, as most writes take a second; long in all, as a sync queues behind other work. */
export const usualPatience: Patience = { firstDelay: 100, longestDelay: 5000, deadline: 15 * 60_000 };

/** What the waiting needs to know of the write that became the transaction. */
export interface Waiting {
  readonly read: Read;
  readonly clock: Clock;
  readonly profile: Profile;
  readonly patience: Patience;
  readonly hierarchy: string;
  /** The write, for saying in an error what was asked. */
  readonly asked: Asked;
  /** The secrets that the write carried. */
  readonly secrets: () => readonly string[];
}

/** A transaction that was just made may not be visible on every node of the server at once. */
const unseenPolls = 5;

/**
 * Waits until a transaction has succeeded, asking for its status only, and then reads it whole when its result is `needed`.
 * Throws `ApiError` about the write: `transaction-failed`, `transaction-unfinished` at the deadline, or whatever kept the
 * status from being read; but for the first the outcome is `unknown`, as the server has taken the work up.
 */
export async function waitForTransaction(waiting: Waiting, id: string, needed: boolean): Promise<Transaction> {
  const end = waiting.clock.now() + waiting.patience.deadline;
  for (let poll = 1, delay = waiting.patience.firstDelay; ; poll += 1, delay *= 1.6) {
    const seen = await readState(waiting, id, poll <= unseenPolls);
    if (seen !== null && seen.state !== 'running') return conclude(waiting, seen, needed);
    const left = end - waiting.clock.now();
    if (left <= 0) throw unfinished(waiting, id);
    await waiting.clock.sleep(Math.min(delay, waiting.patience.longestDelay, left));
  }
}

async function readState(waiting: Waiting, id: string, mayBeUnseen: boolean): Promise<Transaction | null> {
  try {
    return await readTransaction(waiting, pollPath(id), id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (mayBeUnseen && error.code === 'not-found') return null;
    throw new ApiError({
      ...error,
      what: `${error.what}, while waiting for transaction ${id}`,
      hint: `The server has taken the work up: look at transaction ${id} in VOSS Automate. ${error.hint}`,
      excerpt: error.excerpt === null ? null : cleanText(error.excerpt, waiting.secrets()),
      outcome: 'unknown',
      transaction: id,
    });
  }
}

async function readTransaction(waiting: Waiting, path: string, id: string): Promise<Transaction> {
  const answer = await waiting.read(path, { hierarchy: waiting.hierarchy });
  return decodeAnswer(answer, (json) => decodeTransaction(json, id, waiting.profile));
}

async function conclude(waiting: Waiting, seen: Transaction, needed: boolean): Promise<Transaction> {
  const whole = needed || seen.state === 'failed' ? await readWhole(waiting, seen) : seen;
  if (whole.state === 'failed') throw failed(waiting, whole);
  return whole;
}

/** The end is known: not being able to read the details must not turn it into something else. */
async function readWhole(waiting: Waiting, seen: Transaction): Promise<Transaction> {
  try {
    const whole = await readTransaction(waiting, transactionPath(seen.id), seen.id);
    return {
      ...whole,
      state: whole.state === 'running' ? seen.state : whole.state,
      message: whole.message ?? seen.message,
    };
  } catch (error) {
    if (error instanceof ApiError) return seen;
    throw error;
  }
}

function failed(waiting: Waiting, transaction: Transaction): ApiError {
  const details: ApiErrorDetails = {
    ...waiting.asked,
    code: 'transaction-failed',
    what: `the server took the work up and failed (transaction ${transaction.id})`,
    hint: `Look at transaction ${transaction.id} in VOSS Automate for the step that failed.`,
    excerpt: transaction.message === null ? null : cleanText(transaction.message, waiting.secrets()),
    outcome: 'not-done',
    transaction: transaction.id,
  };
  return new ApiError(details);
}

function unfinished(waiting: Waiting, id: string): ApiError {
  return new ApiError({
    ...waiting.asked,
    code: 'transaction-unfinished',
    what: `transaction ${id} had not ended after ${Math.round(waiting.patience.deadline / 1000)} seconds`,
    hint: `Look at transaction ${id} in VOSS Automate; when it has ended, plan again: what it did is found then.`,
    outcome: 'unknown',
    transaction: id,
  });
}
