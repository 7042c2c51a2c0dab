import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Drift } from '../../src/model/drift.ts';
import type { CustomerData } from '../../src/sandbox/records.ts';
import { runHere } from '../support/in-process.ts';
import { customerFile, type Lab, openLab, top } from '../support/lab.ts';

const names = ['Alpha', 'Bravo', 'Charlie', 'Delta'];
const seed = {
  nodes: [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
    ...names.map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' })),
  ],
  customers: [{ hierarchy: 'sys.hcs.Delta', data: { name: 'Delta' } }],
};

const drift = ['drift', '--rate', '1000'];

/**
 * One lab for all tests, to which Alpha, Bravo and Charlie were applied, Charlie with notes that the list does not tell;
 * each test puts back what it changes on the server.
 */
let lab: Lab;
const ends: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  lab = await openLab({ seed }, (action) => ends.push(action));
  const files = ['Alpha', 'Bravo', 'Charlie'].map((name) => {
    const notes = name === 'Charlie' ? ['  notes: words'] : [];
    return [`customers/${name}.yaml`, customerFile(name, ['  email_domain: one.example', ...notes])];
  });
  lab.commit(Object.fromEntries(files));
  const { status, stderr } = await runHere(lab, ['apply', '--auto-approve', '--rate', '1000']);
  expect([status, stderr]).toEqual([0, '']);
});

afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** Somebody edits a record in VOSS Automate, or deletes it. */
function edit(name: string, data: CustomerData | null): void {
  const { state } = lab.sandbox;
  const [one] = state.named(name);
  if (one === undefined) throw new Error(`no ${name}`);
  onTestFinished(() => void state.put(one));
  if (data === null) state.remove(one.pkid);
  else state.change(one.pkid, { ...one.data, ...data });
}

const ajv = new Ajv({ strict: false, validateFormats: false, schemas: [schemaOf('plan')] });
const validate = ajv.compile(schemaOf('drift-report'));

function schemaOf(name: string): object {
  return JSON.parse(readFileSync(path.join(top, `schemas/${name}.schema.json`), 'utf8'));
}

