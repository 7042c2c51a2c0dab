import { setTimeout as sleep } from 'node:timers/promises';
import type { Pace } from '../../src/run/io.ts';

/** How many times faster than ours the clock of the tests goes. */
const speed = 200;

/** A run that waits for everything as the program does, but two hundred times shorter; a request has `timeoutMilliseconds`. */
export function quickPace(timeoutMilliseconds: number): Pace {
  return {
    timeoutMilliseconds,
    patience: { firstDelay: 200, longestDelay: 1000, deadline: 30_000 },
    clock: {
      now: () => performance.now() * speed,
      random: () => 0.5,
      sleep: (milliseconds) => sleep(milliseconds / speed),
    },
  };
}
