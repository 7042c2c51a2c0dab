import { expect, test } from 'vitest';
import { connect, customers, day, now, stored } from './client.ts';

const acme = `${customers}?hierarchy=sys.hcs.Contoso.Acme`;
const iso = (time: number): string => new Date(time).toISOString();

test('a create stores the record with what the server derives', async () => {
  const { sandbox, send } = await connect();
  const body = { name: 'Acme', account_number_external: 'abc', token: 'FAKE-A', refresh_token: 'FAKE-R' };
  const { status, json } = await send('POST', acme, body);
  const { pkid, hierarchy, data, dataSyncs, started } = stored(sandbox, 'Acme');
  expect([status, hierarchy]).toEqual([200, 'sys.hcs.Contoso.Acme']);
  const node = sandbox.state.node('sys.hcs.Contoso.Acme')?.pkid;
  expect(json).toEqual({
    pkid,
    model_type: 'relation/SparkCustomer',
    success: true,
    meta: {
      parent_id: { pkid: node, uri: `/api/data/HierarchyNode/${node}` },
      summary_attrs: [],
      uri: `${customers}${pkid}`,
    },
  });
  expect(data).toMatchObject({
    ...body,
    account_number: Buffer.from('ciscospark://us/ORGANIZATION/abc').toString('base64url'),
    access_token_expires: iso(now + 14 * day),
    refresh_token_expires: iso(now + 90 * day),
    shadow: [{ name: 'Acme' }],
  });
  expect(dataSyncs).toEqual(['SyncSparkAcme', 'SyncSparkRolesLicensesAcme']);
  expect(started.sync_roles_licences).toBe(0);
});

test('a create without tokens has no expiry, even when the payload claims one', async () => {
  const { sandbox, send } = await connect();
  await send('POST', acme, { name: 'Acme', access_token_expires: iso(now) });
  expect(stored(sandbox, 'Acme').data).not.toHaveProperty('access_token_expires');
});

test.each([
  ['with', { token: 'FAKE-A' }, 'Success'],
  ['without', {}, 'Fail'],
])('a create %s a token and with sync starts a roles and licences sync', async (_, tokens, status) => {
  const { sandbox, send } = await connect();
  await send('POST', acme, { name: 'Acme', sync: true, ...tokens });
  expect(stored(sandbox, 'Acme').started.sync_roles_licences).toBe(1);
  const { json } = await send('GET', '/api/tool/Transaction/?hierarchy=sys');
  expect(json.resources.map((entry: { data: { status: string } }) => entry.data.status).toSorted()).toEqual(
    ['Success', status].toSorted(),
  );
});

test.each([
  ['no name', { notes: 'x' }, 'name is required'],
  ['an empty name', { name: ' ' }, 'name is required'],
  ['another calling behaviour', { name: 'A', default_calling_behaviour: 'Calling in Webex Teams' }, 'Cisco Jabber app'],
  ['a text for a boolean', { name: 'A', dirsync_enabled: 'true' }, 'dirsync_enabled is of type string'],
  ['an unknown property', { name: 'A', pkid: 'x' }, 'pkid is not a property'],
  ['every problem at once', { dirsync_enabled: 1, nme: '' }, 'name is required; dirsync_enabled is of type number'],
  ['the wrapped form', { data: { name: 'A' } }, 'wrapped'],
  ['a list', ['A'], 'not a JSON object'],
  ['a request_meta of another kind', { name: 'A', request_meta: { external_id: 1 } }, 'external_id'],
])('a create with %s is refused and stores nothing', async (_, body, problem) => {
  const { sandbox, send } = await connect();
  const { status, json } = await send('POST', acme, body);
  expect([status, json.success]).toEqual([400, false]);
  expect(json.message).toContain(problem);
  expect(sandbox.state.customers).toHaveLength(12);
});

test.each([
  [customers, 400, 'hierarchy-missing'],
  [`${customers}?hierarchy=sys.hcs.Nowhere`, 404, 'hierarchy-not-found'],
  [`${customers}?hierarchy=sys.hcs.Contoso`, 400, 'model-not-allowed'],
  [`${customers}?hierarchy=sys.hcs.Contoso.Acme.London`, 400, 'model-not-allowed'],
])('a create at %s is refused', async (path, status, code) => {
  const { send } = await connect();
  const answer = await send('POST', path, { name: 'A' });
  expect([answer.status, answer.json.code]).toEqual([status, code]);
});

test('the seed says which types of node take the model', async () => {
  const nodes = [
    { path: 'sys', type: 'System' },
    { path: 'sys.site', type: 'Site' },
  ];
  const { send } = await connect({ seed: { nodes, customers: [], nodeTypes: ['Site'] } });
  expect((await send('POST', `${customers}?hierarchy=sys.site`, { name: 'A' })).status).toBe(200);
  expect((await send('POST', `${customers}?hierarchy=sys`, { name: 'A' })).status).toBe(400);
});

