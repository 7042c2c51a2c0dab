import { expect, test } from 'vitest';
import { decodeCustomers } from '../../src/config/decode.ts';
import { placeOfSlot } from '../../src/model/places.ts';
import { decodeTexts, example, problemsIn, sourceFile } from './helper.ts';

const minimal = 'hierarchy: sys\ncustomer:\n  name: Acme\n';

function onlyCustomer(text: string) {
  const { customers, diagnostics } = decodeTexts({ 'acme.yaml': text });
  expect(diagnostics).toEqual([]);
  expect(customers).toHaveLength(1);
  return customers[0];
}

test('the example of the documentation decodes into canonical values', () => {
  const decoded = onlyCustomer(example);
  if (decoded === undefined) throw new Error('the example gives no customer');
  const { places: _, ...customer } = decoded;
  expect(customer).toStrictEqual({
    file: 'customers/acme.yaml',
    hierarchy: 'sys.hcs.Contoso.Acme',
    fields: {
      name: 'Acme',
      account_number_external: '000fd0e4-83ef-d398-be23-d06998580fed',
      account_email: 'webex-admin@acme.example',
      default_calling_behaviour: 'Calling in Webex App',
      email_domain: 'acme.example',
      dirsync_enabled: true,
    },
    secrets: {
      token: { env: 'WEBEX_ACME_TOKEN', key: null, version: 2 },
      refresh_token: { env: 'WEBEX_SECRETS_EMEA', key: 'acme.refresh_token', version: null },
      https_proxy: { env: 'WEBEX_ACME_PROXY', key: null, version: null },
    },
    sync: true,
    actions: {
      refresh_access_token: { within: 3 * 24 * 60 * 60 * 1000 },
      sync_roles_licences: { on: ['create', 'change'], rerun: '2026-11-23' },
      sync_users: { on: [], rerun: 'after-directory-cleanup' },
    },
    lifecycle: { protect: true, ignore: ['email_domain', 'notes'] },
    inherited: null,
  });
  const { file } = decoded;
  expect(placeOfSlot(decoded, 'hierarchy')).toEqual({ file, line: 1, column: 12 });
  expect(placeOfSlot(decoded, 'customer.email_domain')).toEqual({ file, line: 7, column: 17 });
  expect(placeOfSlot(decoded, 'customer.token')).toEqual({ file, line: 10, column: 10 });
  expect(placeOfSlot(decoded, 'actions.sync_users')).toMatchObject({ file, line: 15 });
});

test('what a file does not declare is absent, not empty', () => {
  expect(onlyCustomer(minimal)).toMatchObject({
    fields: { name: 'Acme' },
    secrets: {},
    sync: false,
    actions: {},
    lifecycle: { protect: false, ignore: [] },
  });
  expect(Object.keys(onlyCustomer(minimal)?.fields ?? {})).toEqual(['name']);
});

test('null and the empty text clear, and a boolean is never null', () => {
  const text = `${minimal}  notes: null
  email_domain: ""
  account_email: ~
  default_calling_behaviour: ""
  dirsync_enabled: null
  sync: null
  http_proxy: null
actions: { sync_users: null, sync_roles_licences: { rerun: "" } }
lifecycle: { protect: null }
`;
  expect(onlyCustomer(text)).toMatchObject({
    fields: {
      name: 'Acme',
      notes: null,
      email_domain: null,
      account_email: null,
      default_calling_behaviour: null,
      dirsync_enabled: false,
    },
    secrets: { http_proxy: null },
    sync: false,
    actions: { sync_roles_licences: { on: [], rerun: null } },
  });
  expect(onlyCustomer(text)?.actions).not.toHaveProperty('sync_users');
});

test.each([
  ['90m', 90 * 60_000],
  ['12h', 12 * 3_600_000],
  ['14d', 14 * 86_400_000],
])('within %s is %i milliseconds', (within, milliseconds) => {
  const customer = onlyCustomer(`${minimal}actions: { refresh_access_token: { within: ${within} } }`);
  expect(customer?.actions.refresh_access_token?.within).toBe(milliseconds);
});

