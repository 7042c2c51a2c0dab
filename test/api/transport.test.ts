import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { Connection, RequestLog } from '../../src/api/connection.ts';
import { ApiError } from '../../src/api/error.ts';
import type { Request } from '../../src/api/exchange.ts';
import type { Clock } from '../../src/api/rate.ts';
import { openTransport, type Transport } from '../../src/api/transport.ts';
import { connectionTo, json, password, quickClock, type Reply, serve, type TestServer } from './support.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function open(
  reply: Reply,
  changes: Partial<Connection> = {},
  clock: Clock = quickClock(),
): Promise<{ server: TestServer; transport: Transport }> {
  const server = await serve(reply);
  const transport = openTransport(connectionTo(server.url, changes), clock);
  closing.push(server.close, transport.close);
  return { server, transport };
}

const secret = 'canary-token-b81f20';
const get: Request = { method: 'GET', path: '/api/relation/SparkCustomer/', query: { hierarchy: 'sys.hcs.A B' } };
const post: Request = {
  method: 'POST',
  path: '/api/relation/SparkCustomer',
  query: { hierarchy: 'sys' },
  body: () => JSON.stringify({ name: 'Acme', token: secret }),
  secrets: () => [secret],
};

async function failure(sent: Promise<unknown>): Promise<ApiError> {
  const error = await sent.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error(`not an ApiError: ${inspect(error)}`);
  for (const text of [
    error.message,
    error.hint,
    inspect(error, { depth: 9, showHidden: true }),
    JSON.stringify(error),
  ]) {
    for (const canary of [password, secret, Buffer.from(`admin:${password}`).toString('base64')]) {
      expect(text).not.toContain(canary);
    }
  }
  return error;
}

function page(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/html', ...headers });
  response.end(body);
}

describe('a request', () => {
  it('carries Basic credentials, format=json, an encoded hierarchy and a JSON body', async () => {
    const { server, transport } = await open((_, response) => json(response, 200, { ok: true }));
    expect((await transport.send(get)).json).toEqual({ ok: true });
    await transport.send(post);
    const [first, second] = server.received;
    expect(first?.url).toBe('/api/relation/SparkCustomer/?hierarchy=sys.hcs.A%20B&format=json');
    expect(first?.headers.authorization).toBe(`Basic ${Buffer.from(`admin:${password}`).toString('base64')}`);
    expect(first?.headers['content-type']).toBeUndefined();
    expect(second).toMatchObject({ method: 'POST', body: JSON.stringify({ name: 'Acme', token: secret }) });
    expect(second?.headers['content-type']).toBe('application/json');
    expect(transport.counts).toEqual({ read: 1, write: 1 });
  });

  it('goes below the path of the address', async () => {
    const { server } = await open((_, response) => json(response, 200, {}));
    const transport = openTransport(connectionTo(`${server.url}/voss/`), quickClock());
    closing.push(transport.close);
    await transport.send(get);
    expect(server.received[0]?.url).toMatch(/^\/voss\/api\/relation/);
  });

  it('keeps the connection alive', async () => {
    for (const concurrency of [1, 2]) {
      const { server, transport } = await open((_, response) => json(response, 200, {}), { concurrency });
      for (let count = 0; count < 12; count += 1) await transport.send(count % 2 === 0 ? get : post);
      expect(new Set(server.received.map(({ port }) => port)).size).toBeLessThanOrEqual(concurrency);
    }
  });

  it('is one of few at a time', async () => {
    let now = 0;
    let most = 0;
    const { transport } = await open(
      (_, response) => {
        now += 1;
        most = Math.max(most, now);
        setTimeout(() => {
          now -= 1;
          json(response, 200, {});
        }, 15);
      },
      { concurrency: 3 },
    );
    await Promise.all(Array.from({ length: 12 }, () => transport.send(get)));
    expect(most).toBe(3);
  });

  it('is logged without headers and bodies', async () => {
    const lines: RequestLog[] = [];
    const { transport } = await open((_, response, count) => json(response, count === 1 ? 429 : 200, {}), {
      log: (line) => lines.push(line),
    });
    await transport.send(post);
    const path = '/api/relation/SparkCustomer?hierarchy=sys&format=json';
    expect(lines).toEqual([
      { method: 'POST', path, status: 429, milliseconds: expect.any(Number), attempt: 1 },
      { method: 'POST', path, status: 200, milliseconds: expect.any(Number), attempt: 2 },
    ]);
  });

  it('does not show the password when the transport is inspected', async () => {
    const { transport } = await open((_, response) => json(response, 200, {}));
    expect(inspect(transport, { depth: 9, showHidden: true }) + JSON.stringify(transport)).not.toContain(password);
  });

  it('takes JSON that is labelled as HTML', async () => {
    const { transport } = await open((_, response) => page(response, 200, '{"meta": {}}'));
    expect((await transport.send(get)).json).toEqual({ meta: {} });
  });

  it('takes a 204 without a body', async () => {
    const { transport } = await open((_, response) => void response.writeHead(204).end());
    expect(await transport.send({ ...post, method: 'DELETE' })).toMatchObject({ status: 204, json: null });
  });

  it('fails with the error of the caller when its body cannot be made', async () => {
    const { transport, server } = await open((_, response) => json(response, 200, {}));
    const body = (): string => {
      throw new Error('a bug');
    };
    await expect(transport.send({ ...post, body })).rejects.toThrow('a bug');
    expect(server.received).toEqual([]);
  });
});

