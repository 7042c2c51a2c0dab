import pLimit from 'p-limit';
import type { Dispatcher } from 'undici';
import { type Answer, readAnswer } from './answer.ts';
import { type Connection, openPool } from './connection.ts';
import { ApiError } from './error.ts';
import { type Asked, failureOf, givenUp } from './failure.ts';
import { type Query, withQuery } from './paths.ts';
import { type Clock, openRate, systemClock } from './rate.ts';
import { readRetryAfter, retryDelay } from './retry.ts';

/** A request. The body is encoded anew for each attempt and kept nowhere. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query: Query;
  /** JSON text. */
  readonly body?: () => string;
  /** The secrets in the body, for keeping them out of errors. */
  readonly secrets?: () => readonly string[];
}

/** The way to one server. Holds nothing that an inspection or JSON would show. */
export interface Transport {
  /** Sends a request, again where that is safe. Throws `ApiError`. */
  send(request: Request): Promise<Answer>;
  /** Requests sent so far, every attempt counted. */
  readonly counts: { readonly read: number; readonly write: number };
  readonly clock: Clock;
  /** Ends every connection and every waiting at once; what is sent afterwards fails. */
  close(): Promise<void>;
}

interface Failed {
  readonly error: ApiError;
  readonly retryAfter: number | null;
}

/** Opens the way to the server: nothing is sent yet. Throws `Error` for an address that is none. */
export function openTransport(connection: Connection, clockForTests?: Clock): Transport {
  const ending = new AbortController();
  const clock = clockForTests ?? systemClock(ending.signal);
  const pool = openPool(connection);
  const rate = openRate(connection.requestsPerSecond, clock);
  const limit = pLimit(connection.concurrency);
  const exchange = exchangeOver(pool, connection, clock);
  let read = 0;
  let write = 0;

  async function attempt(request: Request, count: number): Promise<Answer> {
    await rate.take();
    const asked = { method: request.method, path: withQuery(request.path, { ...request.query, format: 'json' }) };
    if (ending.signal.aborted) throw new ApiError(givenUp(asked));
    if (request.method === 'GET') read += 1;
    else write += 1;
    const result = await exchange(request, asked, count);
    if (!('error' in result)) return result;
    const { error, retryAfter } = result;
    const delay = retryDelay(error, count, retryAfter, clock.random());
    const overloaded = error.status === 429 || error.status === 503;
    if (overloaded) rate.slowDown(delay ?? 1000);
    if (delay === null) throw error;
    if (!overloaded) await clock.sleep(delay);
    return attempt(request, count + 1);
  }

  return {
    send: (request) => limit(attempt, request, 1),
    get counts() {
      return { read, write };
    },
    clock,
    async close() {
      ending.abort();
      await pool.destroy();
    },
  };
}

function exchangeOver(pool: Dispatcher, connection: Connection, clock: Clock) {
  const base = new URL(connection.url);
  const prefix = base.pathname.replace(/\/+$/, '');

  return async (request: Request, asked: Asked, count: number): Promise<Answer | Failed> => {
    const body = request.body?.() ?? null;
    const started = performance.now();
    let status: number | null = null;
    let retryAfter: number | null = null;
    try {
      const response = await pool.request({
        origin: base.origin,
        path: `${prefix}${asked.path}`,
        method: request.method,
        headers: headersFor(connection, body !== null),
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

function headersFor(connection: Connection, hasBody: boolean): Readonly<Record<string, string>> {
  return {
    accept: 'application/json',
    authorization: `Basic ${basicCredentials(connection)}`,
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
  };
}

function basicCredentials(connection: Connection): string {
  return Buffer.from(`${connection.username}:${connection.password()}`, 'utf8').toString('base64');
}

function secretsOf(connection: Connection): readonly string[] {
  return [connection.password(), basicCredentials(connection)];
}

function headerOf(response: Dispatcher.ResponseData, name: string): string | null {
  const value = response.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
