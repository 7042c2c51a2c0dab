import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from '../../src/api/connection.ts';
import type { Clock } from '../../src/api/rate.ts';
import type { Profile } from '../../src/model/profile.ts';

export const password = 'canary-password-7f3d9c';

export const profile: Profile = {
  payload: 'unknown',
  createAnswer: 'unknown',
  secretsReadAs: 'unknown',
  omittedProperties: 'unknown',
  omittedSecrets: 'unknown',
  emptyValues: 'unknown',
  hierarchyIn: 'unknown',
  succeededWords: ['Success', 'Completed'],
  failedWords: ['Fail', 'Failed'],
  moveKeepsPkid: 'unknown',
  findsByExternalId: 'unknown',
  bulkModify: 'unknown',
};

export function connectionTo(url: string, changes: Partial<Connection> = {}): Connection {
  return {
    url,
    username: 'admin',
    password: () => password,
    caPem: null,
    proxy: { https: null, http: null, none: null },
    timeoutMilliseconds: 5000,
    requestsPerSecond: 10_000,
    concurrency: 4,
    log: null,
    ...changes,
  };
}

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly port: number;
}

export interface TestServer {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

export type Reply = (request: Received, response: ServerResponse, count: number) => void;

/** Listens on a free port; `reply` gets each request with its body and its number, from 1. */
export async function serve(reply: Reply, create: (listener: Listener) => Server = createServer): Promise<TestServer> {
  const received: Received[] = [];
  const server = create((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        port: request.socket.remotePort ?? 0,
      };
      received.push(one);
      reply(one, response, received.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, received, close: () => closed(server) };
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

export function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** A clock that does not wait: it notes how long it was asked to, and moves on by that. */
export function quickClock(): Clock & { readonly slept: readonly number[] } {
  const slept: number[] = [];
  let passed = 0;
  return {
    slept,
    now: () => 1_700_000_000_000 + passed,
    random: () => 0.5,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      passed += milliseconds;
    },
  };
}
