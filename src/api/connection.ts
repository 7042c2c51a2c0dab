import { type Dispatcher, EnvHttpProxyAgent } from 'undici';

/** One request as it was sent, for `--verbose`. No headers and no bodies. */
export interface RequestLog {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** `null` when there was no answer. */
  readonly status: number | null;
  readonly milliseconds: number;
  /** From 1. */
  readonly attempt: number;
}

/** How to reach the server. */
export interface Connection {
  /** The server's address, with a path in front of `/api` where it has one. */
  readonly url: string;
  readonly username: string;
  readonly password: () => string;
  /** The authorities to trust instead of the usual ones, as PEM text. */
  readonly caPem: string | null;
  /** The proxies for each kind of address, and the hosts that are reached without one. */
  readonly proxy: { readonly https: string | null; readonly http: string | null; readonly none: string | null };
  /** For one request and its answer. */
  readonly timeoutMilliseconds: number;
  readonly requestsPerSecond: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  readonly log: ((line: RequestLog) => void) | null;
}

/** The most that is read of an answer that is kept in memory, in bytes. */
export const largestAnswer = 64 * 1024 * 1024;

/**
 * Opens the pool of connections that are kept alive, through the proxy where there is one. Certificates are always checked,
 * whatever the environment says. `largest` answer in bytes; -1: whoever reads it bounds it. Throws `Error` for a proxy that
 * is no address, without repeating it.
 */
export function openPool(connection: Connection, largest: number): Dispatcher {
  const secure = connection.url.startsWith('https:');
  const tls = {
    timeout: Math.min(10_000, connection.timeoutMilliseconds),
    rejectUnauthorized: true,
    ...(connection.caPem === null ? {} : { ca: connection.caPem }),
  };
  return new EnvHttpProxyAgent({
    // An empty text keeps undici from reading the environment for itself.
    httpProxy: secure ? '' : proxyAddress(connection.proxy.http, 'HTTP_PROXY'),
    httpsProxy: secure ? proxyAddress(connection.proxy.https, 'HTTPS_PROXY') : '',
    noProxy: connection.proxy.none ?? '',
    connect: tls,
    requestTls: tls,
    proxyTls: { timeout: tls.timeout, rejectUnauthorized: true },
    connections: connection.concurrency,
    // One request at a time on a connection, so that a request is written once and never taken along to another.
    pipelining: 1,
    allowH2: false,
    maxResponseSize: largest,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

function proxyAddress(proxy: string | null, variable: string): string {
  if (proxy === null || proxy === '') return '';
  const address = proxy.includes('://') ? proxy : `http://${proxy}`;
  if (!URL.canParse(address) || /%(?![0-9a-f]{2})/i.test(new URL(address).username + new URL(address).password)) {
    throw new Error(`${variable} is not the address of a proxy; it should look like http://host:port`);
  }
  return address;
}
