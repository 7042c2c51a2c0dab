import { chownSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { customerFile, openLab, sparkform } from '../support/lab.ts';

const names = ['Alpha', 'Bravo', 'Charlie', 'Delta'];
const seed = {
  nodes: [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
    ...names.map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' })),
    { path: 'sys.hcs.Echo', type: 'Customer' },
  ],
  customers: [{ hierarchy: 'sys.hcs.Echo', data: { name: 'Echo', email_domain: 'echo.example' } }],
};

function files(domain: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map((name) => [`customers/${name.toLowerCase()}.yaml`, customerFile(name, [`  email_domain: ${domain}`])]),
  );
}

test('a failed customer stops no other, keeps its old file in the applied ref, and is finished by the next run', async () => {
  const lab = await openLab({ seed });
  lab.commit(files('one.example'));
  expect((await lab.sparkform('apply', '--auto-approve')).status).toBe(0);
  const diff = () => lab.git('diff', '--name-only', 'refs/sparkform/default/applied', 'HEAD', '--', 'customers');
  expect(diff()).toBe('');

  lab.commit(files('two.example'));
  lab.sandbox.setFaults([{ match: { method: 'PUT', name: 'Charlie' }, kind: 'fail-transaction' }]);
  const failing = await lab.sparkform('apply', '--auto-approve', '--max-change-percent', '100', '--format', 'json');
  expect(failing.status).toBe(3);
  const report = JSON.parse(failing.stdout);
  expect(report.summary).toMatchObject({ applied: 3, failed: 1 });
  expect(diff()).toBe('customers/charlie.yaml');
  expect(lab.git('show', 'refs/sparkform/default/applied:customers/charlie.yaml')).toContain('one.example');
  // The remote has the same record.
  expect(lab.git('ls-remote', 'origin', 'refs/sparkform/default/applied')).toContain(report.applied);

  lab.sandbox.setFaults([]);
  const repaired = await lab.sparkform('apply', '--auto-approve', '--format', 'json');
  expect([repaired.status, JSON.parse(repaired.stdout).summary.applied]).toEqual([0, 1]);
  expect(diff()).toBe('');

  const before = [lab.writes(), lab.git('rev-parse', 'refs/sparkform/default/applied')];
  expect((await lab.sparkform('apply', '--auto-approve')).status).toBe(0);
  expect([lab.writes(), lab.git('rev-parse', 'refs/sparkform/default/applied')]).toEqual(before);
});

test('the commit on the applied ref is the record of the apply', async () => {
  const lab = await openLab({ seed });
  lab.env['GITHUB_ACTOR'] = 'ada';
  lab.commit({ 'customers/alpha.yaml': customerFile('Alpha') });
  await lab.sparkform('apply', '--auto-approve');
  const message = lab.git('log', '-1', '--format=%B', 'refs/sparkform/default/applied');
  const [{ id } = { id: '' }] = lab.sandbox.state.transactions;
  expect(message).toContain('Apply to default: 1 applied');
  expect(message).toContain(`- applied: create of Alpha (customers/alpha.yaml): transaction ${id}`);
  expect(message).toContain(`Source: ${lab.git('rev-parse', 'HEAD')}`);
  expect(message).toContain('By: ada');
});

test('a create whose later action fails is recorded, so that the next run neither creates again nor forgets the action', async () => {
  const lab = await openLab({ seed });
  const lines = ['  token: { env: WEBEX_ALPHA_TOKEN }', 'actions:', '  sync_users: { on: [create] }'];
  lab.env['WEBEX_ALPHA_TOKEN'] = 'TOKEN-OF-ALPHA';
  lab.commit({ 'customers/alpha.yaml': customerFile('Alpha', lines) });
  lab.sandbox.setFaults([{ match: { method: 'POST', path: 'SyncWebexTeamsUsers' }, kind: 'fail-transaction' }]);
  expect((await lab.sparkform('apply', '--auto-approve')).status).toBe(3);
  const diff = () => lab.git('diff', '--name-only', 'refs/sparkform/default/applied', 'HEAD', '--', 'customers');
  expect(diff()).toBe('customers/alpha.yaml');

  lab.sandbox.setFaults([]);
  const planned = JSON.parse((await lab.sparkform('plan', '--format', 'json')).stdout);
  const [alpha] = planned.customers.filter((one: { readonly name: string }) => one.name === 'Alpha');
  expect(alpha).toMatchObject({ decision: 'action', hazards: [], steps: [{ action: 'sync_users' }] });
  expect((await lab.sparkform('apply', '--auto-approve')).status).toBe(0);
  expect(diff()).toBe('');
  expect(lab.sandbox.state.named('Alpha')).toHaveLength(1);
});

test('uncommitted changes stop an apply, and --allow-dirty takes them', async () => {
  const lab = await openLab({ seed });
  lab.commit({ 'customers/alpha.yaml': customerFile('Alpha') });
  lab.write({ 'customers/bravo.yaml': customerFile('Bravo') });
  const refused = await lab.sparkform('apply', '--auto-approve');
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('customers/bravo.yaml')]);
  expect(lab.writes()).toBe(0);
  expect((await lab.sparkform('apply', '--auto-approve', '--allow-dirty')).status).toBe(0);
  expect(lab.sandbox.state.named('Bravo')).toHaveLength(1);
});

