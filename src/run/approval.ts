import type { Io } from './io.ts';
import { Stop } from './stop.ts';

/** A question that only a yes answers. */
export interface Question {
  readonly question: string;
  /** What nobody is there to approve, as the end of a sentence: `the plan`. */
  readonly what: string;
  /** What to do where nobody can be asked. */
  readonly hint: string;
}

/** Asks on the terminal. Throws `Stop` for any answer but `yes`, and where nobody is there to give one. */
export async function approve({ question, what, hint }: Question, io: Io): Promise<void> {
  const stop = (message: string, advice: string) =>
    new Stop([{ severity: 'error', code: 'not-approved', message, hint: advice }]);
  if (!io.terminal) throw stop(`Nobody is there to approve ${what}.`, hint);
  const answer = await io.ask(`\n${question} Only "yes" is taken as a yes: `);
  if (answer.trim() === 'yes') return;
  const begun = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  throw stop(`${begun} was not approved; nothing was changed.`, 'Run it again when it is.');
}
