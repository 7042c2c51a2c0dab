import type { Dispatcher } from 'undici';
import type { Connection } from './connection.ts';
import type { ApiError } from './error.ts';
import type { Asked } from './failure.ts';
import type { Query } from './paths.ts';

/** A request. The body is encoded anew for each attempt and kept nowhere. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query: Query;
  /** JSON text. */
  readonly body?: () => string;
  /** The secrets in the body, for keeping them out of errors. */
  readonly secrets?: () => readonly string[];
  /** True for one that changes nothing although its method is not GET. */
  readonly onlyReads?: true;
  /** The media types wanted; JSON where left out. */
  readonly accept?: string;
}

/** A successful answer whose body is read piece by piece. */
export interface Incoming {
  readonly asked: Asked;
  readonly status: number;
  readonly requestId: string | null;
  /** The `Content-Disposition` header, as it came. */
  readonly disposition: string | null;
  /** Throws `ApiError` where the connection breaks or stalls. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** The error of one attempt. */
export interface Failed {
  readonly error: ApiError;
  readonly retryAfter: number | null;
}

/** One attempt at a request: what it is for, or its error. */
export type Exchange<T extends object> = (request: Request, asked: Asked, count: number) => Promise<T | Failed>;

/** The headers of a request. */
export function headersFor(
  connection: Connection,
  request: Request,
  hasBody: boolean,
): Readonly<Record<string, string>> {
  return {
    accept: request.accept ?? 'application/json',
    authorization: `Basic ${basicCredentials(connection)}`,
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
  };
}

function basicCredentials(connection: Connection): string {
  return Buffer.from(`${connection.username}:${connection.password()}`, 'utf8').toString('base64');
}

/** What no error may repeat. */
export function secretsOf(connection: Connection): readonly string[] {
  return [connection.password(), basicCredentials(connection)];
}

/** The first value of a header. */
export function headerOf(response: Dispatcher.ResponseData, name: string): string | null {
  const value = response.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
