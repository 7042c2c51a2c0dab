import type { Dispatcher } from 'undici';
import { readAnswer } from './answer.ts';
import type { Connection } from './connection.ts';
import { ApiError } from './error.ts';
import { type Exchange, headerOf, headersFor, type Incoming, secretsOf } from './exchange.ts';
import { type Asked, failureOf } from './failure.ts';
import type { Clock } from './rate.ts';
import { readRetryAfter } from './retry.ts';

/** How many times the usual time a file may take to begin, and to bring its next piece: the server makes it first. */
const idleTimes = 5;

/** How many times the usual time a file may take in all. */
const wholeTimes = 30;

/** A file under way; `end` must be called when it was read, or is not wanted. */
export interface Arrival {
  readonly incoming: Incoming;
  readonly end: () => void;
}

/** Begins to receive an answer of any size. An answer that is no success is read and thrown as in any other exchange. */
export function fileExchange(pool: Dispatcher, connection: Connection, clock: Clock): Exchange<Arrival> {
  const base = new URL(connection.url);
  const prefix = base.pathname.replace(/\/+$/, '');

  return async (request, asked, count) => {
    const body = request.body?.() ?? null;
    const started = performance.now();
    const patience = openPatience(connection.timeoutMilliseconds);
    let status: number | null = null;
    let retryAfter: number | null = null;
    try {
      const response = await pool.request({
        origin: base.origin,
        path: `${prefix}${asked.path}`,
        method: request.method,
        headers: headersFor(connection, request, body !== null),
        body,
        signal: patience.signal,
      });
      status = response.statusCode;
      retryAfter = readRetryAfter(headerOf(response, 'retry-after'), clock.now());
      const requestId = headerOf(response, 'x-request-id');
      if (status < 200 || status > 299) {
        const text = await beginningOf(response.body);
        const location = headerOf(response, 'location');
        readAnswer({ status, requestId, location, date: null, body: text }, asked, secretsOf(connection));
      }
      const disposition = headerOf(response, 'content-disposition');
      const chunks = guarded(response.body, patience, asked);
      const incoming = { asked, status, requestId, disposition, chunks };
      return {
        incoming,
        end: () => {
          patience.end();
          response.body.destroy();
        },
      };
    } catch (thrown) {
      patience.end();
      const error = thrown instanceof ApiError ? thrown : failureOf(thrown, asked, patience.idle);
      return { error, retryAfter };
    } finally {
      const milliseconds = Math.round(performance.now() - started);
      connection.log?.({ ...asked, status, milliseconds, attempt: count });
    }
  };
}

interface Patience {
  readonly signal: AbortSignal;
  /** Milliseconds without a sign of life. */
  readonly idle: number;
  /** There was one. */
  readonly renew: () => void;
  readonly end: () => void;
}

function openPatience(usual: number): Patience {
  const ending = new AbortController();
  const giveUp = (): void => ending.abort(new DOMException('the file takes too long', 'TimeoutError'));
  const idle = idleTimes * usual;
  const timers = [setTimeout(giveUp, idle), setTimeout(giveUp, wholeTimes * usual)] as const;
  return {
    signal: ending.signal,
    idle,
    renew: () => void timers[0].refresh(),
    end: () => timers.forEach(clearTimeout),
  };
}

async function* guarded(body: AsyncIterable<Uint8Array>, patience: Patience, asked: Asked): AsyncGenerator<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  for (;;) {
    const { value, done } = await pieces.next().catch((thrown: unknown) => {
      throw failureOf(thrown, asked, patience.idle);
    });
    if (done === true) return;
    patience.renew();
    yield value;
  }
}

/** Of an answer that is an error, enough to say what it is. */
async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    parts.push(chunk);
    size += chunk.length;
    if (size > 65_536) break;
  }
  return Buffer.concat(parts).toString('utf8');
}
