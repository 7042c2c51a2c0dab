import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Behaviour } from '../../src/sandbox/behaviour.ts';
import { runHere } from '../support/in-process.ts';
import { customerFile, type Lab, openLab, top } from '../support/lab.ts';

const schemaFile = 'schemas/relation_SparkCustomer.json';
const packaged = JSON.parse(readFileSync(path.join(top, schemaFile), 'utf8'));

/** What a server of the future may say, beside what it says now. */
const additions = {
  meeting_region: {
    type: 'string',
    title: 'Meeting Region',
    description: 'Where meetings are held.',
    choices: [{ value: 'EMEA' }, { value: 'APAC' }],
  },
  recording_enabled: { type: 'boolean', title: 'Recording' },
  recording_vault: { type: 'string', is_password: true, title: 'Vault' },
  licences: { type: 'array' },
  tenant: { type: 'string', readonly: true },
};

type Properties = Readonly<Record<string, unknown>>;

function schemaWith(more: Properties) {
  const { default_calling_behaviour: calling, ...properties } = packaged.properties;
  const choices = [...calling.choices, { value: 'Calling in Webex Suite' }];
  const newer = { ...properties, default_calling_behaviour: { ...calling, choices }, ...more };
  return { ...packaged, properties: newer, schema_version: '2.0.0' };
}

const newer = schemaWith(additions);

const acme = customerFile(
  'Nova',
  [
    '  account_number_external: 00000000-0000-4000-8000-0000000000aa',
    '  default_calling_behaviour: Calling in Webex Suite',
    '  meeting_region: EMEA',
    '  recording_enabled: true',
    '  recording_vault: { env: WEBEX_VAULT, version: 1 }',
  ],
  'sys.hcs.Contoso.Acme',
);

async function newerLab(behaviour: Partial<Behaviour> = {}): Promise<Lab> {
  const lab = await openLab({ schema: newer, behaviour });
  lab.env['WEBEX_VAULT'] = 'CANARY-vault-secret';
  return lab;
}

async function appliedLab(behaviour: Partial<Behaviour> = {}): Promise<Lab> {
  const lab = await newerLab(behaviour);
  expect((await runHere(lab, ['schema', 'pull'])).status).toBe(0);
  lab.commit({ 'customers/acme.yaml': acme });
  const { status, stderr } = await runHere(lab, ['apply', '--auto-approve']);
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  return lab;
}

function recordOf(lab: Lab) {
  const [record] = lab.sandbox.state.customers.filter(({ data }) => data.name === 'Nova');
  if (record === undefined) throw new Error('there is no Nova');
  return record;
}

function put(lab: Lab, data: object) {
  const record = recordOf(lab);
  lab.sandbox.state.put({ ...record, data: { ...record.data, ...data } });
}

test('until its schema is pulled, nothing of a newer server can be declared, and the error says what helps', async () => {
  const lab = await newerLab();
  lab.commit({ 'customers/acme.yaml': acme });
  const { status, stderr } = await runHere(lab, ['validate']);
  expect(status).toBe(1);
  expect(stderr).toContain('customers/acme.yaml:5:30: error [wrong-choice]');
  expect(stderr).toContain('customers/acme.yaml:6:3: error [unknown-property]');
  expect(stderr).toContain('sparkform schema pull makes the properties of a newer server known.');
});

test('after a pull its properties and choices are declared, applied, kept, and found as they are', async () => {
  const lab = await newerLab();
  const pulled = await runHere(lab, ['schema', 'pull']);
  expect(pulled.stdout).toContain('Customer files may declare "meeting_region", a text.');
  expect(pulled.stdout).toContain('Customer files may declare "recording_enabled", true or false.');
  expect(pulled.stdout).toContain('Customer files may declare "recording_vault", a reference to a secret.');
  lab.commit({ 'customers/acme.yaml': acme });
  const plan = await runHere(lab, ['plan', '--format', 'json']);
  const [create] = JSON.parse(plan.stdout).customers.filter((one: { name: string }) => one.name === 'Nova');
  expect(create.steps[0].fields.map((one: { path: string }) => one.path)).toEqual([
    'name',
    'account_number_external',
    'default_calling_behaviour',
    'meeting_region',
    'recording_enabled',
    'recording_vault',
  ]);
  expect((await runHere(lab, ['apply', '--auto-approve'])).status).toBe(0);
  expect(recordOf(lab).data).toMatchObject({
    default_calling_behaviour: 'Calling in Webex Suite',
    meeting_region: 'EMEA',
    recording_enabled: true,
    recording_vault: 'CANARY-vault-secret',
  });
  const writes = lab.writes();
  const again = await runHere(lab, ['apply', '--auto-approve', '--verbose']);
  expect([again.status, lab.writes()]).toEqual([0, writes]);
  expect(again.stdout).toContain('Nothing to apply.');
  expect(plan.stdout + again.stderr).not.toContain('schema-differs');
  expect(plan.stdout + again.stdout + again.stderr + lab.git('log', '--all', '--patch')).not.toContain('CANARY');
});

