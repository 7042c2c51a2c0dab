import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estate } from '../../src/sandbox/seed.ts';
import { connect, customers, now, stored } from './client.ts';

test('a list has the envelope of the reference', async () => {
  const { sandbox, send } = await connect();
  const { status, json } = await send('GET', `${customers}?hierarchy=sys&limit=3`);
  expect(status).toBe(200);
  expect(json.pagination).toEqual({
    skip: 0,
    limit: 3,
    maximum_limit: 2000,
    total: sandbox.state.customers.length,
    total_limit: null,
    order_by: 'name',
    direction: 'asc',
    current: '/api/relation/SparkCustomer/?skip=0&limit=3&order_by=name&direction=asc&traversal=down',
  });
  expect(json.meta).toMatchObject({ model_type: 'relation/SparkCustomer', business_key: {}, schema_version: '1.2.7' });
  expect(json.meta.references.self).toEqual([{ href: `${customers}None/`, pkid: null }]);
  expect(json.operations).toContain('bulk_update');
  expect(json.resources).toHaveLength(3);
});

test('a list entry is thin and says who and where it is', async () => {
  const { sandbox, send } = await connect();
  const { json } = await send('GET', `${customers}?hierarchy=sys.hcs.Contoso.Proseware`);
  const { pkid, hierarchy } = stored(sandbox, 'Proseware');
  expect(json.resources).toHaveLength(1);
  const [{ meta, data }] = json.resources;
  expect(Object.keys(data).toSorted()).toEqual([
    'account_email',
    'account_number_external',
    'default_calling_behaviour',
    'dirsync_enabled',
    'email_domain',
    'hierarchy_friendly_name',
    'name',
  ]);
  expect(meta.references.self).toEqual([{ href: `${customers}${pkid}/`, pkid }]);
  expect(meta.references.parent[0].pkid).toBe(sandbox.state.node(hierarchy)?.pkid);
  expect(meta.path).toBe('sys.hcs.Contoso.Proseware');
});

test('pages together are the list, whatever their size and direction', async () => {
  const { sandbox, send } = await connect({ seed: estate(23, now) });
  const cases = fc.asyncProperty(
    fc.integer({ min: 1, max: 30 }),
    fc.constantFrom('asc', 'desc'),
    async (limit, direction) => {
      const names: string[] = [];
      for (let skip = 0; skip < 23; skip += limit) {
        const page = await send('GET', `${customers}?hierarchy=sys&skip=${skip}&limit=${limit}&direction=${direction}`);
        expect(page.json.pagination.total).toBe(23);
        names.push(...page.json.resources.map((entry: { data: { name: string } }) => entry.data.name));
      }
      const expected = sandbox.state.customers.map(({ data }) => data.name).toSorted();
      expect(names).toEqual(direction === 'asc' ? expected : expected.toReversed());
    },
  );
  await fc.assert(cases, { numRuns: 20 });
});

test.each([
  ['limit=5000', 2000],
  ['', 50],
  ['limit=0', 50],
])('a list with "%s" has a limit of %i', async (parameter, limit) => {
  const { send } = await connect({ seed: estate(60, now) });
  const { json } = await send('GET', `${customers}?hierarchy=sys&${parameter}`);
  expect(json.pagination.limit).toBe(limit);
  expect(json.resources).toHaveLength(Math.min(limit, 60));
});

test.each([
  ['hierarchy=sys.hcs.Northwind', 5],
  ['hierarchy=sys.hcs.Northwind&traversal=local', 0],
  ['hierarchy=sys.hcs.Northwind.Adatum&traversal=local', 1],
  ['hierarchy=sys.hcs.Northwind.Alpine%20Ski%20House', 1],
  ['hierarchy=sys.hcs.North', null],
  ['hierarchy=sys&filter_field=name&filter_condition=contains&filter_text=TOY', 1],
  ['hierarchy=sys&filter_field=name&filter_condition=equals&filter_text=Tailspin', 0],
  ['hierarchy=sys&filter_field=name&filter_condition=equals&filter_text=Tailspin%20Toys', 1],
  ['hierarchy=sys&filter_field=dirsync_enabled&filter_condition=equals&filter_text=true', 2],
])('the list of %s has %s entries', async (query, count) => {
  const { send } = await connect();
  const { status, json } = await send('GET', `${customers}?${query}`);
  expect(count === null ? status : json.resources.length).toBe(count ?? 404);
});

test('a node is not below one whose name only begins alike', async () => {
  const { sandbox, send } = await connect();
  sandbox.state.addNode('sys.hcs.North', 'Reseller');
  expect((await send('GET', `${customers}?hierarchy=sys.hcs.North`)).json.resources).toEqual([]);
});

