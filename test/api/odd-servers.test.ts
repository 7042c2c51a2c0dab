import { afterEach, describe, expect, it } from 'vitest';
import { createReader } from '../../src/api/customer-reader.ts';
import { createWriter } from '../../src/api/customer-writer.ts';
import { readOnly } from '../../src/api/reads.ts';
import { openTransport, type Transport } from '../../src/api/transport.ts';
import { connectionTo, json, profile, quickClock, type Reply, serve, type TestServer } from './support.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function open(reply: Reply): Promise<{ readonly server: TestServer; readonly transport: Transport }> {
  const server = await serve(reply);
  const transport = openTransport(connectionTo(server.url), quickClock());
  closing.push(server.close, transport.close);
  return { server, transport };
}

const pkid = '5f1b2c3d4e5f6a7b8c9d0e1f';
const id = '0b0f2c4e-9a1d-4f7e-8c3b-1a2b3c4d5e6f';
const secrets = { reveal: () => 'hunter2!' };
const reference = { env: 'WEBEX_TOKEN', key: null, version: null };

describe('a server that answers at once', () => {
  it.each([
    [{ pkid, success: true, meta: { uri: `/api/relation/SparkCustomer/${pkid}` } }, pkid],
    [{ success: true }, null],
  ])('with %j has written', async (answer, expected) => {
    const { server, transport } = await open((_, response) => json(response, 201, answer));
    const writer = createWriter(transport, profile, secrets, { name: 'run', root: 'sys' });
    expect(await writer.create('sys', { name: 'Acme' }, {}, 'o1')).toEqual({ pkid: expected, transaction: null });
    expect(await writer.replace(pkid, 'sys', { name: 'Acme' }, {}, 'o2')).toEqual({ pkid, transaction: null });
    expect(await writer.remove(pkid, 'sys', 'o3')).toEqual({ pkid: null, transaction: null });
    expect(server.received.length).toBe(3);
  });

  it('with something else may have written', async () => {
    const { transport } = await open((_, response) => json(response, 200, { hello: 'world' }));
    const sent = createWriter(transport, profile, secrets, { name: 'run', root: 'sys' }).create(
      'sys',
      { name: 'Acme' },
      {},
      'o1',
    );
    await expect(sent).rejects.toMatchObject({ code: 'unexpected-answer', outcome: 'unknown', method: 'POST' });
  });
});

describe('a server whose nodes learn of a transaction one after the other', () => {
  const accepted = { transaction_id: id, success: true };

  it('is asked again', async () => {
    const { transport } = await open((request, response, count) => {
      if (request.method === 'POST') return json(response, 202, accepted);
      if (count < 5) return json(response, 404, {});
      return json(response, 200, { [id]: { status: 'Success' } });
    });
    const writer = createWriter(transport, profile, secrets, { name: 'run', root: 'sys' });
    expect(await writer.runAction(pkid, 'sys', 'sync_users', 'o1')).toEqual({ pkid, transaction: id });
  });

  it('is not asked for ever', async () => {
    const { server, transport } = await open((request, response) =>
      request.method === 'POST' ? json(response, 202, accepted) : json(response, 404, {}),
    );
    const sent = createWriter(transport, profile, secrets, { name: 'run', root: 'sys' }).runAction(
      pkid,
      'sys',
      'sync_users',
      'o1',
    );
    await expect(sent).rejects.toMatchObject({ code: 'not-found', outcome: 'unknown', transaction: id });
    expect(server.received.length).toBe(7);
  });
});

describe('a server that repeats a short secret', () => {
  it.each([
    ['in its refusal', 400, { message: 'the value hunter2! will not do' }],
    ['while it is polled', 403, { message: 'the value hunter2! will not do' }],
    [
      'in the message of a transaction',
      200,
      { [id]: { status: 'Fail', description: 'the value hunter2! will not do' } },
    ],
  ])('%s is not repeated', async (where, status, answer) => {
    const { transport } = await open((request, response) => {
      if (request.method === 'PUT' && where !== 'in its refusal') return json(response, 202, { transaction_id: id });
      return json(response, status, answer);
    });
    const sent = createWriter(transport, profile, secrets, { name: 'run', root: 'sys' }).replace(
      pkid,
      'sys',
      {},
      { token: reference },
      'o1',
    );
    await expect(sent).rejects.toMatchObject({ excerpt: null, message: expect.not.stringContaining('hunter') });
  });
});

describe('a server whose listing of nodes leaves out the one that was asked', () => {
  it('is read with it', async () => {
    const top = '6a1b2c3d4e5f6a7b8c9d0e1f';
    const { transport } = await open((_, response) =>
      json(response, 200, {
        pagination: { skip: 0, limit: 2000, total: 1 },
        meta: { references: { parent: [{ pkid: top }], self: [{ pkid: null }] } },
        resources: [{ meta: { references: { self: [{ pkid }], parent: [{ pkid: top }] } }, data: { name: 'Acme' } }],
      }),
    );
    const nodes = await createReader(transport, profile).listNodes('sys.hcs');
    expect(nodes.map((node) => `${node.pkid} ${node.path}`)).toEqual([`${top} sys.hcs`, `${pkid} sys.hcs.Acme`]);
  });
});

describe('readOnly', () => {
  it.each([
    `/api/tool/Transaction/${id}/replay/`,
    `/api/tool/Transaction/${id}/poll/../replay/`,
    '/api/relation/SparkCustomer/a/+RefreshAccessToken',
    '/api/relation/SparkCustomer/a?x=/replay/',
    '/api/data/SparkCustomer/',
    '//elsewhere.example/api/data/HierarchyNode/',
    '',
  ])('refuses %j', async (path) => {
    const { server, transport } = await open((_, response) => json(response, 200, {}));
    await expect(readOnly(transport)(path, {})).rejects.toThrow('not among the known reads');
    expect(server.received).toEqual([]);
  });
});
