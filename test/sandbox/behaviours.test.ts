import { describe, expect, test } from 'vitest';
import { connect, customers, now, stored } from './client.ts';

const acme = `${customers}?hierarchy=sys.hcs.Contoso.Acme`;

describe('payload', () => {
  test.each([
    ['wrapped', { data: { name: 'Acme' }, meta: {}, request_meta: { external_id: 'x' } }, 200],
    ['wrapped', { name: 'Acme' }, 400],
    ['wrapped', { data: { name: 'Acme' }, name: 'Acme' }, 400],
    ['bare', { name: 'Acme', request_meta: { external_id: 'x' } }, 200],
    ['bare', { data: { name: 'Acme' } }, 400],
  ] as const)('a server that takes %s payloads answers %j with %i', async (payload, body, status) => {
    const { sandbox, send } = await connect({ behaviour: { payload } });
    expect((await send('POST', acme, body)).status).toBe(status);
    expect(sandbox.state.named('Acme')).toHaveLength(status === 200 ? 1 : 0);
    expect(sandbox.state.transactions.map(({ external }) => external.id)).toEqual(status === 200 ? ['x'] : []);
    const { pkid } = stored(sandbox, 'Adatum');
    const update = payload === 'bare' ? { name: 'Adatum' } : { data: { name: 'Adatum' } };
    expect((await send('PUT', `${customers}${pkid}`, update)).status).toBe(200);
  });
});

test('a synchronous create may answer with the transaction instead of the record', async () => {
  const { sandbox, send } = await connect({ behaviour: { createAnswer: 'transaction' } });
  const { json } = await send('POST', acme, { name: 'Acme' });
  const [transaction] = sandbox.state.transactions;
  expect(json).toMatchObject({ success: true, pkid: transaction?.id, transaction_id: transaction?.id });
  const { data } = (await send('GET', json.href)).json;
  expect(data.resource.after_transaction).toContain(stored(sandbox, 'Acme').pkid);
});

