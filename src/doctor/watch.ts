import { ApiError } from '../api/error.ts';
import { carefulProfile } from '../config/profile.ts';
import { type Laboratory, ProbeProblem, until } from './laboratory.ts';

/** A transaction that has ended, in the server's words. */
export interface Ended {
  /** Every word that was seen for its end; empty where the server answered without a transaction. */
  readonly words: readonly string[];
  readonly message: string | null;
}

/** Words for a transaction that goes on. Any other that stays may be a word for its end that nobody documented. */
const goingOn =
  /^(?:queued|in[ _-]?progress|processing|pending|running|started|submitted|scheduled|waiting|new|active)$/i;
const steadyPolls = 5;

/**
 * Waits until a transaction has ended: its word is one of the documented ends, or stays although the work is seen to be
 * done. Throws `ApiError`, and `ProbeProblem` at the deadline.
 */
export async function watch(
  lab: Laboratory,
  transaction: string | null,
  isDone: () => Promise<boolean>,
): Promise<Ended> {
  if (transaction === null) {
    const done = await until(lab, lab.patience.deadline, async () => ((await isDone()) ? true : null));
    if (done === null) throw unseen(lab);
    return { words: [], message: null };
  }
  let last = '';
  let steady = 0;
  const word = await until(lab, lab.patience.deadline, async () => {
    const seen = await pollWord(lab, transaction);
    steady = seen === last ? steady + 1 : 1;
    last = seen;
    if (isDocumentedEnd(seen)) return seen;
    const mayBeEnd = seen !== '' && !goingOn.test(seen) && steady >= steadyPolls;
    return mayBeEnd && (await isDone()) ? seen : null;
  });
  if (word === null) throw unended(lab, transaction);
  const whole = await lab.prober.status(transaction, lab.hierarchy);
  const words = [word, whole.word].filter((one) => !goingOn.test(one));
  return { words: [...new Set(words)], message: whole.message };
}

/** Whether the words are among those that the API's documents give for a failure. */
export function saysFailed({ words }: Ended): boolean {
  return words.some((word) => isIn(carefulProfile.failedWords, word));
}

/** Whether the words are among those that the API's documents give for success, or among those that were `seen` for one. */
export function saysSucceeded({ words }: Ended, seen: readonly string[]): boolean {
  return words.length > 0 && words.every((word) => isIn([...carefulProfile.succeededWords, ...seen], word));
}

/** A transaction that was just made may not be seen on every node of the server at once. */
async function pollWord({ prober, hierarchy }: Laboratory, transaction: string): Promise<string> {
  try {
    return (await prober.poll(transaction, hierarchy)).word;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-found') return '';
    throw error;
  }
}

function isDocumentedEnd(word: string): boolean {
  return isIn([...carefulProfile.succeededWords, ...carefulProfile.failedWords], word);
}

function isIn(words: readonly string[], word: string): boolean {
  return words.some((one) => one.toLowerCase() === word.toLowerCase());
}

function unended({ patience }: Laboratory, transaction: string): ProbeProblem {
  const message = `transaction ${transaction} had not ended after ${Math.round(patience.deadline / 1000)} seconds`;
  return new ProbeProblem(message, 'Look at it in VOSS Automate; probe again when the server has less to do.', true);
}

function unseen({ patience }: Laboratory): ProbeProblem {
  const message = `work that the server took up was not seen to be done after ${Math.round(patience.deadline / 1000)} seconds`;
  return new ProbeProblem(message, 'Look at the transaction log of VOSS Automate, and probe again.', true);
}