test('one node may hold two records of one name', async () => {
  const { sandbox, send } = await connect();
  await send('POST', acme, { name: 'Acme' });
  await send('POST', acme, { name: 'Acme' });
  expect(sandbox.state.named('Acme')).toHaveLength(2);
});

test('an update replaces: properties left out are cleared, secrets kept, the rest derived', async () => {
  const { sandbox, send } = await connect();
  const { pkid, data } = stored(sandbox, 'Fourth Coffee');
  const path = `${customers}${pkid}?hierarchy=sys`;
  const answer = await send('PUT', path, { name: 'Fifth Coffee', account_number_external: 'new', notes: null });
  expect(answer.json).toMatchObject({ pkid, success: true });
  const { name, ...after } = stored(sandbox, 'Fifth Coffee').data;
  expect(after).toEqual({
    account_number_external: 'new',
    account_number: Buffer.from('ciscospark://us/ORGANIZATION/new').toString('base64url'),
    token: data.token,
    refresh_token: data.refresh_token,
    https_proxy: data.https_proxy,
    token_link: data.token_link,
  });
});

test('an update that sends what was read keeps all of it but the secrets, which become what was shown', async () => {
  const { sandbox, send } = await connect();
  const { pkid, data } = stored(sandbox, 'Fourth Coffee');
  const read = await send('GET', `${customers}${pkid}`);
  await send('PUT', `${customers}${pkid}?hierarchy=sys`, read.json.data);
  const after = stored(sandbox, 'Fourth Coffee').data;
  const shown = { token: '********', refresh_token: '********', https_proxy: '********' };
  const expiries = { access_token_expires: iso(now + 14 * day), refresh_token_expires: iso(now + 90 * day) };
  const { dirsync_enabled: _, ...rest } = data;
  expect(after).toEqual({ ...rest, ...shown, ...expiries });
  expect(sandbox.requests.map(({ remarks }) => remarks)).toEqual([[], ['secret-shown-was-stored']]);
});

test('an update that sends a token moves its expiry and no other', async () => {
  const { sandbox, send } = await connect();
  const { pkid, data } = stored(sandbox, 'Bellows College');
  const read = await send('GET', `${customers}${pkid}`);
  const { token: _, refresh_token: _refresh, ...rest } = read.json.data;
  await send('PUT', `${customers}${pkid}`, { ...rest, token: 'FAKE-NEW' });
  expect(stored(sandbox, 'Bellows College').data).toMatchObject({
    token: 'FAKE-NEW',
    access_token_expires: iso(now + 14 * day),
    refresh_token: data.refresh_token,
    refresh_token_expires: data.refresh_token_expires,
  });
});

test('an update clears a secret that it sends empty, with its expiry', async () => {
  const { sandbox, send } = await connect();
  const { pkid } = stored(sandbox, 'Adatum');
  await send('PUT', `${customers}${pkid}`, { name: 'Adatum', token: null, refresh_token: '' });
  const { data } = stored(sandbox, 'Adatum');
  expect(data.token ?? '').toBe('');
  expect(data).not.toHaveProperty('access_token_expires');
  expect(data).not.toHaveProperty('refresh_token_expires');
});

test('an update may carry an unknown property of the record, and no other', async () => {
  const { sandbox, send } = await connect();
  const { pkid } = stored(sandbox, 'Adatum');
  sandbox.state.change(pkid, { future_property: 7 });
  const path = `${customers}${pkid}`;
  expect((await send('PUT', path, { name: 'Adatum', future_property: 7 })).status).toBe(200);
  expect(stored(sandbox, 'Adatum').data).toHaveProperty('future_property', 7);
  expect((await send('PUT', path, { name: 'Adatum', other_property: 7 })).status).toBe(400);
});

test('a delete takes the record and its data syncs', async () => {
  const { sandbox, send } = await connect();
  const { pkid } = stored(sandbox, 'Adatum');
  expect((await send('DELETE', `${customers}${pkid}/?hierarchy=sys`)).json).toMatchObject({ pkid, success: true });
  expect(sandbox.state.named('Adatum')).toEqual([]);
  expect(sandbox.state.customers.flatMap(({ dataSyncs }) => dataSyncs)).not.toContain('SyncSparkAdatum');
  expect((await send('DELETE', `${customers}${pkid}`)).status).toBe(404);
});

test('a bulk delete takes the records of its hrefs, and says when one was not there', async () => {
  const { sandbox, send } = await connect();
  const hrefs = ['Adatum', 'City Power'].map((name) => `${customers}${stored(sandbox, name).pkid}`);
  const gone = `${customers}000000000000000000000000/`;
  const { status, json } = await send('DELETE', `${customers}?hierarchy=sys`, { hrefs: [hrefs[0], gone, hrefs[1]] });
  expect([status, json.code]).toEqual([400, 'transaction-failed']);
  expect(sandbox.state.customers).toHaveLength(10);
});