test('without a terminal nothing is applied unless it is approved on the command line', async () => {
  const lab = await openLab({ seed });
  lab.commit({ 'customers/alpha.yaml': customerFile('Alpha') });
  const { status, stderr } = await lab.sparkform('apply');
  expect([status, stderr]).toEqual([1, expect.stringContaining('--auto-approve')]);
  expect(lab.writes()).toBe(0);
});

test('a customer that is removed is deleted only when the hazard is allowed, and never when it is protected', async () => {
  const lab = await openLab({ seed });
  lab.commit({ ...files('one.example') });
  await lab.sparkform('apply', '--auto-approve');
  lab.commit({ 'customers/alpha.yaml': null });
  const held = await lab.sparkform('apply', '--auto-approve');
  expect([held.status, lab.sandbox.state.named('Alpha').length]).toEqual([4, 1]);
  const allowed = await lab.sparkform('apply', '--auto-approve', '--allow', 'deletes-customer');
  expect([allowed.status, lab.sandbox.state.named('Alpha').length]).toEqual([0, 0]);

  lab.commit({ 'customers/bravo.yaml': customerFile('Bravo', ['lifecycle:', '  protect: true']) });
  await lab.sparkform('apply', '--auto-approve');
  lab.commit({ 'customers/bravo.yaml': null });
  const refused = await lab.sparkform('apply', '--auto-approve', '--allow', 'deletes-customer');
  expect([refused.status, lab.sandbox.state.named('Bravo').length]).toEqual([4, 1]);
  expect(refused.stdout).toContain('protected-customer');
});

test('more deletes than allowed, and an emptied folder, refuse everything', async () => {
  const lab = await openLab({ seed });
  lab.commit(files('one.example'));
  await lab.sparkform('apply', '--auto-approve');
  lab.commit({
    'customers/alpha.yaml': null,
    'customers/bravo.yaml': null,
    'customers/charlie.yaml': customerFile('Charlie'),
  });
  const two = await lab.sparkform('apply', '--auto-approve', '--allow', 'deletes-customer');
  expect([two.status, two.stdout]).toEqual([4, expect.stringContaining('--max-deletes 2')]);
  lab.commit({ 'customers/charlie.yaml': null, 'customers/delta.yaml': null, 'customers/keep.txt': '' });
  const all = await lab.sparkform('apply', '--auto-approve', '--allow', 'deletes-customer', '--max-deletes', '9');
  expect([all.status, all.stdout]).toEqual([4, expect.stringContaining('nothing-declared')]);
  expect(names.map((name) => lab.sandbox.state.named(name).length)).toEqual([1, 1, 1, 1]);
});

test('a live edit between plan and apply makes that customer stale, touches nothing of it, and stops no other', async () => {
  const lab = await openLab({ seed });
  lab.commit(files('one.example'));
  await lab.sparkform('apply', '--auto-approve');
  lab.commit(files('two.example'));
  const [delta] = lab.sandbox.state.named('Delta');
  // Customers are done one by one, Delta last: it is edited while the first of them is written.
  const timer = setInterval(() => {
    if (delta === undefined || !lab.sandbox.requests.some(({ method }) => method === 'PUT')) return;
    clearInterval(timer);
    lab.sandbox.state.change(delta.pkid, { email_domain: 'portal.example' });
  }, 1);
  onTestFinished(() => clearInterval(timer));
  const flags = ['--auto-approve', '--format', 'json', '--concurrency', '1', '--max-change-percent', '100'];
  const { status, stdout } = await lab.sparkform('apply', ...flags);
  const { summary, customers } = JSON.parse(stdout);
  expect([status, summary.applied, summary.stale]).toEqual([3, 3, 1]);
  expect(customers.find((one: { readonly name: string }) => one.name === 'Delta').steps[0].message).toContain(
    'email_domain is "portal.example", expected "one.example"',
  );
  expect(lab.sandbox.state.named('Delta')[0]?.data['email_domain']).toBe('portal.example');
});

test('outside a repository plan and apply say what to do', async () => {
  const lab = await openLab({ seed });
  for (const command of ['plan', 'apply']) {
    const { status, stderr } = await sparkform([command], lab.folder, lab.env);
    expect([status, stderr]).toEqual([1, expect.stringContaining('git init')]);
  }
});

// Only root can give a folder to somebody else.
test.runIf(process.getuid?.() === 0)(
  'a repository of somebody else, which git refuses, is not taken for none',
  async () => {
    const lab = await openLab();
    chownSync(lab.path, 12_345, 12_345);
    const { status, stderr } = await lab.sparkform('plan');
    expect([status, stderr]).toEqual([1, expect.stringContaining('[git-refuses] git refuses to work here')]);
  },
);
