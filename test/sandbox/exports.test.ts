import { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import readExcelFile from 'read-excel-file/node';
import { expect, test } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/server.ts';
import { connect, customers, stored } from './client.ts';

/** A sandbox, and a client that takes files. */
async function open(options: SandboxOptions = {}) {
  const { sandbox, send } = await connect(options);
  const fetchFile = async (method: string, path: string, body?: unknown) => {
    const headers = { Authorization: `Basic ${btoa(`${sandbox.username}:${sandbox.password}`)}` };
    const payload = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(sandbox.url + path, { method, headers, ...payload });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { name: answer.headers.get('content-disposition'), type: answer.headers.get('content-type'), bytes };
  };
  const hrefs = ['Adatum', 'City Power'].map((name) => `${customers}${stored(sandbox, name).pkid}`);
  return { sandbox, send, fetchFile, hrefs };
}

const exportOf = (format: string) => `${customers}export/?hierarchy=sys&export_format=${format}`;

test('a JSON export of many is a zip file of one JSON file, without what is empty and without secrets in clear', async () => {
  const { fetchFile, hrefs } = await open();
  const { name, type, bytes } = await fetchFile('POST', exportOf('json'), { hrefs });
  expect([name, type]).toEqual([
    'attachment; filename=export_2026-11-24_10:00:00.000000.json.zip',
    'application/x-zip',
  ]);
  const [content, ...others] = Object.values(unzipSync(bytes));
  const { resources } = JSON.parse(strFromU8(content ?? new Uint8Array()));
  expect(others).toEqual([]);
  expect(resources.map(({ meta }: { meta: unknown }) => meta)).toEqual(
    ['Adatum', 'City Power'].map((customer) => ({
      hierarchy: `sys.hcs.Northwind.${customer}`,
      model_type: 'relation/SparkCustomer',
      schema_version: '1.2.7',
    })),
  );
  expect(resources[0].data).toMatchObject({ name: 'Adatum', token: '********', dirsync_enabled: true });
  expect(resources[1].data).not.toHaveProperty('dirsync_enabled');
  expect(JSON.stringify(resources)).not.toMatch(/FAKE-|fake-password/);
});

test('where the behaviour says so, an export holds the secrets', async () => {
  const { fetchFile, hrefs } = await open({ behaviour: { secretsInExports: 'clear' } });
  const { bytes } = await fetchFile('POST', exportOf('json'), { hrefs });
  expect(strFromU8(Object.values(unzipSync(bytes))[0] ?? new Uint8Array())).toContain('FAKE-ACCESS-TOKEN-adatum');
});

test.each([
  ['raw_xlsx', 'exportedsheet', ['hierarchy', 'name', 'account_number_external'], 1, 0],
  ['xlsx', 'exportedsheet_formatted', ['Hierarchy Node', 'Action', 'Customer Name'], 2, 1],
])('a %s export opens as a spreadsheet, for one and for many', async (format, file, head, rows, before) => {
  const { sandbox, fetchFile, hrefs } = await open();
  const one = `${customers}${stored(sandbox, 'Adatum').pkid}/export?export_format=${format}`;
  const answers = [await fetchFile('POST', exportOf(format), { hrefs }), await fetchFile('GET', one)];
  expect(answers.map(({ name }) => name)).toEqual(
    Array(2).fill(`attachment; filename=relation_SparkCustomer_${file}_2026-11-24_10-00-00.xlsx`),
  );
  const [many = [], single = []] = await Promise.all(
    answers.map(async ({ bytes }) => (await readExcelFile(bytes))[0]?.data ?? []),
  );
  expect(many[0]?.slice(0, 3)).toEqual(head);
  expect(many.slice(rows).map((row) => row[1 + before])).toEqual(['Adatum', 'City Power']);
  expect(single.slice(rows).map((row) => row[0])).toEqual(['sys.hcs.Northwind.Adatum']);
});

test('the bulk-load template is a compressed spreadsheet with the head of a formatted export', async () => {
  const { fetchFile } = await open();
  const { name, bytes } = await fetchFile('POST', `${customers}export_bulkload_template/?hierarchy=sys`);
  expect(name).toBe('attachment; filename=relation_SparkCustomer_bulkloadsheet.xlsx.gz');
  const [sheet] = await readExcelFile(gunzipSync(bytes));
  expect(sheet?.data.map((row) => row.slice(0, 3))).toEqual([
    ['Hierarchy Node', 'Action', 'Customer Name'],
    ['hierarchy', 'action', 'name'],
  ]);
});

test.each([
  ['another format', exportOf('csv'), 400, 'parameter-invalid'],
  ['a template that is not there', `${exportOf('json')}&template_name=none`, 404, 'template-not-found'],
  ['a hierarchy that does not hold them', exportOf('json').replace('=sys&', '=sys.hcs.Contoso&'), 404, 'not-found'],
])('an export with %s is refused', async (_, path, status, code) => {
  const { send, hrefs } = await open();
  const answer = await send('POST', path, { hrefs });
  expect([answer.status, answer.json.code]).toEqual([status, code]);
});

test.each([
  ['configuration_template', 'data/ConfigurationTemplate', 'template'],
  ['field_display_policy', 'data/FieldDisplayPolicy', 'groups'],
])('%s gives the form, and where it says a record can be created', async (call, model, property) => {
  const { sandbox, send } = await open();
  const form = (await send('GET', `${customers}${call}/?hierarchy=sys.hcs`)).json;
  expect(Object.keys(form.schema.properties)).toContain(property);
  const { create } = form.meta.actions[0];
  const data = { ...form.data, name: 'ours' };
  expect((await send(create.method, create.href, { data: { ...data, name: '' } })).status).toBe(400);
  expect((await send(create.method, create.href, { data, meta: {}, request_meta: {} })).json).toMatchObject({
    model_type: model,
    success: true,
  });
  expect(sandbox.state.documents).toEqual([
    { pkid: expect.stringMatching(/^[0-9a-f]{24}$/), model, hierarchy: 'sys.hcs', data },
  ]);
});

test('help is HTML, of the model and of a record', async () => {
  const { sandbox, send } = await open();
  const general = await send('GET', `${customers}help?hierarchy=sys`);
  expect([general.headers.get('content-type'), general.text]).toEqual([
    expect.stringMatching(/^text\/html/),
    expect.stringContaining('<h1>Spark Customer</h1>'),
  ]);
  expect((await send('GET', `${customers}${stored(sandbox, 'Adatum').pkid}/help`)).text).toBe(general.text);
  expect((await send('GET', `${customers}000000000000000000000000/help`)).status).toBe(404);
});

test.each([
  ['kept', 'FAKE-ACCESS-TOKEN-adatum.example', 'adatum.example'],
  ['as-update', undefined, undefined],
] as const)(
  'a bulk modification changes each named record, and %s what it leaves out',
  async (omittedInBulk, token, email) => {
    const behaviour = { omittedInBulk, omittedSecrets: 'cleared', omittedProperties: 'cleared' } as const;
    const { sandbox, send } = await open({ behaviour });
    const form = await send('GET', `${customers}bulk_update/?hierarchy=sys.hcs`);
    const { update } = form.json.meta.actions[0];
    const pkids = ['Adatum', 'City Power'].map((name) => stored(sandbox, name).pkid);
    const { json } = await send(update.method, update.href, { notes: 'new', pkids });
    expect([json.success, stored(sandbox, 'City Power').data.notes]).toEqual([true, 'new']);
    expect(stored(sandbox, 'Adatum').data).toMatchObject({ name: 'Adatum', notes: 'new' });
    expect(stored(sandbox, 'Adatum').data.token).toBe(token);
    expect(stored(sandbox, 'Adatum').data.email_domain).toBe(email);
    expect(stored(sandbox, 'Proseware').data.notes).toBeUndefined();
  },
);
