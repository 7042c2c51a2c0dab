import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runHere } from '../support/in-process.ts';
import { type Lab, openLab } from '../support/lab.ts';

const names = ['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo'];
const seed = {
  nodes: [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
    ...names.map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' })),
    { path: 'sys.hcs.Elsewhere', type: 'Customer' },
  ],
  customers: [],
};

const defaults = '# shared\ncustomer:\n  default_calling_behaviour: Calling in Webex App # for all\n';

/** A file in a layout of its own. */
function fileOf(name: string): string {
  return `# ${name}, since 2019\r\ncustomer:\r\n\r\n  name: '${name}' # as in the contract\r\n  email_domain: one.example\r\n  notes: |\r\n    first\r\nhierarchy: sys.hcs.${name}\r\nlifecycle: { ignore: [account_email] }\r\n`;
}

const read = (lab: Lab, file: string) => readFileSync(path.join(lab.path, 'customers', file), 'utf8');

async function json(lab: Lab, ...words: readonly string[]) {
  const { status, stdout, stderr } = await runHere(lab, [...words, '--rate', '1000', '--format', 'json']);
  return { status, stderr, ...JSON.parse(stdout) };
}

/** A lab to which five customers were applied. */
async function appliedLab(): Promise<Lab> {
  const lab = await openLab({ seed });
  lab.git('config', 'core.autocrlf', 'false');
  const files = names.map((name) => [`customers/${name.toLowerCase()}.yaml`, fileOf(name)] as const);
  lab.commit({ ...Object.fromEntries(files), 'customers/_defaults.yaml': defaults });
  expect((await json(lab, 'apply', '--auto-approve', '--max-change-percent', '100')).status).toBe(0);
  return lab;
}

/** Changes a record behind git's back. */
function change(
  lab: Lab,
  name: string,
  data: Readonly<Record<string, string | boolean | null>>,
  hierarchy?: string,
): void {
  const record = lab.sandbox.state.customers.find((one) => one.data.name === name);
  if (record === undefined) throw new Error(`no record of ${name}`);
  const kept = Object.entries({ ...record.data, ...data }).filter(([, value]) => value !== null);
  lab.sandbox.state.put({
    ...record,
    ...(hierarchy === undefined ? {} : { hierarchy }),
    data: Object.fromEntries(kept),
  });
}

describe('drift of every kind', () => {
  test('goes into the files in place; then nothing is planned, and after the next apply nothing has drifted', async () => {
    const lab = await appliedLab();
    change(lab, 'Alpha', {
      email_domain: 'drifted: #1',
      default_calling_behaviour: 'Cisco Jabber app',
      account_email: 'x@y',
    });
    change(lab, 'Bravo', { notes: null }, 'sys.hcs.Elsewhere');
    const report = await json(lab, 'adopt');
    expect([report.status, report.stderr, report.summary]).toMatchObject([
      0,
      '',
      { changed: 2, unchanged: 3, new: 0, left: 0 },
    ]);
    expect(read(lab, 'alpha.yaml')).toBe(
      fileOf('Alpha')
        .replace('one.example', '"drifted: #1"')
        .replace('  email_domain', '  default_calling_behaviour: Cisco Jabber app\r\n  email_domain'),
    );
    expect(read(lab, 'bravo.yaml')).toBe(
      fileOf('Bravo')
        .replace('notes: |\r\n    first', 'notes: null')
        .replace('hierarchy: sys.hcs.Bravo', 'hierarchy: sys.hcs.Elsewhere'),
    );
    expect([read(lab, 'charlie.yaml'), read(lab, '_defaults.yaml')]).toEqual([fileOf('Charlie'), defaults]);
    lab.commit({});
    const plan = await json(lab, 'plan');
    expect(plan.customers.filter((one: { readonly steps: readonly unknown[] }) => one.steps.length > 0)).toEqual([]);
    const writes = lab.writes();
    expect((await json(lab, 'apply', '--auto-approve')).status).toBe(0);
    expect(lab.writes()).toBe(writes);
    expect((await json(lab, 'drift')).status).toBe(0);
  });

  test('of the customers that were named only, and what a commit changed stays', async () => {
    const lab = await appliedLab();
    for (const name of names) change(lab, name, { email_domain: 'drifted.example' });
    lab.commit({ 'customers/echo.yaml': fileOf('Echo').replace('first', 'edited') });
    const report = await json(lab, 'adopt', 'Alpha', 'customers/b*.yaml', 'sys.hcs.Echo');
    expect([report.summary.changed, report.status]).toEqual([3, 0]);
    expect(read(lab, 'echo.yaml')).toBe(
      fileOf('Echo').replace('first', 'edited').replace('one.example', 'drifted.example'),
    );
    expect(read(lab, 'charlie.yaml')).toBe(fileOf('Charlie'));
    expect(await json(lab, 'adopt', 'Alpa')).toMatchObject({
      status: 1,
      diagnostics: [{ code: 'no-such-customer', hint: 'Did you mean Alpha?' }],
    });
  });

  test('is refused where a file has uncommitted changes, with nothing written', async () => {
    const lab = await appliedLab();
    for (const name of names) change(lab, name, { email_domain: 'drifted.example' });
    lab.write({ 'customers/alpha.yaml': `${fileOf('Alpha')}# working on it\r\n` });
    expect(await json(lab, 'adopt')).toMatchObject({ status: 4, diagnostics: [{ code: 'uncommitted-changes' }] });
    expect(read(lab, 'bravo.yaml')).toBe(fileOf('Bravo'));
    expect((await json(lab, 'adopt', 'Bravo')).status).toBe(0);
    expect((await json(lab, 'adopt', 'Alpha', '--allow-dirty')).status).toBe(0);
    expect(read(lab, 'alpha.yaml')).toBe(
      `${fileOf('Alpha').replace('one.example', 'drifted.example')}# working on it\r\n`,
    );
  });
});

test('a customer made outside git gets its file when asked for, and one that is gone loses its own only with --missing', async () => {
  const lab = await appliedLab();
  lab.sandbox.state.add('sys.hcs.Elsewhere', { name: 'Stranger', notes: 'by hand', token: 'SECRET-TOKEN-VALUE' });
  const gone = lab.sandbox.state.customers.find((one) => one.data.name === 'Delta');
  lab.sandbox.state.remove(gone?.pkid ?? '');
  const first = await json(lab, 'adopt');
  expect(first).toMatchObject({ status: 0, summary: { new: 0, removed: 0 }, diagnostics: [{ code: 'missing-live' }] });
  const second = await json(lab, 'adopt', '--unmanaged', '--missing');
  expect(second).toMatchObject({
    status: 0,
    summary: { new: 1, removed: 1 },
    variables: [{ name: 'WEBEX_STRANGER_TOKEN' }],
  });
  expect(read(lab, 'stranger.yaml')).toContain('notes: by hand');
  expect(existsSync(path.join(lab.path, 'customers/delta.yaml'))).toBe(false);
  lab.commit({});
  const plan = await json(lab, 'plan');
  expect([
    plan.status,
    plan.customers.filter((one: { readonly hazards: readonly string[] }) => one.hazards.length > 0),
  ]).toEqual([0, []]);
  expect(lab.everything()).not.toContain('SECRET-TOKEN');
});
