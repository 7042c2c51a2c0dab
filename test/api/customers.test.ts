import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { createReader } from '../../src/api/customer-reader.ts';
import { createWriter } from '../../src/api/customer-writer.ts';
import { ApiError } from '../../src/api/error.ts';
import { openTransport } from '../../src/api/transport.ts';
import type { HierarchyNode, LiveCustomer } from '../../src/model/live.ts';
import type { Profile } from '../../src/model/profile.ts';
import { estate } from '../../src/sandbox/seed.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/server.ts';
import { connectionTo, profile as unknownProfile } from './support.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const token = 'canary-token-to-send-8812';
const reference = { env: 'WEBEX_ACME_TOKEN', key: null, version: null };
const secrets = { reveal: () => token };
const patience = { firstDelay: 5, longestDelay: 20, deadline: 400 };

async function open(options: SandboxOptions = {}, changes: Partial<Profile> = {}) {
  const sandbox = await startSandbox(options);
  const known = { ...unknownProfile, ...changes };
  const connection = connectionTo(sandbox.url, { username: sandbox.username, password: () => sandbox.password });
  const transport = openTransport({ ...connection, timeoutMilliseconds: 600 });
  closing.push(sandbox.close, transport.close);
  const reader = createReader(transport, known);
  return {
    sandbox,
    transport,
    reader,
    writer: createWriter(transport, known, secrets, { name: 'run-7', root: 'sys' }, patience),
  };
}

function customerNamed(sandbox: Sandbox, name: string) {
  const [found] = sandbox.state.named(name);
  if (found === undefined) throw new Error(`the seed has no ${name}`);
  return found;
}

async function failure(sandbox: Sandbox, sent: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await sent.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error(`not an ApiError: ${inspect(error)}`);
  const stored = sandbox.state.customers.flatMap(({ data }) => [
    data['token'],
    data['refresh_token'],
    data['https_proxy'],
  ]);
  const text = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error) + error.message;
  for (const canary of [token, ...stored])
    if (typeof canary === 'string' && canary !== '') expect(text).not.toContain(canary);
  return error;
}