test.each([
  ['a byte order mark', `\ufeff${example}`],
  ['CRLF', example.replaceAll('\n', '\r\n')],
  ['both', `\ufeff${example.replaceAll('\n', '\r\n')}`],
  ['a document start', `---\n${example}`],
  ['no line break at the end', example.trimEnd()],
])('%s changes neither values nor places', (_, text) => {
  const shift = text.startsWith('---') ? 1 : 0;
  const plain = onlyCustomer(example);
  const customer = onlyCustomer(text);
  expect({ ...customer, places: null }).toEqual({ ...plain, places: null });
  expect(customer === undefined ? null : placeOfSlot(customer, 'customer.name')).toMatchObject({
    line: 3 + shift,
    column: 9,
  });
});

test('an ordinary anchor and its alias are fine', () => {
  const text = 'hierarchy: sys\ncustomer:\n  name: &n Acme\n  notes: *n\n';
  expect(onlyCustomer(text)).toMatchObject({ fields: { name: 'Acme', notes: 'Acme' } });
});

test('other extensions, hidden entries and the drift file are not customer files; upper case and .yml are', () => {
  const { customers, diagnostics } = decodeTexts({
    'README.md': '# no yaml: [',
    '.hidden.yaml': '[',
    '.git/x.yaml': '[',
    '_drift.yaml': '[',
    'a/A.YAML': 'hierarchy: sys\ncustomer: { name: A }',
    'b.yml': 'hierarchy: sys\ncustomer: { name: B }',
  });
  expect(diagnostics).toEqual([]);
  expect(customers.map(({ file }) => file)).toEqual(['customers/a/A.YAML', 'customers/b.yml']);
});

test('files outside the folder are ignored, however the folder is written', () => {
  const files = [
    sourceFile('customers/a.yaml', minimal),
    sourceFile('customers2/b.yaml', '['),
    sourceFile('c.yaml', '['),
  ];
  for (const folder of ['customers', 'customers/']) {
    const { customers, diagnostics } = decodeCustomers(files, { folder, secretNames: null, inherited: null });
    expect([customers.length, diagnostics]).toEqual([1, []]);
  }
});

test('errors of all files are reported at once, sorted by place, and good files are decoded all the same', () => {
  const { customers, diagnostics } = decodeTexts({
    'c.yaml': 'hierarchy: hcs\ncustomer: { nam: C }\n',
    'b.yaml': minimal,
    'a.yaml': 'a: [',
    _x: '',
  });
  expect(customers.map(({ file }) => file)).toEqual(['customers/b.yaml']);
  expect(diagnostics.map(({ code, place }) => `${place?.file} ${code}`)).toEqual([
    'customers/a.yaml yaml-syntax',
    'customers/c.yaml bad-hierarchy',
    'customers/c.yaml missing-property',
    'customers/c.yaml unknown-property',
  ]);
});

test('the same account, without case, and the same name at a hierarchy are errors on the later file', () => {
  const account = '  account_number_external: ABC-1\n';
  const { diagnostics } = decodeTexts({
    'b.yaml': `${minimal}${account.toLowerCase()}`,
    'a.yaml': `${minimal}${account}`,
    'c.yaml': 'hierarchy: sys.x\ncustomer: { name: Acme }\n',
  });
  expect(diagnostics.map(({ code, place }) => [code, place])).toEqual([
    ['duplicate-customer', { file: 'customers/b.yaml', line: 3, column: 9 }],
    ['duplicate-account', { file: 'customers/b.yaml', line: 4, column: 28 }],
  ]);
  expect(diagnostics[1]?.message).toContain('customers/a.yaml:4');
});

test('decoding does not depend on the order of the files', () => {
  const files = ['c', 'a', 'b'].map((name) => sourceFile(`customers/${name}.yaml`, minimal));
  const options = { folder: 'customers', secretNames: null, inherited: null };
  expect(decodeCustomers(files, options)).toEqual(decodeCustomers(files.toReversed(), options));
});

test('a file that is empty or commented out is an error, never a removal', () => {
  for (const text of ['', '\n\n', '# hierarchy: sys\n', '---\n', 'null\n', '~']) {
    expect(problemsIn(text)).toEqual(['1:1 empty-file']);
  }
});
