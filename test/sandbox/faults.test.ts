import { expect, test } from 'vitest';
import type { Fault, FaultKind, FaultMatch } from '../../src/sandbox/faults.ts';
import { connect, customers, stored } from './client.ts';

const acme = `${customers}?hierarchy=sys.hcs.Contoso.Acme`;
const list = `${customers}?hierarchy=sys`;
const body = { name: 'Acme', token: 'FAKE-SENT' };

const failing: FaultMatch = { method: 'POST', path: 'SparkCustomer' };

test.each([
  ['drop-before', 0],
  ['drop-after', 1],
] as const)('%s: the connection ends without an answer, and the record is there %i times', async (kind, count) => {
  const { sandbox, send } = await connect({ faults: [{ match: failing, kind, times: 1 }] });
  await expect(send('POST', acme, body)).rejects.toThrow();
  expect(sandbox.state.named('Acme')).toHaveLength(count);
  expect(sandbox.requests).toMatchObject([{ method: 'POST', path: acme, status: null, body }]);
  expect((await send('POST', acme, body)).status).toBe(200);
});

test.each(['hang', 'stuck-transaction'] as const)(
  '%s: a client that waits waits until the sandbox closes',
  async (kind) => {
    const { sandbox, send } = await connect({ faults: [{ match: failing, kind }] });
    const answer = expect(send('POST', acme, body)).rejects.toThrow();
    while (sandbox.requests.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(sandbox.requests[0]?.status).toBeNull();
    await sandbox.close();
    await answer;
    expect(sandbox.state.named('Acme')).toEqual([]);
  },
);

test.each([
  ['throttled', 429, /Too Many/, undefined],
  ['unavailable', 503, /Unavailable/, undefined],
  ['html', 500, /^<html>/, 'text/html; charset=utf-8'],
  ['login-page', 200, /^<html>.*Sign in/, 'text/html; charset=utf-8'],
  ['success-false', 200, /"success":false/, 'application/json'],
  ['redirect', 302, /^$/, undefined],
  ['echo', 400, /FAKE-SENT/, 'application/json'],
] as const)('%s: is answered with %i and does nothing', async (kind, status, text, type) => {
  const { sandbox, send } = await connect({ faults: [{ match: failing, kind }] });
  const answer = await send('POST', acme, body);
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(text);
  expect(type === undefined || answer.headers.get('Content-Type') === type).toBe(true);
  expect(sandbox.state.named('Acme')).toEqual([]);
  expect(sandbox.requests[0]?.status).toBe(status);
});

test('echo: repeats what is stored as well', async () => {
  const { sandbox, send } = await connect({ faults: [{ match: {}, kind: 'echo' }] });
  const { json } = await send('GET', `${customers}${stored(sandbox, 'Adatum').pkid}`);
  expect(json.message).toContain('FAKE-REFRESH-TOKEN-adatum.example');
});

test('Retry-After and the place of a redirect are what the fault says', async () => {
  const faults: readonly Fault[] = [
    { match: {}, kind: 'throttled', retryAfterSeconds: 7, times: 1 },
    { match: {}, kind: 'unavailable', retryAfterSeconds: 0, times: 1 },
    { match: {}, kind: 'redirect', location: 'http://127.0.0.1:9/x', times: 1 },
  ];
  const { send } = await connect({ faults });
  expect((await send('GET', list)).headers.get('Retry-After')).toBe('7');
  expect((await send('GET', list)).headers.get('Retry-After')).toBe('0');
  expect((await send('GET', list)).headers.get('Location')).toBe('http://127.0.0.1:9/x');
  expect((await send('GET', list)).status).toBe(200);
});

test('truncated: the answer is cut, and the work was done', async () => {
  const { sandbox, send } = await connect({ faults: [{ match: failing, kind: 'truncated' }] });
  const answer = await send('POST', acme, body);
  expect([answer.status, answer.json]).toEqual([200, null]);
  expect(answer.text).toMatch(/^\{/);
  expect(sandbox.state.named('Acme')).toHaveLength(1);
});

test('fail-transaction: a client that waits gets a fault, one that does not a failed transaction; nothing changes', async () => {
  const { sandbox, send } = await connect({ faults: [{ match: {}, kind: 'fail-transaction' }] });
  expect(await send('POST', acme, body)).toMatchObject({ status: 400, json: { code: 'transaction-failed' } });
  const { json } = await send('POST', `${acme}&nowait=true`, body);
  const { data } = (await send('GET', json.href)).json;
  expect(data).toMatchObject({ status: 'Fail', rolled_back: true, resource: { after_transaction: null } });
  expect(sandbox.state.named('Acme')).toEqual([]);
});

test('fail-transaction for a name: the other records of a bulk are done', async () => {
  const match = { name: 'Adatum' };
  const { sandbox, send } = await connect({ faults: [{ match, kind: 'fail-transaction' }] });
  const hrefs = ['Adatum', 'City Power'].map((name) => `${customers}${stored(sandbox, name).pkid}`);
  const { json } = await send('DELETE', `${list}&nowait=true`, { hrefs });
  expect((await send('GET', json.href)).json.data.status).toBe('Fail');
  expect([sandbox.state.named('Adatum').length, sandbox.state.named('City Power').length]).toEqual([1, 0]);
});

test('fail-transaction: a read does not use it up', async () => {
  const { send } = await connect({ faults: [{ match: {}, kind: 'fail-transaction', times: 1 }] });
  expect((await send('GET', list)).status).toBe(200);
  expect((await send('POST', acme, body)).json.code).toBe('transaction-failed');
  expect((await send('POST', acme, body)).status).toBe(200);
});

test('stuck-transaction: it stays in progress and nothing is done', async () => {
  const { sandbox, send } = await connect({ faults: [{ match: failing, kind: 'stuck-transaction' }] });
  const { json } = await send('POST', `${acme}&nowait=true`, body);
  expect((await send('GET', `${json.href}/poll/`)).json[json.transaction_id].status).toBe('In Progress');
  expect(sandbox.state.named('Acme')).toEqual([]);
});

test.each([
  ['short-page', 11, 12, 11],
  ['duplicate-entry', 12, 12, 11],
  ['wrong-total', 12, 13, 12],
] as const)('%s: the list has %i entries, a total of %i, and %i different records', async (kind, ...expected) => {
  const { sandbox, send } = await connect({ faults: [{ match: {}, kind, times: 1 }] });
  await send('GET', `${customers}${stored(sandbox, 'Adatum').pkid}`);
  const { json } = await send('GET', list);
  const pkids = json.resources.map((entry: { meta: { references: { self: { pkid: string }[] } } }) => {
    return entry.meta.references.self[0]?.pkid;
  });
  expect([pkids.length, json.pagination.total, new Set(pkids).size]).toEqual(expected);
  expect((await send('GET', list)).json.resources).toHaveLength(12);
});

test.each([
  ['times', { times: 2 }, [503, 503, 200, 200]],
  ['after', { after: 1 }, [200, 503, 503, 503]],
  ['after and times', { after: 2, times: 1 }, [200, 200, 503, 200]],
  ['neither', {}, [503, 503, 503, 503]],
] as const)('%s: strikes the requests it says', async (_, counts, expected) => {
  const { send } = await connect({ faults: [{ match: { path: /hierarchy=sys$/ }, kind: 'unavailable', ...counts }] });
  const seen: number[] = [];
  for (let request = 0; request < 4; request += 1) {
    expect((await send('GET', `${list}&limit=1`)).status).toBe(200);
    seen.push((await send('GET', list)).status);
  }
  expect(seen).toEqual(expected);
});

test.each([
  ['the method', { method: 'put' }, 'PUT'],
  ['the path of a pkid', { path: '/[0-9a-f]{24}\\?hierarchy=sys\\.hcs$', method: 'PUT' }, 'PUT'],
  ['the name of a stored record', { name: 'Adatum' }, 'GET PUT'],
  ['the name in a payload', { name: 'Adatum Renamed' }, 'PUT'],
  ['a path that is an expression with the global flag', { path: /Spark/g }, 'GET PUT LIST'],
] as const)('a fault is matched by %s', async (_, match: FaultMatch, expected) => {
  const { sandbox, send } = await connect();
  const path = `${customers}${stored(sandbox, 'Adatum').pkid}?hierarchy=sys.hcs`;
  const other = `${customers}${stored(sandbox, 'Proseware').pkid}`;
  const kind: FaultKind = 'unavailable';
  sandbox.setFaults([{ match, kind }]);
  const struck = [
    [(await send('GET', path)).status, 'GET'],
    [(await send('PUT', path, { name: 'Adatum Renamed' })).status, 'PUT'],
    [(await send('GET', list)).status, 'LIST'],
  ].filter(([status]) => status === 503);
  expect(struck.map(([, what]) => what).join(' ')).toBe(expected);
  expect((await send('GET', other)).status).toBe(match.path instanceof RegExp ? 503 : 200);
});

test('a fault whose path is no expression is refused when it is set', async () => {
  const { sandbox } = await connect();
  expect(() => sandbox.setFaults([{ match: { path: '(' }, kind: 'html' }])).toThrow(SyntaxError);
});

test('the throttle answers 429 above its rate', async () => {
  const { send } = await connect({ requestsPerSecond: 3 });
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send('GET', list)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 429, 429]);
});

test('latency delays every answer', async () => {
  const { send } = await connect({ latencyMilliseconds: 60 });
  const start = performance.now();
  await send('GET', list);
  expect(performance.now() - start).toBeGreaterThanOrEqual(55);
});