const login = '<html><title>Sign in</title><form action="/login/"><input type="password"></form></html>';

describe('a fault', () => {
  const fault = (body: unknown, headers?: Record<string, string>) => (status: number) => (response: ServerResponse) =>
    json(response, status, body, headers);
  const said = fault({ message: 'no' });

  it.each<[string, (response: ServerResponse) => void, Partial<ApiError>, Partial<ApiError>]>([
    ['401', said(401), { code: 'unauthorised', excerpt: 'no' }, { outcome: 'not-done' }],
    ['403', said(403), { code: 'forbidden', status: 403 }, { outcome: 'not-done' }],
    ['404', said(404), { code: 'not-found' }, { outcome: 'not-done' }],
    ['400', said(400), { code: 'refused' }, { outcome: 'not-done' }],
    ['409', said(409), { code: 'refused' }, { outcome: 'not-done' }],
    ['408', said(408), { code: 'timed-out' }, { outcome: 'unknown' }],
    ['429', said(429), { code: 'throttled' }, { outcome: 'not-done' }],
    ['500', said(500), { code: 'server-failed' }, { outcome: 'unknown' }],
    ['502', said(502), { code: 'unavailable' }, { outcome: 'unknown' }],
    ['503', said(503), { code: 'unavailable' }, { outcome: 'unknown' }],
    ['504', said(504), { code: 'unavailable' }, { outcome: 'unknown' }],
    [
      '200 that says no',
      fault({ success: false, message: 'locked' })(200),
      { code: 'said-no', excerpt: 'locked' },
      { outcome: 'not-done' },
    ],
    [
      'a login page',
      (response) => page(response, 200, login),
      { code: 'login-page', excerpt: 'Sign in' },
      { outcome: 'unknown' },
    ],
    [
      'another page',
      (response) => page(response, 200, '<p>Hello</p>'),
      { code: 'not-json', excerpt: null },
      { outcome: 'unknown' },
    ],
    [
      'an HTML fault',
      (response) => page(response, 500, '<title>Oops</title>'),
      { code: 'server-failed', excerpt: 'Oops' },
      { outcome: 'unknown' },
    ],
    [
      'text',
      (response) => page(response, 400, 'Bad thing\nmore'),
      { code: 'refused', excerpt: 'Bad thing' },
      { outcome: 'not-done' },
    ],
    [
      'an empty fault',
      (response) => page(response, 500, ''),
      { code: 'server-failed', excerpt: null },
      { outcome: 'unknown' },
    ],
    ['an empty 200', (response) => page(response, 200, ''), { code: 'not-json' }, { outcome: 'unknown' }],
    [
      'cut JSON',
      (response) => page(response, 200, '{"data": {"tok'),
      { code: 'not-json', excerpt: null },
      { outcome: 'unknown' },
    ],
    ['null', (response) => page(response, 200, 'null'), { code: 'not-json' }, { outcome: 'unknown' }],
    [
      '301',
      (response) => page(response, 301, '', { location: '/api/' }),
      { code: 'redirected' },
      { outcome: 'not-done' },
    ],
    [
      '302',
      (response) => page(response, 302, '', { location: '/login/' }),
      { code: 'redirected' },
      { outcome: 'unknown' },
    ],
    [
      'a broken answer',
      (response) => void response.writeHead(200, { 'content-length': '99' }).write('{', () => response.destroy()),
      { code: 'connection-failed' },
      { outcome: 'unknown' },
    ],
    [
      'a dropped connection',
      (response) => void response.destroy(),
      { code: 'connection-failed', status: null },
      { outcome: 'unknown' },
    ],
  ])('%s becomes an ApiError that says what may have happened', async (_, reply, expected, ofWrite) => {
    const { transport } = await open((_request, response) => reply(response));
    const error = await failure(transport.send(get));
    expect(error).toMatchObject({ ...expected, method: 'GET', outcome: 'not-done' });
    expect(error.message).toContain('GET /api/relation/SparkCustomer/?hierarchy=sys.hcs.A%20B&format=json: ');
    expect(error.hint).not.toBe('');
    expect(await failure(transport.send(post))).toMatchObject({ ...expected, ...ofWrite, method: 'POST' });
  });

  it('says the request id', async () => {
    const { transport } = await open((_, response, count) =>
      json(response, 404, {}, { 'x-request-id': count === 1 ? 'req-1.2:3' : count === 2 ? password : '<b>' }),
    );
    const error = await failure(transport.send(get));
    expect(error.requestId).toBe('req-1.2:3');
    expect(error.message).toContain('(status 404, request id req-1.2:3)');
    expect((await failure(transport.send(get))).requestId).toBeNull();
    expect((await failure(transport.send(get))).requestId).toBeNull();
  });

  it('never repeats a secret of the request or a stored one, however the server writes it', async () => {
    const stored = 'canary-stored-refresh-55a1';
    const variants = [
      secret,
      JSON.stringify(secret),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      secret.slice(2, 12),
    ];
    for (const variant of variants) {
      const { transport } = await open((request, response) =>
        json(response, 400, {
          message: `bad ${variant} and ${stored}, got ${request.headers.authorization} ${request.body}`,
        }),
      );
      const error = await failure(transport.send(post));
      for (const text of [variant, stored, 'canary']) expect(error.message).not.toContain(text);
    }
  });

  it('is not followed to where a redirect points', async () => {
    const elsewhere = await serve((_, response) => json(response, 200, {}));
    closing.push(elsewhere.close);
    for (const status of [301, 302, 303, 307, 308]) {
      const { server, transport } = await open((_, response) =>
        page(response, status, '', { location: elsewhere.url }),
      );
      expect((await failure(transport.send(get))).code).toBe('redirected');
      await failure(transport.send(post));
      expect(server.received.length).toBe(2);
    }
    expect(elsewhere.received).toEqual([]);
  });

  it('is an answer that does not come in time', async () => {
    const { server, transport } = await open(() => undefined, { timeoutMilliseconds: 150 });
    expect(await failure(transport.send(post))).toMatchObject({ code: 'timed-out', outcome: 'unknown' });
    expect(server.received.length).toBe(1);
    expect(await failure(transport.send(get))).toMatchObject({ code: 'timed-out', outcome: 'not-done' });
    expect(server.received.length).toBe(3);
  });

  it('is a body that does not end in time', async () => {
    const { transport } = await open((_, response) => void response.writeHead(200).write('{'), {
      timeoutMilliseconds: 150,
    });
    expect(await failure(transport.send(post))).toMatchObject({ code: 'timed-out', outcome: 'unknown' });
  });

  it('is an answer without end', async () => {
    const chunk = Buffer.alloc(4 * 1024 * 1024, 32);
    const { transport } = await open(
      (_, response) => {
        // Node.js 26 says of a connection that is gone only that the chunk could not be written.
        const more = (error?: Error | null): void => void (error || response.destroyed || response.write(chunk, more));
        response.writeHead(200);
        more();
      },
      { timeoutMilliseconds: 30_000 },
    );
    expect(await failure(transport.send(post))).toMatchObject({ code: 'unexpected-answer', outcome: 'unknown' });
  });

  it('is a server that is not there', async () => {
    const { server, transport } = await open(() => undefined);
    await server.close();
    closing.length = 0;
    const error = await failure(transport.send(post));
    expect(error).toMatchObject({ code: 'connection-failed', outcome: 'not-done' });
    expect(error.message).toContain('ECONNREFUSED');
    await transport.close();
  });

  it('is a name that is not known', async () => {
    const transport = openTransport(connectionTo('http://no-such-host.invalid'), quickClock());
    closing.push(transport.close);
    expect(await failure(transport.send(post))).toMatchObject({ code: 'connection-failed', outcome: 'not-done' });
  });
});

