import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, onTestFinished, test } from 'vitest';
import type { Io } from '../../src/run/io.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/server.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { runHere } from '../support/in-process.ts';
import { top } from '../support/lab.ts';
import { actionRows, rows } from './reference-rows.ts';

/** A sandbox and a folder that is in no repository. */
async function open(options: SandboxOptions = {}) {
  const sandbox = await startSandbox(options);
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkform-api-'));
  onTestFinished(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });
  const template = { name: 'ours', target_model_type: 'relation/SparkCustomer' };
  writeFileSync(path.join(folder, 'ours.json'), JSON.stringify(template));
  const env = {
    VOSS_URL: sandbox.url,
    VOSS_USERNAME: sandbox.username,
    VOSS_PASSWORD: sandbox.password,
    SPARKFORM_PROFILE: path.join(top, 'schemas/profiles/sandbox.json'),
  };
  const run = (words: readonly string[], more: Partial<Io> = {}) => runHere({ path: folder, env }, words, more);
  return { sandbox, folder, run };
}

const schemaOf = (name: string): object =>
  JSON.parse(readFileSync(path.join(top, `schemas/${name}.schema.json`), 'utf8'));
const ajv = new Ajv({ strict: false, validateFormats: false, schemas: [schemaOf('plan')] });
const isCall = ajv.compile(schemaOf('call'));
const isReport = ajv.compile(schemaOf('report'));

const sent = (sandbox: Sandbox) => sandbox.requests.map((one) => `${one.method} ${one.path}`);

test.each(rows)('api reaches the row $row', async ({ words, request }) => {
  const { sandbox, run } = await open();
  const { status, stderr, stdout } = await run(['api', ...words]);
  expect([status, stderr]).toEqual([0, stderr]);
  expect(stdout).not.toBe('');
  expect(sent(sandbox).filter((one) => request.test(one))).not.toEqual([]);
  expect(sandbox.requests.flatMap((one) => one.remarks)).toEqual([]);
});

test.each(actionRows)('action reaches the row $row', async ({ words, request }) => {
  const { sandbox, run } = await open();
  const { status } = await run(['action', ...words, 'Adatum', '--auto-approve']);
  expect(status).toBe(0);
  expect(sent(sandbox).filter((one) => one.startsWith('POST'))).toEqual([expect.stringMatching(request)]);
});

