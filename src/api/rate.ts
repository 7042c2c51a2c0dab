import { setMaxListeners } from 'node:events';

/** The time, and waiting: passed in, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970, never going back. */
  now(): number;
  /** Waits so many milliseconds, or less when the work is given up. */
  sleep(milliseconds: number): Promise<void>;
  /** A random number from 0 to below 1, for jitter. */
  random(): number;
}

/** The real clock. Waiting ends at once when `signal` is aborted. */
export function systemClock(signal: AbortSignal): Clock {
  // Every customer under way may be waiting: many listeners here are no leak.
  setMaxListeners(0, signal);
  return {
    now: () => performance.timeOrigin + performance.now(),
    random: () => Math.random(),
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, signal.aborted ? 0 : milliseconds);
        signal.addEventListener('abort', done);
      }),
  };
}

/** Keeps requests below a rate. */
export interface Rate {
  /** Resolves when the next request may be sent. */
  take(): Promise<void>;
  /**
   * Lets nothing through for so many milliseconds, and halves the rate: the server had too much. It grows again by a tenth
   * for every ten seconds in which the server does not complain.
   */
  slowDown(milliseconds: number): void;
}

/** How long the server must not complain before the rate grows again, in milliseconds. */
const quietTime = 10_000;

/**
 * A token bucket of half a second: so many requests may go at once after a pause, so that a small plan does not wait, and no
 * second sees more than one and a half times `perSecond` (above 0). It is empty after the server had too much.
 */
export function openRate(perSecond: number, clock: Clock): Rate {
  const burst = Math.max(1, Math.floor(perSecond / 2));
  const shortest = 1000 / perSecond;
  let interval = shortest;
  // When the bucket would be full again if nothing more were taken.
  let full = 0;
  let pausedUntil = 0;
  let quietSince = 0;
  const recover = (now: number) => {
    if (interval === shortest || now < quietSince + quietTime) return;
    quietSince = now;
    interval = Math.max(shortest, interval / 1.1);
  };
  return {
    async take() {
      for (;;) {
        const now = clock.now();
        recover(now);
        const start = Math.max(full - (burst - 1) * interval, pausedUntil);
        // Timers count whole milliseconds: less than one is not worth waiting for.
        if (start - now < 1) {
          full = Math.max(full, now) + interval;
          return;
        }
        await clock.sleep(start - now);
      }
    },
    slowDown(milliseconds) {
      const now = clock.now();
      // Requests that were under way together are refused together: that is one reason to slow down, not several.
      if (now >= pausedUntil) interval = Math.max(interval, Math.min(interval * 2, 1000));
      pausedUntil = Math.max(pausedUntil, now + milliseconds);
      quietSince = pausedUntil;
      full = pausedUntil + (burst - 1) * interval;
    },
  };
}