describe('sending again', () => {
  it('waits as long as the server asks, and is slower for everyone afterwards', async () => {
    const clock = quickClock();
    const reply: Reply = (_, response, count) => json(response, count === 1 ? 429 : 200, {}, { 'retry-after': '7' });
    const { server, transport } = await open(reply, { requestsPerSecond: 10 }, clock);
    const before = clock.now();
    await transport.send(post);
    expect(clock.now() - before).toBe(7000);
    await transport.send(get);
    expect(clock.now() - before).toBe(7200);
    expect(server.received.length).toBe(3);
    expect(transport.counts).toEqual({ read: 1, write: 2 });
  });

  it('understands a date', async () => {
    const clock = quickClock();
    const date = new Date(clock.now() + 9000).toUTCString();
    const { transport } = await open(
      (_, response, count) => json(response, count === 1 ? 503 : 200, {}, { 'retry-after': date }),
      {},
      clock,
    );
    const before = clock.now();
    await transport.send(get);
    expect(clock.now() - before).toBe(9000);
  });

  it.each([
    ['429', (response: ServerResponse) => json(response, 429, {}), 6, 6],
    ['503', (response: ServerResponse) => json(response, 503, {}), 6, 1],
    ['503 with Retry-After', (response: ServerResponse) => json(response, 503, {}, { 'retry-after': '1' }), 6, 1],
    ['502', (response: ServerResponse) => json(response, 502, {}), 4, 1],
    ['a dropped connection', (response: ServerResponse) => void response.destroy(), 4, 1],
    ['500', (response: ServerResponse) => json(response, 500, {}), 1, 1],
    ['400', (response: ServerResponse) => json(response, 400, {}), 1, 1],
  ])('after %s a read is sent %j times at most, and a write at most', async (_, reply, reads, writes) => {
    const { server, transport } = await open((_request, response) => reply(response));
    await failure(transport.send(get));
    expect(server.received.length).toBe(reads);
    await failure(transport.send(post));
    expect(server.received.length - reads).toBe(writes);
  });
});

describe('close', () => {
  it('ends what is under way and what waits, and sends nothing any more', async () => {
    const server = await serve(() => undefined);
    const transport = openTransport(connectionTo(server.url, { concurrency: 1 }));
    closing.push(server.close);
    const running = failure(transport.send(post));
    const waiting = failure(transport.send(post));
    while (server.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await transport.close();
    expect(await running).toMatchObject({ code: 'connection-failed', outcome: 'unknown' });
    expect(await waiting).toMatchObject({ code: 'connection-failed', outcome: 'not-done' });
    expect(server.received.length).toBe(1);
  });
});
