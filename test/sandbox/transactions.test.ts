import { expect, test } from 'vitest';
import { connect, customers, now, type Send, stored } from './client.ts';

const acme = `${customers}?hierarchy=sys.hcs.Contoso.Acme&nowait=true`;
const transactions = '/api/tool/Transaction/';

async function create(send: Send, meta: object = {}): Promise<string> {
  const { json } = await send('POST', acme, { name: 'Acme', request_meta: meta });
  expect(json).toEqual({
    href: `/api/tool/Transaction/${json.transaction_id}`,
    success: true,
    transaction_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
  });
  return json.transaction_id;
}

async function statusOf(send: Send, id: string): Promise<string> {
  const { json } = await send('GET', `${transactions}${id}/poll/?format=json`);
  return json[id].status;
}

test('a create that is not waited for is done at the first poll and tells the new pkid', async () => {
  const { sandbox, send } = await connect();
  const id = await create(send);
  expect(await statusOf(send, id)).toBe('Success');
  const { json } = await send('GET', `${transactions}${id}?hierarchy=sys`);
  const { pkid } = stored(sandbox, 'Acme');
  expect(json.meta.model_type).toBe('tool/Transaction');
  expect(json.meta.actions.replay.method).toBe('GET');
  expect(json.data).toMatchObject({ status: 'Success', username: 'admin', message: '', rolled_back: false });
  expect(json.data.resource).toEqual({
    hierarchy: 'sys.hcs.Contoso.Acme',
    after_transaction: `${customers}${pkid}/?cached=false`,
  });
});

test('a transaction that takes time is queued, in progress, and only then done', async () => {
  let time = now;
  const { sandbox, send } = await connect({ now: () => time, transactionMilliseconds: 1000 });
  const id = await create(send);
  const seen: (readonly [string, number])[] = [];
  for (const passed of [0, 499, 500, 999, 1000]) {
    time = now + passed;
    seen.push([await statusOf(send, id), sandbox.state.named('Acme').length]);
  }
  expect(seen).toEqual([
    ['Queued', 0],
    ['Queued', 0],
    ['In Progress', 0],
    ['In Progress', 0],
    ['Success', 1],
  ]);
});

test('what a test looks at is settled too', async () => {
  let time = now;
  const { sandbox, send } = await connect({ now: () => time, transactionMilliseconds: 1000 });
  await create(send);
  time += 1000;
  expect(sandbox.state.named('Acme')).toHaveLength(1);
});

test('work that has become impossible fails its transaction and says why', async () => {
  let time = now;
  const { sandbox, send } = await connect({ now: () => time, transactionMilliseconds: 1000 });
  const { pkid } = stored(sandbox, 'Adatum');
  const { json } = await send('PUT', `${customers}${pkid}?nowait=true`, { name: 'Adatum' });
  sandbox.state.remove(pkid);
  time += 1000;
  expect(await statusOf(send, json.transaction_id)).toBe('Fail');
  const { data } = (await send('GET', `${transactions}${json.transaction_id}`)).json;
  expect(data.message).toContain('does not exist');
  expect(data.resource.after_transaction).toBeNull();
});

test.each([
  ['external.id', 'contains', 'one', ['one-1', 'one-2']],
  ['external.id', 'equals', 'one-2', ['one-2']],
  ['external.reference', 'contains', 'run-7', ['one-1', 'two-1']],
  ['external.reference', 'contains', 'run-9', []],
])('transactions are found by %s %s %s', async (field, condition, text, expected) => {
  const { send } = await connect();
  await create(send, { external_id: 'one-1', external_reference: 'run-7' });
  await create(send, { external_id: 'one-2', external_reference: 'run-8' });
  await create(send, { external_id: 'two-1', external_reference: 'run-7' });
  await create(send);
  const filter = `filter_field=${field}&filter_condition=${condition}&filter_text=${text}`;
  const { json } = await send('GET', `${transactions}?hierarchy=sys&format=json&${filter}`);
  const ids = json.resources.map((entry: { data: { external: { id: string } } }) => entry.data.external.id);
  expect(ids.toSorted()).toEqual(expected);
  expect((await send('GET', `${transactions}?hierarchy=sys.hcs.Northwind&${filter}`)).json.resources).toEqual([]);
});

test('every kind of write keeps what the client called it', async () => {
  const { sandbox, send } = await connect();
  const { pkid } = stored(sandbox, 'Adatum');
  const path = `${customers}${pkid}`;
  const meta = (id: string) => ({ request_meta: { external_id: id, external_reference: 'run' } });
  await send('PUT', path, { name: 'Adatum', ...meta('update') });
  const move = `model_type=relation/SparkCustomer&hierarchy=sys&context_hierarchy=sys.hcs.Contoso.Acme`;
  await send('POST', `/api/tool/DataMove/?${move}`, { hrefs: [path], ...meta('move') });
  await send('POST', `${path}/+SyncWebexTeamsUsers`, meta('action'));
  await send('DELETE', path, meta('delete'));
  const hrefs = [`${customers}${stored(sandbox, 'City Power').pkid}`];
  await send('DELETE', `${customers}?hierarchy=sys`, { hrefs, ...meta('bulk') });
  expect(sandbox.state.transactions.map(({ external }) => external.id)).toEqual([
    'update',
    'move',
    'action',
    'delete',
    'bulk',
  ]);
});

test('a replay does the work again, although it is a GET', async () => {
  const { sandbox, send } = await connect();
  const id = await create(send);
  const { json } = await send('GET', `${transactions}${id}/replay/`);
  expect(json.resources).toHaveLength(2);
  expect(sandbox.state.named('Acme')).toHaveLength(2);
  expect(sandbox.requests.at(-1)?.remarks).toEqual(['replayed']);
});

test('an unknown transaction is answered with a fault', async () => {
  const { send } = await connect();
  expect((await send('GET', `${transactions}0-0/poll`)).json).toMatchObject({ code: 'not-found', http_code: 404 });
});