test('a node is named by its pkid as well', async () => {
  const { sandbox, send } = await connect();
  const { json } = await send('GET', `${customers}?hierarchy=${sandbox.state.node('sys.hcs.Contoso')?.pkid}`);
  expect(json.pagination.total).toBe(7);
});

test('without a count the total is 0 and the entries are there', async () => {
  const { send } = await connect();
  const { json } = await send('GET', `${customers}?hierarchy=sys&count=false`);
  expect(json.pagination.total).toBe(0);
  expect(json.resources).toHaveLength(12);
});

test.each(['skip=-1', 'limit=many', 'order_by=token', 'direction=up', 'traversal=sideways', 'filter_field=notes'])(
  'a list with %s is refused with a fault',
  async (parameter) => {
    const { send } = await connect();
    const { status, json } = await send('GET', `${customers}?hierarchy=sys&${parameter}`);
    expect(status).toBe(400);
    expect(json).toMatchObject({ success: false, http_code: 400, code: 'parameter-invalid' });
  },
);

test('a record is read whole, with or without the slash, and its secrets are masked', async () => {
  const { sandbox, send } = await connect();
  const { pkid, data } = stored(sandbox, 'Fourth Coffee');
  const { json } = await send('GET', `${customers}${pkid}`);
  expect((await send('GET', `${customers}${pkid}/?hierarchy=sys.hcs`)).json).toEqual(json);
  expect(json.data).toMatchObject({
    name: 'Fourth Coffee',
    account_number: data.account_number,
    token_link: data.token_link,
    access_token_expires: '2026-12-06T10:00:00.000Z',
    shadow: [{ name: 'Fourth Coffee' }],
    wholesale_status: true,
    token: '********',
    https_proxy: '********',
  });
  expect(JSON.stringify(json)).not.toMatch(/FAKE|fake/);
  expect(json.data).not.toHaveProperty('http_proxy');
  expect(json.data).not.toHaveProperty('dirsync_enabled');
  expect((await send('GET', `${customers}${pkid}?hierarchy=sys.hcs.Northwind`)).status).toBe(404);
});

test('the schema is the one of the reference, and comes with a record when asked for', async () => {
  const { sandbox, send } = await connect();
  const { json } = await send('GET', `${customers}schema/?hierarchy=sys`);
  expect(json.properties.name.required).toBe(true);
  const { pkid } = stored(sandbox, 'Adatum');
  expect((await send('GET', `${customers}${pkid}/?schema=true`)).json.schema).toEqual(json);
});

test('the add form is there only where the model is allowed', async () => {
  const { send } = await connect();
  const { json } = await send('GET', `${customers}add/?hierarchy=sys.hcs.Contoso.Acme`);
  expect(json.meta.actions[0].create).toMatchObject({ method: 'POST', support_async: true });
  const refused = await send('GET', `${customers}add/?hierarchy=sys.hcs.Contoso`);
  expect([refused.status, refused.json.code]).toEqual([400, 'model-not-allowed']);
});

test('nodes are listed with their paths and read one by one', async () => {
  const { sandbox, send } = await connect();
  const { json } = await send('GET', '/api/data/HierarchyNode/?hierarchy=sys.hcs.Contoso&limit=100');
  const paths = json.resources.map((entry: { meta: { path: string } }) => entry.meta.path);
  const expected = sandbox.state.nodes.map(({ path }) => path).filter((path) => path.startsWith('sys.hcs.Contoso'));
  expect(paths.toSorted()).toEqual(expected.toSorted());
  const root = await send('GET', `/api/data/HierarchyNode/${sandbox.state.node('sys')?.pkid}/`);
  expect(root.json).toMatchObject({ meta: { path: 'sys', references: { parent: [] } }, data: { name: 'sys' } });
});

test.each([
  [customers, 400],
  [`${customers}000000000000000000000000`, 404],
  ['/api/tool/Transaction/', 400],
  ['/api/data/HierarchyNode/?hierarchy=nowhere', 404],
  ['/api/relation/Unheard/', 404],
])('GET %s is answered with a fault %i', async (path, status) => {
  const { send } = await connect();
  const answer = await send('GET', path);
  expect(answer.status).toBe(status);
  expect(answer.json).toMatchObject({ success: false, http_code: status });
});

test.each([undefined, `Basic ${btoa('admin:wrong')}`, 'Bearer sandbox'])(
  'the credentials %s are refused',
  async (authorization) => {
    const { sandbox } = await connect();
    const headers = authorization === undefined ? {} : { Authorization: authorization };
    const answer = await fetch(`${sandbox.url}${customers}?hierarchy=sys`, { headers });
    expect([answer.status, answer.headers.get('WWW-Authenticate')]).toEqual([401, 'Basic realm="VOSS Automate"']);
    expect(await answer.text()).not.toContain('Adatum');
  },
);