/** The report of a run as JSON, its exit status, and the requests it sent, none of which may write. */
async function told(...words: readonly string[]) {
  const before = lab.sandbox.requests.length;
  const { status, stdout } = await runHere(lab, [...drift, ...words, '--format', 'json']);
  const report: Drift = JSON.parse(stdout);
  expect([validate(report), validate.errors]).toEqual([true, null]);
  const sent = lab.sandbox.requests.slice(before);
  expect(sent.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(report.summary.requests.read).toBe(sent.length);
  const states = Object.fromEntries(report.customers.map((one) => [one.name, one.state]));
  return { status, report, states, requests: sent.length };
}

test('after an apply there is none; then an edit, a loss and a new record are told, for the pages of two lists and what they do not tell', async () => {
  const clean = await told();
  expect([clean.status, clean.requests]).toEqual([0, 2 + 1]);
  expect(clean.states).toEqual({ Alpha: 'same', Bravo: 'same', Charlie: 'same', Delta: 'unmanaged' });

  edit('Alpha', { email_domain: 'two.example' });
  edit('Bravo', null);
  const after = await told();
  expect([after.status, after.requests]).toEqual([2, 2 + 1]);
  expect(after.states).toEqual({ Bravo: 'missing', Alpha: 'changed', Charlie: 'same', Delta: 'unmanaged' });
  const { stdout, status } = await runHere(lab, drift);
  expect([status, stdout]).toEqual([2, expect.stringContaining('"one.example" -> "two.example"')]);
  expect(stdout).toMatch(/\nDrift: 1 changed, 0 moved, 1 missing, 1 unmanaged\. 3 requests read\.\n$/);
});

test('with --fail-on-expiry every record is read', async () => {
  const { requests, report, status } = await told('--fail-on-expiry', '14d');
  expect([requests, status]).toEqual([2 + 4, 0]);
  expect(report.customers.map((one) => one.forecast?.next)).toEqual(['nobody', 'nobody', 'nobody', 'nobody']);
});

test('--only shows and counts what matches, and reads no other', async () => {
  edit('Alpha', { email_domain: 'two.example' });
  edit('Charlie', { notes: 'others' });
  const { status, requests, states } = await told('--only', '{Bravo,customers/Alpha*}');
  expect([status, requests, states]).toEqual([2, 2, { Alpha: 'changed', Bravo: 'same' }]);
  expect(await told('--only', 'Bravo')).toMatchObject({ status: 0, requests: 2 });
  expect(await told('--only', 'Charlie')).toMatchObject({ status: 2, requests: 3, states: { Charlie: 'changed' } });
});

test('--fail-on-expiry counts managed customers only', async () => {
  const tokens = (days: number) => {
    const expires = new Date(Date.now() + days * 86_400_000).toISOString();
    return { token: 'a', refresh_token: 'b', access_token_expires: expires, refresh_token_expires: expires };
  };
  edit('Delta', tokens(5));
  const shown = await told('--fail-on-expiry', '14d');
  expect([shown.status, shown.report.summary.expiring]).toEqual([0, 0]);
  expect(shown.report.customers.filter((one) => one.expiring).map((one) => one.name)).toEqual(['Delta']);
  edit('Alpha', tokens(13));
  expect((await told('--fail-on-expiry', '12d')).status).toBe(0);
  const { status, report } = await told('--fail-on-expiry', '14d');
  expect([status, report.summary.expiring]).toEqual([2, 1]);
  expect((await told()).status).toBe(0);
});

test('an acknowledged difference does not fail until its day has passed; plans do not heed it', async () => {
  edit('Alpha', { email_domain: 'two.example' });
  const known = (until: string) => `- { customer: Alpha, property: email_domain, reason: trial, until: ${until} }\n`;
  // Not committed: it counts from when it is written down.
  onTestFinished(() => lab.write({ 'customers/_drift.yaml': null }));
  lab.write({ 'customers/_drift.yaml': known('2999-12-31') });
  const { status, report } = await told();
  expect([status, report.summary.acknowledged]).toEqual([0, 1]);
  expect((await runHere(lab, ['validate'])).status).toBe(0);
  const { stdout } = await runHere(lab, ['plan', '--rate', '1000']);
  expect(stdout).toContain('"two.example" -> "one.example"');
  lab.write({ 'customers/_drift.yaml': known('2020-12-31') });
  expect((await told()).status).toBe(2);
  lab.write({ 'customers/_drift.yaml': known('2020-02-30').replace('Alpha', 'Nobody') });
  const wrong = await told();
  expect([wrong.status, wrong.requests, wrong.report.diagnostics.map((one) => one.code)]).toEqual([
    1,
    0,
    ['wrong-format'],
  ]);
  expect(await runHere(lab, ['validate'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('_drift.yaml:1:'),
  });
  lab.write({ 'customers/_drift.yaml': known('2999-12-31').replace('Alpha', 'Nobody') });
  expect((await runHere(lab, ['validate'])).stderr).toContain('warning [unknown-customer]');
});

describe('nothing is concluded', () => {
  test('where nothing was ever applied: no request, and what to do', async () => {
    const { status, requests, report } = await told('--env', 'other');
    expect([status, requests, report.diagnostics.map((one) => one.code)]).toEqual([1, 0, ['nothing-applied']]);
    expect((await runHere(lab, [...drift, '--env', 'other'])).stderr).toContain('sparkform apply');
  });

  test('from an answer that is none, and without a password', async () => {
    onTestFinished(() => lab.sandbox.setFaults([]));
    lab.sandbox.setFaults([{ match: { path: 'SparkCustomer' }, kind: 'html' }]);
    const { status, stdout } = await runHere(lab, [...drift, '--format', 'json']);
    expect([status, validate(JSON.parse(stdout)), JSON.parse(stdout).customers]).toEqual([1, true, []]);
    const { VOSS_PASSWORD: _, ...env } = lab.env;
    const unset = await runHere({ path: lab.path, env }, drift);
    expect([unset.status, unset.stdout, unset.stderr]).toEqual([1, '', expect.stringContaining('VOSS_PASSWORD')]);
  });

  test('against another server, from a listing that is cut short, and from an empty one', async () => {
    const codes = async () => (await told()).report.diagnostics.map((one) => one.code);
    const own = lab.env['VOSS_URL'] ?? '';
    lab.env['VOSS_URL'] = own.replace('127.0.0.1', 'localhost');
    expect(await codes()).toEqual(['other-server']);
    lab.env['VOSS_URL'] = own;
    lab.env['VOSS_HIERARCHY'] = 'sys.hcs.Delta';
    expect(await codes()).toEqual(['not-listed', 'not-listed', 'not-listed']);
    delete lab.env['VOSS_HIERARCHY'];
    for (const name of names) edit(name, null);
    const { status, report } = await told();
    expect([status, report.diagnostics.map((one) => one.code)]).toEqual([1, ['nothing-live']]);
  });
});
