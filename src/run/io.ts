import type { Clock } from '../api/rate.ts';
import type { Patience } from '../api/transactions.ts';

/** How long to wait for the server: for tests that meet every kind of waiting, thousands of times. */
export interface Pace {
  /** For one request and its answer. */
  readonly timeoutMilliseconds: number;
  /** For transactions. */
  readonly patience: Patience;
  /** By which everything else is timed. */
  readonly clock: Clock;
}

/** The process as commands see it. Only `main.ts` makes a real one. */
export interface Io {
  /** Absolute path of the folder the command runs in. */
  readonly folder: string;
  /** Name of the machine and number of the process, for people who look for a run. */
  readonly host: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes the report. */
  readonly stdout: (text: string) => void;
  /** Writes everything else. */
  readonly stderr: (text: string) => void;
  /** Whether colours and questions make sense. */
  readonly terminal: boolean;
  /** Standard error, where it is a terminal that a progress bar can be drawn on. */
  readonly errorTerminal: NodeJS.WritableStream | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Asks on the terminal and gives the line that was typed. */
  readonly ask: (question: string) => Promise<string>;
  /** Resolves when the person or the system asks the process to end, which then no longer ends it by itself. */
  readonly interrupted: () => Promise<void>;
  /** Other times than the usual ones; the real process has none. */
  readonly pace?: Pace;
}