describe('secretsReadAs', () => {
  test.each([
    ['absent', undefined, 'omitted', undefined],
    ['empty', '', 'omitted', undefined],
    ['masked', '********', 'omitted', undefined],
    ['ciphertext', expect.stringMatching(/^ENC\[[\w-]{43}\]$/), 'omitted', undefined],
    ['absent', undefined, 'shown', undefined],
    ['empty', '', 'shown', ''],
    ['masked', '********', 'shown', ''],
    ['ciphertext', expect.stringMatching(/^ENC\[/), 'shown', ''],
  ] as const)('%s: a stored secret reads %s; with empty values %s a missing one %s', async (...row) => {
    const [secretsReadAs, set, emptyValues, unset] = row;
    const { sandbox, send } = await connect({ behaviour: { secretsReadAs, emptyValues } });
    const { json, text } = await send('GET', `${customers}${stored(sandbox, 'Fourth Coffee').pkid}`);
    expect([json.data.token, json.data.https_proxy, json.data.http_proxy]).toEqual([set, set, unset]);
    expect(text).not.toContain('FAKE');
  });

  test('ciphertext that is sent back is stored as the secret', async () => {
    const { sandbox, send } = await connect({ behaviour: { secretsReadAs: 'ciphertext' } });
    const { pkid } = stored(sandbox, 'Adatum');
    const { json } = await send('GET', `${customers}${pkid}`);
    await send('PUT', `${customers}${pkid}`, json.data);
    expect(stored(sandbox, 'Adatum').data.token).toBe(json.data.token);
    expect(sandbox.requests.at(-1)?.remarks).toEqual(['secret-shown-was-stored']);
  });
});

test.each([
  ['kept', 'kept'],
  ['kept', 'cleared'],
  ['cleared', 'kept'],
  ['cleared', 'cleared'],
] as const)(
  'an update leaves omitted properties %s and omitted secrets %s',
  async (omittedProperties, omittedSecrets) => {
    const { sandbox, send } = await connect({ behaviour: { omittedProperties, omittedSecrets } });
    const { pkid, data } = stored(sandbox, 'Fourth Coffee');
    await send('PUT', `${customers}${pkid}`, { name: 'Fourth Coffee' });
    const after = stored(sandbox, 'Fourth Coffee').data;
    for (const name of ['email_domain', 'wholesale_status', 'shadow', 'account_number']) {
      expect(after[name]).toEqual(omittedProperties === 'kept' ? data[name] : undefined);
    }
    for (const name of ['token', 'refresh_token', 'https_proxy']) {
      expect(after[name]).toEqual(omittedSecrets === 'kept' ? data[name] : undefined);
    }
    const both = omittedProperties === 'kept' && omittedSecrets === 'kept';
    expect(after.access_token_expires).toEqual(both ? data.access_token_expires : undefined);
  },
);

test('empty values may be shown, in lists and in records', async () => {
  const { sandbox, send } = await connect({ behaviour: { emptyValues: 'shown' } });
  const { pkid } = stored(sandbox, 'City Power');
  const { json } = await send('GET', `${customers}${pkid}`);
  const empty = { dirsync_enabled: false, sync: false, notes: '', access_token_expires: '' };
  expect(json.data).toMatchObject(empty);
  const list = await send('GET', `${customers}?hierarchy=sys.hcs.Northwind.City%20Power`);
  expect(list.json.resources[0].data.dirsync_enabled).toBe(false);
});

test.each([
  ['path-text', 'sys.hcs.Northwind.City Power'],
  ['path-list', ['sys', 'hcs', 'Northwind', 'City Power']],
  ['parent', undefined],
] as const)('a record tells its hierarchy in %s', async (hierarchyIn, path) => {
  const { sandbox, send } = await connect({ behaviour: { hierarchyIn } });
  const { pkid, hierarchy } = stored(sandbox, 'City Power');
  const one = await send('GET', `${customers}${pkid}`);
  const list = await send('GET', `${customers}?hierarchy=${encodeURIComponent(hierarchy)}`);
  for (const { meta } of [one.json, list.json.resources[0]]) {
    expect(meta.path).toEqual(path);
    expect(meta.references.parent[0].pkid).toBe(sandbox.state.node(hierarchy)?.pkid);
  }
  const node = await send('GET', `/api/data/HierarchyNode/${sandbox.state.node(hierarchy)?.pkid}`);
  expect(node.json.meta.path).toEqual(path ?? hierarchy);
});

test('transactions use the first word of each list', async () => {
  const { sandbox, send } = await connect({ behaviour: { succeededWords: ['DONE', 'x'], failedWords: ['broken'] } });
  const { pkid } = stored(sandbox, 'City Power');
  await send('PUT', `${customers}${pkid}?nowait=true`, { name: 'City Power' });
  await send('POST', `${customers}${pkid}/+SyncWebexTeamsUsers?nowait=true`);
  const { json } = await send('GET', '/api/tool/Transaction/?hierarchy=sys');
  const words = json.resources.map((entry: { data: { status: string } }) => entry.data.status);
  expect(words.toSorted()).toEqual(['DONE', 'broken']);
});

test('a record may get another pkid when it moves', async () => {
  const { sandbox, send } = await connect({ behaviour: { moveKeepsPkid: 'no' } });
  const before = stored(sandbox, 'Adatum');
  const query = 'model_type=relation/SparkCustomer&hierarchy=sys&context_hierarchy=sys.hcs.Contoso.Acme&nowait=true';
  const { json } = await send('POST', `/api/tool/DataMove/?${query}`, { hrefs: [`${customers}${before.pkid}`] });
  const after = stored(sandbox, 'Adatum');
  expect(after.pkid).not.toBe(before.pkid);
  expect(after.data).toEqual(before.data);
  expect((await send('GET', `${customers}${before.pkid}`)).status).toBe(404);
  expect((await send('GET', json.href)).json.data.resource.after_transaction).toContain(after.pkid);
});

test('a server may not find transactions by what clients called them', async () => {
  const { send } = await connect({ behaviour: { findsByExternalId: 'no' } });
  await send('POST', acme, { name: 'Acme', request_meta: { external_id: 'x' } });
  const list = '/api/tool/Transaction/?hierarchy=sys';
  const filter = 'filter_field=external.id&filter_condition=contains&filter_text=x';
  expect((await send('GET', `${list}&${filter}`)).json.resources).toEqual([]);
  expect((await send('GET', list)).json.resources).toHaveLength(1);
});

test('a server may refuse a second record of one name at one node', async () => {
  const { sandbox, send } = await connect({ behaviour: { duplicateNames: 'refused' } });
  await send('POST', acme, { name: 'Acme' });
  expect((await send('POST', acme, { name: 'Acme' })).status).toBe(400);
  const { pkid } = stored(sandbox, 'Acme');
  expect((await send('PUT', `${customers}${pkid}`, { name: 'Acme' })).status).toBe(200);
});

test('the behaviour can change while the sandbox runs', async () => {
  const { sandbox, send } = await connect();
  sandbox.setBehaviour({ secretsReadAs: 'absent' });
  const { json } = await send('GET', `${customers}${stored(sandbox, 'Adatum').pkid}`);
  expect(json.data).not.toHaveProperty('token');
});

test('tokens can be rotated behind everyone’s back', async () => {
  const { sandbox } = await connect();
  const before = stored(sandbox, 'Bellows College');
  sandbox.state.rotateTokens(before.pkid);
  const { token, access_token_expires: expires } = stored(sandbox, 'Bellows College').data;
  expect(token).not.toBe(before.data.token);
  expect(expires).toBe(new Date(now + 14 * 86_400_000).toISOString());
});