test('the map has a row for each row of the reference, with the command that reaches it', () => {
  const map = readFileSync(path.join(top, 'src/README.md'), 'utf8');
  const table = map.slice(map.indexOf('## The reference, row by row'));
  const told = [...table.matchAll(/^\| ([^|`]+?) +\| `(?:GET|POST|PUT|DELETE) /gm)].map(([, name]) => name);
  const onlyApply = ['Create', 'Move the instance to a hierarchy', 'Transaction'];
  expect([...told].sort()).toEqual(
    [...rows, ...actionRows]
      .map(({ row }) => row)
      .concat(onlyApply)
      .sort(),
  );
});

test.each([
  [['api', 'get', 'Adatum'], isCall, 0],
  [['api', 'export', 'Adatum'], isCall, 0],
  [['api', 'get', 'Nobody'], isCall, 1],
  [['api', 'add-form', '--hierarchy', 'sys..x'], isCall, 1],
  [['api', 'delete', 'Adatum', '--auto-approve'], isReport, 0],
  [['api', 'delete', 'Nobody', '--auto-approve'], isReport, 1],
  [['action', 'refresh-access-token', 'Adatum', '--auto-approve'], isReport, 0],
] as const)('the JSON of %j is as its schema says, and holds no secret', async (words, isValid, status) => {
  const { run } = await open({ behaviour: { secretsReadAs: 'ciphertext', secretsInExports: 'clear' } });
  const result = await run([...words, '--format', 'json']);
  expect(isValid(JSON.parse(result.stdout)), JSON.stringify(isValid.errors)).toBe(true);
  expect([result.status, result.stdout]).toEqual([status, expect.not.stringMatching(/FAKE-|ENC\[/)]);
});

test('a transaction is shown and polled, and never replayed', async () => {
  const { sandbox, run } = await open();
  await run(['action', 'sync-users', 'Adatum', '--auto-approve']);
  const id = sandbox.state.transactions[0]?.id ?? '';
  const shown = await run(['api', 'transaction', id]);
  expect([shown.status, shown.stdout]).toEqual([0, expect.stringMatching(/status +Success\n(?:.*\n)*.*externalId/)]);
  expect((await run(['api', 'transaction', id, '--poll'])).stdout).toContain('Success');
  expect((await run(['api', 'transaction', `${id}/replay`])).status).toBe(1);
  expect(sandbox.requests.flatMap((one) => one.remarks)).toEqual([]);
});

test('a refresh says when the token expired before and expires now, and nobody else is touched', async () => {
  const { sandbox, run } = await open();
  const before = sandbox.state.customers.filter(({ data }) => data.name !== 'Bellows College');
  const { status, stdout } = await run([
    'action',
    'refresh-access-token',
    'Bell*',
    '--auto-approve',
    '--format',
    'json',
  ]);
  const [customer] = JSON.parse(stdout).customers;
  expect([status, customer.name]).toEqual([0, 'Bellows College']);
  const { before: old, after } = customer.expiry;
  expect(Date.parse(after.access) - Date.parse(old.access)).toBeGreaterThan(11 * 86_400_000);
  expect(after.access).toBe(sandbox.state.named('Bellows College')[0]?.data.access_token_expires);
  expect(sandbox.state.customers.filter(({ data }) => data.name !== 'Bellows College')).toEqual(before);
});

test.each([
  ['nobody is named so', ['Adatumm'], 1, 'Did you mean Adatum?'],
  ['one of two words names nobody', ['Adatum', 'nobody-*'], 1, 'No customer is named nobody-*'],
  ['nobody can be asked', ['Adatum'], 1, 'Nobody is there to approve'],
])('an action does nothing where %s', async (_, named, status, message) => {
  const { sandbox, run } = await open();
  const result = await run(['action', 'sync-users', ...named]);
  expect([result.status, result.stderr]).toEqual([status, expect.stringContaining(message)]);
  expect(sent(sandbox).filter((one) => !one.startsWith('GET'))).toEqual([]);
});

test('two customers of one name must be told apart by pkid', async () => {
  const { sandbox, run } = await open();
  const twin = sandbox.state.add('sys.hcs.Contoso.Acme', { name: 'Adatum', token: 'FAKE-TWIN' });
  const named = await run(['action', 'sync-users', 'Adatum', '--auto-approve']);
  expect([named.status, named.stderr]).toEqual([1, expect.stringContaining(`2 customers are named Adatum`)]);
  expect((await run(['action', 'sync-users', twin.pkid, '--auto-approve'])).status).toBe(0);
  expect(sandbox.state.named('Adatum').map(({ started }) => started.sync_users)).toEqual([0, 1]);
});

test('some of an action failed: 3; a person must consent first: 4, and it is not asked for', async () => {
  const { sandbox, run } = await open();
  const failed = await run(['action', 'sync-users', 'Adatum', 'City Power', '--auto-approve']);
  expect([failed.status, failed.stdout]).toEqual([3, expect.stringContaining('1 applied, 1 failed')]);
  const held = await run(['action', 'refresh-access-token', 'Graphic*', 'Adatum', '--auto-approve']);
  expect([held.status, held.stdout]).toEqual([4, expect.stringContaining('1 applied, 1 held')]);
  expect(sandbox.state.named('Graphic Design Institute')[0]?.started.refresh_access_token).toBe(0);
});

test('a question is answered yes or nothing happens', async () => {
  const { sandbox, run } = await open();
  const ask = (answer: string, ...more: readonly string[]) =>
    run(['api', 'delete', 'Adatum', ...more], { terminal: true, ask: async () => answer });
  expect((await ask('y')).status).toBe(1);
  const json = await ask('y', '--format', 'json');
  expect(json.stderr).toMatch(/- Adatum .*Northwind\.Adatum\n.*data syncs/);
  expect(JSON.parse(json.stdout)).toMatchObject({ command: 'api delete', customers: [], summary: { applied: 0 } });
  expect(sandbox.state.named('Adatum')).toHaveLength(1);
  expect((await ask('yes')).status).toBe(0);
  expect(sandbox.state.named('Adatum')).toEqual([]);
  expect(sandbox.state.customers).toHaveLength(11);
});

test.each([['*'], ['sys.hcs.Northwind'], ['sys']])('delete does not take %s for a name', async (word) => {
  const { sandbox, run } = await open();
  expect((await run(['api', 'delete', word, '--auto-approve'])).status).toBe(1);
  expect(sandbox.state.customers).toHaveLength(12);
});

test.each([
  ['is not known to keep secrets', 'unknown', [], 4, 'not known what this server does to secrets'],
  ['is not known to keep secrets, and that is allowed', 'unknown', ['--allow', 'may-clear-secrets'], 0, '1 applied'],
  ['clears secrets', 'cleared', ['--allow', 'may-clear-secrets'], 4, 'would wipe token, refresh_token'],
] as const)('a modification where the server %s', async (_, omittedSecrets, more, status, message) => {
  const { sandbox, folder, run } = await open({ behaviour: { omittedSecrets: 'kept' } });
  const known = JSON.parse(readFileSync(path.join(top, 'schemas/profiles/sandbox.json'), 'utf8'));
  const { $schema: _schema, omittedSecrets: _kept, ...profile } = known;
  const file = path.join(folder, 'profile.json');
  const told = omittedSecrets === 'unknown' ? profile : { ...profile, omittedSecrets };
  writeFileSync(file, JSON.stringify(told));
  const words = ['api', 'modify', 'Adatum', '--set', 'notes=x', '--auto-approve', '--profile', file, ...more];
  const result = await run(words);
  expect([result.status, result.stdout]).toEqual([status, expect.stringContaining(message)]);
  expect(sandbox.state.named('Adatum')[0]?.data.token).toMatch(/^FAKE-/);
});

test('an export is for one user alone, is never overwritten, and JSON holds no secret even where the server sends them', async () => {
  const { folder, run } = await open({ behaviour: { secretsInExports: 'clear' }, now: () => 1_800_000_000_000 });
  const { status, stdout } = await run(['api', 'export', 'sys.hcs.Northwind']);
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/^Wrote export_.*\.json\.zip \(5 customers, .*secrets left out/),
  ]);
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.zip'));
  expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
  const { strFromU8, unzipSync } = await import('fflate');
  const text = strFromU8(unzipSync(readFileSync(path.join(folder, name)))['export.json'] ?? new Uint8Array());
  expect(text).toContain('Adatum');
  expect(text).not.toMatch(/FAKE-|fake-password|"token"|refresh_token"|proxy/);
  const again = await run(['api', 'export', 'sys.hcs.Northwind']);
  expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('is there already')]);
  expect((await run(['api', 'export', 'sys.hcs.Northwind', '--force'])).status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual([name, 'ours.json'].sort());
});

test('what a template would set a secret to is neither sent nor shown', async () => {
  const { sandbox, folder, run } = await open();
  const template = { name: 'bad', target_model_type: 'relation/SparkCustomer', template: { token: 'CANARY-SECRET' } };
  writeFileSync(path.join(folder, 'bad.json'), JSON.stringify(template));
  const result = await run(['api', 'configuration-template', '--create', 'bad.json', '--auto-approve']);
  expect([result.status, sandbox.state.documents]).toEqual([1, []]);
  expect(result.stdout + result.stderr).not.toContain('CANARY');
});