describe('the reader', () => {
  it.each(['path-text', 'path-list', 'parent'] as const)(
    'lists nodes and customers, told by %s',
    async (hierarchyIn) => {
      const { sandbox, reader, transport } = await open({ behaviour: { hierarchyIn } });
      const nodes = await reader.listNodes('sys');
      expect(nodes.map(({ path }) => path)).toEqual(sandbox.state.nodes.map(({ path }) => path).toSorted());
      const customers = await reader.listCustomers('sys', nodes);
      const told = customers.map(({ pkid, hierarchy, fields }) => `${pkid} ${hierarchy} ${fields.name}`);
      expect(told.toSorted()).toEqual(
        sandbox.state.customers.map(({ pkid, hierarchy, data }) => `${pkid} ${hierarchy} ${data['name']}`).toSorted(),
      );
      expect(transport.counts).toEqual({ read: 2, write: 0 });
      const below = await reader.listNodes('sys.hcs.Contoso');
      expect(below[0]?.path).toBe('sys.hcs.Contoso');
      expect((await reader.listCustomers('sys.hcs.Contoso', below)).every(({ hierarchy }) => hierarchy !== null)).toBe(
        true,
      );
    },
  );

  it('hands on the customers as they arrive, with all nodes', async () => {
    const { reader } = await open({ seed: estate(250, 0) });
    const arrived: LiveCustomer[] = [];
    const told = new Set<readonly HierarchyNode[]>();
    const { customers, nodes } = await reader.listAll('sys', (some, all) => {
      arrived.push(...some);
      told.add(all);
    });
    expect(customers).toHaveLength(250);
    expect(arrived).toEqual(customers);
    expect([...told]).toEqual([nodes]);
  });

  it.each([
    ['absent', []],
    ['empty', []],
    ['masked', ['token', 'refresh_token', 'https_proxy']],
    ['ciphertext', ['token', 'refresh_token', 'https_proxy']],
  ] as const)('reads a customer whose secrets come back %s', async (secretsReadAs, echoedSecrets) => {
    for (const emptyValues of ['omitted', 'shown'] as const) {
      const { sandbox, reader } = await open({ behaviour: { secretsReadAs, emptyValues } });
      const { pkid, data } = customerNamed(sandbox, 'Humongous Insurance');
      const { live, properties } = await reader.readCustomer(pkid, await reader.listNodes('sys'));
      expect(live).toMatchObject({
        pkid,
        whole: true,
        accessTokenExpires: data['access_token_expires'],
        echoedSecrets,
      });
      expect(live.fields).toMatchObject({ name: 'Humongous Insurance', dirsync_enabled: false, notes: null });
      expect(properties).toMatchObject({ webex_contact_center: true, account_number: data['account_number'] });
      expect(JSON.stringify(properties)).not.toMatch(/\*\*\*|ENC\[|refresh_token"|"token"|_proxy/);
    }
  });

  it('says where customers can be added', async () => {
    const { reader } = await open();
    expect(await reader.acceptsCustomers('sys.hcs.Contoso.Acme')).toBe(true);
    expect(await reader.acceptsCustomers('sys.hcs.Contoso')).toBe(false);
    expect(await reader.acceptsCustomers('sys.hcs.Nowhere')).toBe(false);
  });

  it.each(['short-page', 'duplicate-entry', 'wrong-total'] as const)(
    'does not believe a listing with the fault %s',
    async (kind) => {
      const { sandbox, reader } = await open({ faults: [{ match: { path: 'SparkCustomer' }, kind }] });
      expect(await failure(sandbox, reader.listCustomers('sys', []))).toMatchObject({ code: 'incomplete-listing' });
      sandbox.setFaults([{ match: { path: 'SparkCustomer' }, kind, times: 1 }]);
      expect((await reader.listCustomers('sys', [])).length).toBe(sandbox.state.customers.length);
    },
  );

  it('reads on after the faults that pass', async () => {
    for (const kind of ['throttled', 'unavailable', 'drop-before', 'drop-after'] as const) {
      const { sandbox, reader } = await open({ faults: [{ match: {}, kind, times: 1 }] });
      expect((await reader.listCustomers('sys', [])).length).toBe(sandbox.state.customers.length);
    }
  });

  it('says what does not exist', async () => {
    const { sandbox, reader } = await open();
    expect(await failure(sandbox, reader.readCustomer('5f1b2c3d4e5f6a7b8c9d0e1f', []))).toMatchObject({
      code: 'not-found',
    });
    expect(await failure(sandbox, reader.listCustomers('sys.nowhere', []))).toMatchObject({
      excerpt: expect.any(String),
    });
  });

  it('sends GETs only, with a hierarchy, and never asks for a replay', async () => {
    const { sandbox, reader } = await open();
    const nodes = await reader.listNodes('sys');
    await reader.listCustomers('sys', nodes);
    await reader.readCustomer(customerNamed(sandbox, 'Adatum').pkid, nodes);
    await reader.acceptsCustomers('sys.hcs.Contoso.Acme');
    await reader.findTransactions('sys', 'external.id', 'none');
    expect(sandbox.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET', 'GET']);
    for (const { path } of sandbox.requests) expect(path).toMatch(/[?&]hierarchy=sys.*format=json/);
    await expect(reader.readCustomer('x/replay', nodes)).rejects.toThrow('no pkid');
    expect(sandbox.requests.length).toBe(5);
  });
});

describe('the writer', () => {
  const acme = { name: 'Acme', account_email: 'webex@acme.example' };

  it.each([
    ['bare', {}],
    ['wrapped', { payload: 'wrapped' }],
  ] as const)('creates a record in the form %s', async (payload, changes) => {
    const { sandbox, writer } = await open({ behaviour: { payload }, transactionMilliseconds: 30 }, changes);
    const written = await writer.create(
      'sys.hcs.Contoso.Acme',
      acme,
      { token: reference, http_proxy: null },
      'operation-1',
    );
    const record = customerNamed(sandbox, 'Acme');
    expect(written).toEqual({ pkid: null, transaction: sandbox.state.transactions[0]?.id });
    expect(record).toMatchObject({ hierarchy: 'sys.hcs.Contoso.Acme', data: { ...acme, token } });
    expect(sandbox.state.transactions[0]?.external).toMatchObject({ id: 'operation-1', reference: 'run-7.0.' });
  });

  it('replaces, moves, deletes and runs actions, each by one write', async () => {
    const { sandbox, writer, transport, reader } = await open({ transactionMilliseconds: 10 });
    const { pkid, hierarchy } = customerNamed(sandbox, 'Bellows College');
    const { properties } = await reader.readCustomer(pkid, []);
    expect(await writer.replace(pkid, hierarchy, { ...properties, notes: 'new' }, {}, 'o1')).toMatchObject({ pkid });
    expect(sandbox.state.customer(pkid)?.data).toMatchObject({
      notes: 'new',
      wholesale_status: true,
    });
    const to = 'sys.hcs.Contoso.Acme';
    expect(await writer.move(pkid, hierarchy, to, 'o2')).toMatchObject({ pkid });
    expect(sandbox.state.customer(pkid)?.hierarchy).toBe(to);
    for (const action of ['sync_users', 'sync_roles_licences', 'refresh_access_token'] as const) {
      expect(await writer.runAction(pkid, to, action, `o-${action}`)).toMatchObject({ pkid });
    }
    expect(await writer.remove(pkid, to, 'o4')).toMatchObject({ pkid: null });
    expect(sandbox.state.customer(pkid)).toBeUndefined();
    expect(transport.counts.write).toBe(6);
    expect(sandbox.requests.filter(({ path }) => path.includes('replay'))).toEqual([]);
  });

  it('learns the new pkid of a record that gets one when it moves', async () => {
    const { sandbox, writer } = await open({ behaviour: { moveKeepsPkid: 'no' } });
    const { pkid, hierarchy } = customerNamed(sandbox, 'Adatum');
    const moved = await writer.move(pkid, hierarchy, 'sys.hcs.Contoso.Acme', 'o1');
    expect(moved.pkid).not.toBe(pkid);
    expect(moved.pkid).toBe(customerNamed(sandbox, 'Adatum').pkid);
  });

  it('finds its transactions by operation and by run, and waits for them again', async () => {
    const { sandbox, writer, reader } = await open();
    const { pkid, hierarchy } = customerNamed(sandbox, 'Adatum');
    await writer.create('sys.hcs.Contoso.Acme', acme, {}, 'operation-1');
    await writer.runAction(pkid, hierarchy, 'sync_users', 'operation-2');
    const [found] = await reader.findTransactions('sys', 'external.id', 'operation-1');
    expect(found).toMatchObject({ state: 'succeeded', externalId: 'operation-1' });
    expect((await reader.findTransactions('sys', 'external.reference', 'run-7')).length).toBe(2);
    expect(await reader.findTransactions('sys', 'external.id', 'operation-3')).toEqual([]);
    expect(await writer.settle(found?.id ?? '', 'sys')).toEqual({
      pkid: customerNamed(sandbox, 'Acme').pkid,
      transaction: found?.id,
    });
  });

  it('says why a transaction failed', async () => {
    const { sandbox, writer } = await open({ transactionMilliseconds: 10 });
    const { pkid, hierarchy } = customerNamed(sandbox, 'Tailspin Toys');
    const error = await failure(sandbox, writer.runAction(pkid, hierarchy, 'sync_users', 'o1'));
    expect(error).toMatchObject({ code: 'transaction-failed', outcome: 'not-done', method: 'POST' });
    expect(error.transaction).toBe(sandbox.state.transactions[0]?.id);
    expect(error.excerpt).toEqual(expect.any(String));
  });

  it.each([
    ['stuck-transaction', 'transaction-unfinished', 'unknown'],
    ['fail-transaction', 'transaction-failed', 'not-done'],
    ['drop-before', 'connection-failed', 'unknown'],
    ['drop-after', 'connection-failed', 'unknown'],
    ['unavailable', 'unavailable', 'unknown'],
    ['html', 'server-failed', 'unknown'],
    ['login-page', 'login-page', 'unknown'],
    ['truncated', 'not-json', 'unknown'],
    ['hang', 'timed-out', 'unknown'],
    ['success-false', 'said-no', 'not-done'],
    ['redirect', 'redirected', 'unknown'],
    ['echo', 'refused', 'not-done'],
  ] as const)('sends a write once when it meets %s, and says %s', async (kind, code, outcome) => {
    const { sandbox, writer } = await open({ faults: [{ match: { method: 'POST' }, kind }] });
    const sent = writer.create('sys.hcs.Contoso.Acme', acme, { token: reference }, 'o1');
    expect(await failure(sandbox, sent)).toMatchObject({ code, outcome, method: 'POST' });
    expect(sandbox.requests.filter(({ method }) => method === 'POST').length).toBe(1);
  });

  it('sends a write again that was throttled', async () => {
    const { sandbox, writer } = await open({ faults: [{ match: { method: 'POST' }, kind: 'throttled', times: 2 }] });
    await writer.create('sys.hcs.Contoso.Acme', acme, {}, 'o1');
    expect(sandbox.state.named('Acme').length).toBe(1);
  });

  it('repeats no secret that the server echoes, not even a stored one', async () => {
    const { sandbox, writer } = await open({ faults: [{ match: { method: 'PUT' }, kind: 'echo' }] });
    for (const { pkid, hierarchy } of sandbox.state.customers) {
      await failure(sandbox, writer.replace(pkid, hierarchy, acme, { token: reference, https_proxy: reference }, 'o1'));
    }
  });

  it('cannot say what became of a write whose transaction it could not ask', async () => {
    for (const kind of ['html', 'login-page', 'hang'] as const) {
      const { sandbox, writer } = await open({ faults: [{ match: { path: '/poll/' }, kind }] });
      const error = await failure(sandbox, writer.create('sys.hcs.Contoso.Acme', acme, {}, 'o1'));
      expect(error).toMatchObject({ outcome: 'unknown', transaction: sandbox.state.transactions[0]?.id });
      expect(error.hint).toContain('has taken the work up');
    }
  });

  it('takes a success for one though the details cannot be read', async () => {
    const { sandbox, writer } = await open({ faults: [{ match: { path: 'Transaction/[^/]+/\\?' }, kind: 'html' }] });
    expect(await writer.create('sys.hcs.Contoso.Acme', acme, {}, 'o1')).toMatchObject({ pkid: null });
    expect(sandbox.state.named('Acme').length).toBe(1);
  });

  it('never sends a DELETE for more than one record', async () => {
    const { sandbox, writer } = await open();
    for (const pkid of ['', '/', 'a/../b', '?'])
      await expect(writer.remove(pkid, 'sys', 'o1')).rejects.toThrow('no pkid');
    expect(sandbox.requests).toEqual([]);
  });
});