test.each([
  ['no body', undefined, 'hrefs-missing'],
  ['no hrefs', {}, 'hrefs-missing'],
  ['empty hrefs', { hrefs: [] }, 'hrefs-missing'],
  ['hrefs of another model', { hrefs: ['/api/data/HierarchyNode/0123'] }, 'href-invalid'],
  ['an href of a call', { hrefs: [`${customers}0123/export`] }, 'href-invalid'],
])('a bulk delete with %s deletes nothing and is noted', async (_, body, code) => {
  const { sandbox, send } = await connect();
  const { status, json } = await send('DELETE', `${customers}?hierarchy=sys`, body);
  expect([status, json.code]).toEqual([400, code]);
  expect(sandbox.state.customers).toHaveLength(12);
  expect(sandbox.requests[0]).toMatchObject({ method: 'DELETE', path: `${customers}?hierarchy=sys`, status: 400 });
  expect(sandbox.requests[0]?.remarks).toEqual(code === 'hrefs-missing' ? ['bulk-delete-without-hrefs'] : []);
});

const dataMove = '/api/tool/DataMove/';
const model = 'model_type=relation/SparkCustomer';
const toAcme = 'context_hierarchy=sys.hcs.Contoso.Acme';

test('a bulk move puts the records below the target node, their values untouched', async () => {
  const { sandbox, send } = await connect();
  const before = [stored(sandbox, 'Adatum'), stored(sandbox, 'Tailspin Toys')];
  const hrefs = before.map(({ pkid }) => `${customers}${pkid}`);
  const { json } = await send('POST', `${dataMove}?${model}&hierarchy=sys&${toAcme}`, { hrefs });
  expect(json.success).toBe(true);
  const after = before.map(({ pkid }) => sandbox.state.customer(pkid));
  expect(after).toEqual(before.map((customer) => ({ ...customer, hierarchy: 'sys.hcs.Contoso.Acme' })));
});

test('the instance form moves the one record of the path', async () => {
  const { sandbox, send } = await connect();
  const { pkid } = stored(sandbox, 'Adatum');
  await send('POST', `${dataMove}${pkid}/?${model}&hierarchy=sys&${toAcme}`);
  expect(stored(sandbox, 'Adatum').hierarchy).toBe('sys.hcs.Contoso.Acme');
});

test.each([
  [`hierarchy=sys&${toAcme}`, 400, 'model-missing'],
  [`${model}&${toAcme}`, 400, 'hierarchy-missing'],
  [`${model}&hierarchy=sys`, 400, 'hierarchy-missing'],
  [`${model}&hierarchy=sys&context_hierarchy=sys.hcs.Gone`, 404, 'hierarchy-not-found'],
  [`${model}&hierarchy=sys&context_hierarchy=sys.hcs.Contoso`, 400, 'model-not-allowed'],
  [`${model}&hierarchy=sys.hcs.Contoso&${toAcme}`, 404, 'not-found'],
])('a move with %s is refused', async (query, status, code) => {
  const { sandbox, send } = await connect();
  const { pkid, hierarchy } = stored(sandbox, 'Adatum');
  const answer = await send('POST', `${dataMove}?${query}`, { hrefs: [`${customers}${pkid}`] });
  expect([answer.status, answer.json.code]).toEqual([status, code]);
  expect(stored(sandbox, 'Adatum').hierarchy).toBe(hierarchy);
});

test('a refresh makes another token and moves its expiry', async () => {
  const { sandbox, send } = await connect();
  const { pkid, data } = stored(sandbox, 'Bellows College');
  const { status } = await send('POST', `${customers}${pkid}/+RefreshAccessToken?hierarchy=sys`, {});
  const after = stored(sandbox, 'Bellows College');
  expect(status).toBe(200);
  expect(after.data.token).not.toBe(data.token);
  expect({ ...after.data, token: data.token }).toEqual({ ...data, access_token_expires: iso(now + 14 * day) });
  expect(after.started.refresh_access_token).toBe(1);
});

test.each([
  ['Graphic Design Institute', '+RefreshAccessToken', 400],
  ['City Power', '+RefreshAccessToken', 400],
  ['City Power', '+SyncWebexTeamsRolesLicences', 400],
  ['City Power', '+SyncWebexTeamsUsers', 400],
  ['Adatum', '+SyncWebexTeamsRolesLicences', 200],
  ['Adatum', '+SyncWebexTeamsUsers', 200],
  ['Adatum', '+SyncWebexTeamsRolesLicenses', 404],
])('for %s the action %s is answered with %i and changes no value', async (name, action, status) => {
  const { sandbox, send } = await connect();
  const { pkid, data } = stored(sandbox, name);
  expect((await send('POST', `${customers}${pkid}/${action}/?hierarchy=sys`)).status).toBe(status);
  const after = stored(sandbox, name);
  expect(after.data).toEqual(data);
  expect(Object.values(after.started).reduce((sum, count) => sum + count)).toBe(status === 404 ? 0 : 1);
});
