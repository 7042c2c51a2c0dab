import pLimit from 'p-limit';
import type { Dispatcher } from 'undici';
import { type Answer, readAnswer } from './answer.ts';
import { type Connection, largestAnswer, openPool } from './connection.ts';
import { ApiError } from './error.ts';
import { type Exchange, headerOf, headersFor, type Incoming, type Request, secretsOf } from './exchange.ts';
import { failureOf, givenUp } from './failure.ts';
import { fileExchange } from './file-exchange.ts';
import { withQuery } from './paths.ts';
import { type Clock, openRate, systemClock } from './rate.ts';
import { readRetryAfter, retryDelay } from './retry.ts';

/** The way to one server. Holds nothing that an inspection or JSON would show. */
export interface Transport {
  /** Sends a request, again where that is safe. Throws `ApiError`. */
  send(request: Request): Promise<Answer>;
  /**
   * Sends a request and hands its answer, of any size, to `take` as it comes in. A redirect is not followed. Throws `ApiError`,
   * and whatever `take` throws.
   */
  receive<T>(request: Request, take: (incoming: Incoming) => Promise<T>): Promise<T>;
  /** Requests sent so far, every attempt counted. */
  readonly counts: { readonly read: number; readonly write: number };
  readonly clock: Clock;
  /** Ends every connection and every waiting at once; what is sent afterwards fails. */
  close(): Promise<void>;
}

/** Opens the way to the server: nothing is sent yet. Throws `Error` for an address that is none. */
export function openTransport(connection: Connection, clockForTests?: Clock): Transport {
  const ending = new AbortController();
  const clock = clockForTests ?? systemClock(ending.signal);
  const pool = openPool(connection, largestAnswer);
  let files: Dispatcher | null = null;
  const rate = openRate(connection.requestsPerSecond, clock);
  const limit = pLimit(connection.concurrency);
  const exchange = exchangeOver(pool, connection, clock);
  const fetchOver = () => {
    files ??= openPool(connection, -1);
    return fileExchange(files, connection, clock);
  };
  let read = 0;
  let write = 0;

  async function attempt<T extends object>(request: Request, exchange: Exchange<T>, count: number): Promise<T> {
    await rate.take();
    const asked = { method: request.method, path: withQuery(request.path, { ...request.query, format: 'json' }) };
    if (ending.signal.aborted) throw new ApiError(givenUp(asked));
    if (request.method === 'GET' || request.onlyReads === true) read += 1;
    else write += 1;
    const result = await exchange(request, asked, count);
    if (!('error' in result)) return result;
    const { error, retryAfter } = result;
    const delay = retryDelay(error, count, retryAfter, clock.random());
    const overloaded = error.status === 429 || error.status === 503;
    if (overloaded) rate.slowDown(delay ?? 1000);
    if (delay === null) throw error;
    if (!overloaded) await clock.sleep(delay);
    return attempt(request, exchange, count + 1);
  }

  return {
    send: (request) => limit(() => attempt(request, exchange, 1)),
    receive: (request, take) =>
      limit(async () => {
        const { incoming, end } = await attempt(request, fetchOver(), 1);
        try {
          return await take(incoming);
        } finally {
          end();
        }
      }),
    get counts() {
      return { read, write };
    },
    clock,
    async close() {
      ending.abort();
      await Promise.all([pool.destroy(), files?.destroy()]);
    },
  };
}

function exchangeOver(pool: Dispatcher, connection: Connection, clock: Clock): Exchange<Answer> {
  const base = new URL(connection.url);
  const prefix = base.pathname.replace(/\/+$/, '');

  return async (request, asked, count) => {
    const body = request.body?.() ?? null;
    const started = performance.now();
    let status: number | null = null;
    let retryAfter: number | null = null;
    try {
      const response = await pool.request({
        origin: base.origin,
        path: `${prefix}${asked.path}`,
        method: request.method,
        headers: headersFor(connection, request, body !== null),
        body,
        signal: AbortSignal.timeout(connection.timeoutMilliseconds),
      });
      status = response.statusCode;
      retryAfter = readRetryAfter(headerOf(response, 'retry-after'), clock.now());
      const requestId = headerOf(response, 'x-request-id');
      const headers = { location: headerOf(response, 'location'), date: headerOf(response, 'date') };
      const raw = { status, requestId, ...headers, body: await response.body.text() };
      return readAnswer(raw, asked, [...secretsOf(connection), ...(request.secrets?.() ?? [])]);
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : failureOf(thrown, asked, connection.timeoutMilliseconds);
      return { error, retryAfter };
    } finally {
      const milliseconds = Math.round(performance.now() - started);
      connection.log?.({ ...asked, status, milliseconds, attempt: count });
    }
  };
}
