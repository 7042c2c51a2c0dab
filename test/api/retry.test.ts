import { describe, expect, it } from 'vitest';
import { ApiError, type ApiErrorCode } from '../../src/api/error.ts';
import { readRetryAfter, retryDelay } from '../../src/api/retry.ts';

const now = Date.parse('2026-11-24T10:00:00Z');

function error(method: string, code: ApiErrorCode, status: number | null): ApiError {
  return new ApiError({ method, path: '/api/x', code, status, what: 'it failed', hint: 'Again.', outcome: 'unknown' });
}

describe('readRetryAfter', () => {
  it.each([
    ['3', 3000],
    [' 0 ', 0],
    ['Tue, 24 Nov 2026 10:00:07 GMT', 7000],
    ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
    ['soon', null],
    ['-1000000000000000000000', null],
    [null, null],
  ])('%j is %j ms', (header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected);
  });
});

describe('retryDelay', () => {
  it.each([
    // A write that was not taken up may be sent again; after anything else it may have been done.
    ['POST', 'throttled', 429, true],
    ['PUT', 'throttled', 429, true],
    ['POST', 'unavailable', 503, false],
    ['POST', 'unavailable', 502, false],
    ['PUT', 'connection-failed', null, false],
    ['DELETE', 'timed-out', null, false],
    ['POST', 'server-failed', 500, false],
    ['GET', 'throttled', 429, true],
    ['GET', 'unavailable', 503, true],
    ['GET', 'unavailable', 502, true],
    ['GET', 'connection-failed', null, true],
    ['GET', 'timed-out', null, true],
    ['GET', 'server-failed', 500, false],
    ['GET', 'not-json', 200, false],
    ['GET', 'tls-untrusted', null, false],
    ['GET', 'unauthorised', 401, false],
    ['GET', 'not-found', 404, false],
  ] as const)('%s after %s (%j) is sent again: %j', (method, code, status, again) => {
    for (const retryAfter of [null, 2000]) {
      expect(retryDelay(error(method, code, status), 1, retryAfter, 0.5) !== null).toBe(again);
    }
  });

  it('grows, with jitter, up to half a minute', () => {
    const delays = [1, 2, 3, 4, 5].map((attempt) => retryDelay(error('GET', 'throttled', 429), attempt, null, 0.5));
    expect(delays).toEqual([375, 750, 1500, 3000, 6000]);
    expect(retryDelay(error('GET', 'throttled', 429), 1, null, 0)).toBe(250);
  });

  it('ends', () => {
    for (const code of ['throttled', 'unavailable', 'connection-failed', 'timed-out'] as const) {
      expect(retryDelay(error('GET', code, code === 'throttled' ? 429 : null), 6, 10, 0.5)).toBeNull();
    }
  });

  it('does not wait for longer than a run would', () => {
    expect(retryDelay(error('GET', 'throttled', 429), 1, 120_001, 0.5)).toBeNull();
    expect(retryDelay(error('GET', 'throttled', 429), 1, 120_000, 0.5)).toBe(120_000);
  });
});