test('drift of a newer property is seen, taken over, or put back', async () => {
  const lab = await appliedLab();
  put(lab, { meeting_region: 'APAC', recording_enabled: false });
  const drift = await runHere(lab, ['drift']);
  expect(drift.status).toBe(2);
  expect(drift.stdout).toMatch(/meeting_region\s+"EMEA" -> "APAC"/);
  expect((await runHere(lab, ['adopt', 'Nova'])).status).toBe(0);
  const taken = readFileSync(path.join(lab.path, 'customers/acme.yaml'), 'utf8');
  expect(taken).toBe(acme.replace('EMEA', 'APAC').replace('enabled: true', 'enabled: false'));
  lab.git('checkout', '--', '.');
  const back = await runHere(lab, ['apply', '--auto-approve', '--allow', 'overwrites-drift']);
  expect([back.status, recordOf(lab).data]).toMatchObject([0, { meeting_region: 'EMEA', recording_enabled: true }]);
});

test.each(['masked', 'ciphertext'] as const)(
  'a file that leaves a newer property out never changes it, and an import takes it, where secrets read as %s',
  async (secretsReadAs) => {
    const lab = await appliedLab({ secretsReadAs });
    lab.commit({
      'customers/acme.yaml': acme.replace(/ {2}(meeting|recording)_\w+: .*\n/g, '').replace('Nova', 'Nova 2'),
    });
    expect((await runHere(lab, ['apply', '--auto-approve'])).status).toBe(0);
    const [record] = lab.sandbox.state.customers.filter(({ data }) => data.name === 'Nova 2');
    expect(record?.data).toMatchObject({
      meeting_region: 'EMEA',
      recording_enabled: true,
      recording_vault: 'CANARY-vault-secret',
    });
    expect(lab.sandbox.requests.flatMap(({ remarks }) => remarks)).toEqual([]);
    lab.git('update-ref', '-d', 'refs/sparkform/default/applied');
    lab.git('push', '--quiet', 'origin', ':refs/sparkform/default/applied');
    lab.commit({ 'customers/acme.yaml': null });
    const imported = await runHere(lab, ['import', '--only', 'Nova 2', '--whole']);
    expect([imported.status, imported.stderr]).toEqual([0, '']);
    expect(imported.stdout).toContain('WEBEX_NOVA_2_RECORDING_VAULT');
    const file = lab
      .git('ls-files', '--others', '--', 'customers')
      .split('\n')
      .find((one) => one.includes('nova'));
    const text = readFileSync(path.join(lab.path, file ?? ''), 'utf8');
    expect(text).toContain('  meeting_region: EMEA\n  recording_enabled: true\n');
    expect(text).not.toContain('CANARY');
  },
);

test.each([
  ['a password a plain text', { recording_vault: { type: 'string' } }, '  recording_vault: a text', 'became-secret'],
  [
    'a plain text a password',
    { meeting_region: { type: 'string', is_password: true } },
    '  meeting_region: { env: WEBEX_VAULT }',
    'no-secret',
  ],
  ['true or false a text', { recording_enabled: { type: 'string' } }, '  recording_enabled: "yes"', 'type-changed'],
  ['something its own', { made_up: { type: 'string' } }, '  made_up: x', 'property-is-gone'],
])(
  'a schema in a pull request that calls %s stops the plan before anything is read or sent of it',
  async (_, change, line, code) => {
    const lab = await appliedLab();
    writeFileSync(path.join(lab.path, schemaFile), JSON.stringify(schemaWith({ ...additions, ...change })));
    const file = `${acme.replace(/ {2}(meeting|recording)_\w+: .*\n/g, '')}${line}\n`;
    lab.write({ 'customers/acme.yaml': file });
    const before = lab.writes();
    for (const command of [['plan'], ['plan', '--changed'], ['apply', '--auto-approve', '--allow-dirty']]) {
      const { status, stdout, stderr } = await runHere(lab, command);
      expect([status, stderr]).toEqual([
        1,
        expect.stringMatching(new RegExp(`customers/acme.yaml:6:\\d+: error \\[${code}\\]`)),
      ]);
      expect(`${stdout}${stderr}`).not.toContain('CANARY');
    }
    expect(lab.writes()).toBe(before);
  },
);

test('what was applied stays readable when the schema goes back, and nothing is wiped', async () => {
  const lab = await appliedLab();
  lab.commit({ [schemaFile]: JSON.stringify(packaged) });
  const stopped = await runHere(lab, ['plan']);
  expect([stopped.status, stopped.stderr]).toEqual([1, expect.stringContaining('[unknown-property]')]);
  expect((await runHere(lab, ['drift'])).status).toBe(0);
  const plain = acme.replace(/ {2}(meeting|recording)_\w+: .*\n/g, '').replace('Webex Suite', 'Webex App');
  lab.commit({ 'customers/acme.yaml': plain });
  expect((await runHere(lab, ['apply', '--auto-approve'])).status).toBe(0);
  expect(recordOf(lab).data).toMatchObject({ meeting_region: 'EMEA', recording_vault: 'CANARY-vault-secret' });
});

test('what the server calls its own, and lists, cannot be declared', async () => {
  const lab = await appliedLab();
  lab.write({ 'customers/acme.yaml': `${acme}  licences: [a]\n  tenant: x\n` });
  const { stderr } = await runHere(lab, ['validate']);
  expect(stderr).toContain(
    'The property "licences" cannot be declared: sparkform does not manage values of the type array.',
  );
  expect(stderr).toContain('The property "tenant" cannot be declared: the server says that it is its own.');
});
