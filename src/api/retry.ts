import type { ApiError } from './error.ts';

const longestRetryAfter = 120_000;
const longestBackoff = 30_000;
/** Attempts in all, the first included. */
const attempts = { throttled: 6, unavailable: 6, dropped: 4, timedOut: 2 } as const;

/** The milliseconds that a `Retry-After` header asks to wait: seconds or an HTTP date; `null` when it asks for nothing. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/**
 * How many milliseconds to wait before a request is sent again, `null` when it is not. A write is sent again only after a
 * 429, which says that the server did not take it up; any other failure of a write may have come after the work was done.
 */
export function retryDelay(error: ApiError, attempt: number, retryAfter: number | null, random: number): number | null {
  if (attempt >= attemptsFor(error)) return null;
  if (retryAfter !== null && retryAfter > longestRetryAfter) return null;
  const backoff = Math.min(longestBackoff, 500 * 2 ** (attempt - 1));
  return retryAfter ?? Math.round(backoff / 2 + (backoff / 2) * random);
}

function attemptsFor(error: ApiError): number {
  if (error.code === 'throttled') return attempts.throttled;
  if (error.method !== 'GET') return 1;
  if (error.code === 'timed-out') return attempts.timedOut;
  if (error.code === 'connection-failed') return attempts.dropped;
  if (error.code !== 'unavailable') return 1;
  return error.status === 503 ? attempts.unavailable : attempts.dropped;
}
