import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Connection } from '../../src/api/connection.ts';
import { openTransport, type Transport } from '../../src/api/transport.ts';
import { connectionTo, json, portOf, quickClock, serve, type TestServer } from './support.ts';

const request = { method: 'POST', path: '/api/x', query: {}, body: () => '{}' } as const;
const closing: (() => Promise<void>)[] = [];
const folder = mkdtempSync(join(tmpdir(), 'sparkform-tls-'));
let certificates: { readonly key: string; readonly cert: string } | null = null;

/** A certificate of its own authority for one host name. */
beforeAll(() => {
  const key = join(folder, 'key.pem');
  const cert = join(folder, 'cert.pem');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const options = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  try {
    execFileSync('openssl', ['req', ...options, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    certificates = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } catch {
    certificates = null;
  }
});

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(url: string, changes: Partial<Connection>): Transport {
  const transport = openTransport(connectionTo(url, changes), quickClock());
  closing.push(transport.close);
  return transport;
}

async function serveSecurely(): Promise<{
  readonly port: number;
  readonly server: TestServer;
  readonly ca: string;
} | null> {
  const pair = certificates;
  if (pair === null) return null;
  const create = (listener: (request: IncomingMessage, response: ServerResponse) => void): Server =>
    createSecureServer(pair, listener);
  const server = await serve((_, response) => json(response, 200, { secure: true }), create);
  closing.push(server.close);
  return { port: Number(new URL(server.url).port), server, ca: pair.cert };
}

interface Proxy {
  readonly port: number;
  readonly asked: readonly string[];
  readonly credentials: readonly (string | undefined)[];
}

async function serveProxy(status = 200): Promise<Proxy> {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const proxy = createServer();
  proxy.on('connect', (asking, socket) => {
    asked.push(asking.url ?? '');
    credentials.push(asking.headers['proxy-authorization']);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} Refused\r\n\r\n`);
    const there = connect(Number((asking.url ?? '').split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      there.pipe(socket);
      socket.pipe(there);
    });
    for (const end of [there, socket]) {
      end.on('error', () => undefined);
      end.on('close', () => [there, socket].forEach((other) => void other.destroy()));
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        proxy.closeAllConnections();
        proxy.close(() => resolve());
      }),
  );
  return { port: portOf(proxy), asked, credentials };
}

describe('TLS', () => {
  it('trusts an authority that is named, and no other', async (context) => {
    const secure = await serveSecurely();
    if (secure === null) return context.skip('there is no openssl to make a certificate with');
    const url = `https://localhost:${secure.port}`;
    expect((await open(url, { caPem: secure.ca }).send(request)).json).toEqual({ secure: true });
    const refused = { code: 'tls-untrusted', outcome: 'not-done', hint: expect.stringContaining('VOSS_CA_FILE') };
    await expect(open(url, {}).send(request)).rejects.toMatchObject(refused);
    await expect(open(`https://127.0.0.1:${secure.port}`, { caPem: secure.ca }).send(request)).rejects.toMatchObject(
      refused,
    );
    expect(secure.server.received.length).toBe(1);
  });

  it('checks certificates even where the environment says not to', async (context) => {
    const secure = await serveSecurely();
    if (secure === null) return context.skip('there is no openssl to make a certificate with');
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const sent = open(`https://localhost:${secure.port}`, {}).send(request);
    await expect(sent).rejects.toMatchObject({ code: 'tls-untrusted' });
    vi.unstubAllEnvs();
  });

  it('says so when the server does not speak it', async () => {
    const plain = await serve((_, response) => json(response, 200, {}));
    closing.push(plain.close);
    const url = plain.url.replace('http:', 'https:');
    await expect(open(url, {}).send(request)).rejects.toMatchObject({ code: 'connection-failed', status: null });
  });
});

describe('a proxy', () => {
  it('is used for the kind of address it is for, with its credentials', async (context) => {
    const secure = await serveSecurely();
    if (secure === null) return context.skip('there is no openssl to make a certificate with');
    const proxy = await serveProxy();
    const https = `http://joe:p%40ss@127.0.0.1:${proxy.port}`;
    const transport = open(`https://localhost:${secure.port}`, {
      caPem: secure.ca,
      proxy: { https, http: null, none: null },
    });
    expect((await transport.send(request)).json).toEqual({ secure: true });
    expect(proxy.asked).toEqual([`localhost:${secure.port}`]);
    expect(proxy.credentials).toEqual([`Basic ${Buffer.from('joe:p@ss').toString('base64')}`]);
    expect(inspect(transport, { depth: 9, showHidden: true })).not.toMatch(/joe|p@ss/);
  });

  it('is used for plain addresses, and may be named without http://', async () => {
    const [server, proxy] = await Promise.all([serve((_, response) => json(response, 200, {})), serveProxy()]);
    closing.push(server.close);
    const address = `127.0.0.1:${proxy.port}`;
    await open(server.url, { proxy: { https: null, http: address, none: null } }).send(request);
    expect(proxy.asked).toEqual([new URL(server.url).host]);
  });

  it('is not used for hosts that are excepted, nor for the other kind of address', async () => {
    const [server, proxy] = await Promise.all([serve((_, response) => json(response, 200, {})), serveProxy()]);
    closing.push(server.close);
    const address = `http://127.0.0.1:${proxy.port}`;
    await open(server.url, { proxy: { https: null, http: address, none: 'example.com,127.0.0.1' } }).send(request);
    await open(server.url, { proxy: { https: address, http: null, none: null } }).send(request);
    expect(proxy.asked).toEqual([]);
    expect(server.received.length).toBe(2);
  });

  it('for plain addresses is not used for secure ones', async (context) => {
    const secure = await serveSecurely();
    if (secure === null) return context.skip('there is no openssl to make a certificate with');
    const proxy = await serveProxy();
    const http = `http://127.0.0.1:${proxy.port}`;
    const changes = { caPem: secure.ca, proxy: { https: null, http, none: null } };
    await open(`https://localhost:${secure.port}`, changes).send(request);
    expect(proxy.asked).toEqual([]);
  });

  it('that refuses is named as the reason, without its credentials', async () => {
    const [server, proxy] = await Promise.all([serve((_, response) => json(response, 200, {})), serveProxy(407)]);
    closing.push(server.close);
    const http = `http://joe:canary-proxy-pass@127.0.0.1:${proxy.port}`;
    const sent = open(server.url, { proxy: { https: null, http, none: null } }).send(request);
    await expect(sent).rejects.toMatchObject({
      code: 'connection-failed',
      outcome: 'not-done',
      what: expect.stringContaining('proxy'),
    });
    expect(inspect(await sent.catch((error: unknown) => error), { depth: 9, showHidden: true })).not.toContain(
      'canary-proxy',
    );
    expect(server.received).toEqual([]);
  });

  it('that is no address is refused without being repeated', () => {
    for (const http of ['http://joe:canary%pass@host', 'http://joe:canary@[', 'http://']) {
      const proxy = { https: null, http, none: null };
      try {
        openTransport(connectionTo('http://127.0.0.1', { proxy }));
        expect.unreachable();
      } catch (error) {
        expect(inspect(error, { depth: 9, showHidden: true })).toContain('HTTP_PROXY is not the address');
        expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary');
      }
    }
  });
});
