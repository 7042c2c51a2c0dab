import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { leaseRef } from '../../src/apply/lease.ts';
import { customerFile, type Lab, openLab, programEnvironment, sparkform, top } from '../support/lab.ts';

const names = ['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo', 'Foxtrot'];
const seed = {
  nodes: [{ path: 'sys', type: 'System' }, ...names.map((name) => ({ path: `sys.${name}`, type: 'Customer' }))],
  customers: [{ hierarchy: 'sys.Foxtrot', data: { name: 'Foxtrot' } }],
};
const created = names.slice(0, 5);
const files = Object.fromEntries(
  created.map((name) => [`customers/${name.toLowerCase()}.yaml`, customerFile(name, [], `sys.${name}`)]),
);

function cloneOf(lab: Lab): string {
  lab.git('push', '--quiet', 'origin', 'main');
  const folder = path.join(lab.folder, 'clone');
  execFileSync('git', ['clone', '--quiet', '--branch', 'main', path.join(lab.folder, 'remote.git'), folder], {
    stdio: 'pipe',
  });
  return folder;
}

function diff(lab: Lab): string {
  return lab.git('diff', '--name-only', 'refs/sparkform/default/applied', 'HEAD', '--', 'customers');
}

test('of two applies at once one waits its turn or is refused, and each customer is made once', async () => {
  const lab = await openLab({ seed, transactionMilliseconds: 300 });
  lab.commit(files);
  const clone = cloneOf(lab);
  const both = await Promise.all([
    sparkform(['apply', '--auto-approve'], lab.path, lab.env),
    sparkform(['apply', '--auto-approve'], clone, lab.env),
  ]);
  const statuses = both.map(({ status }) => status).sort();
  expect([
    [0, 0],
    [0, 4],
  ]).toContainEqual(statuses);
  expect(both.map(({ stderr }) => stderr).join('')).toMatch(statuses[1] === 4 ? /leased|stale-plan/ : /./);
  expect(created.map((name) => lab.sandbox.state.named(name).length)).toEqual(created.map(() => 1));
  lab.git('fetch', '--quiet', '--force', 'origin', 'refs/sparkform/default/applied:refs/sparkform/default/applied');
  expect(diff(lab)).toBe('');
  expect(lab.git('ls-remote', 'origin', leaseRef('default'))).toBe('');
});

test('an apply that somebody overtook between its plan and its lease stops as stale', async () => {
  const lab = await openLab({ seed });
  // Notes are in no listing: planning needs a second read of this one customer, and there the second apply is held up.
  lab.commit({ ...files, 'customers/foxtrot.yaml': customerFile('Foxtrot', ['  notes: null'], 'sys.Foxtrot') });
  const clone = cloneOf(lab);
  const [foxtrot] = lab.sandbox.state.named('Foxtrot');
  const match = { method: 'GET', path: foxtrot?.pkid ?? 'none' };
  lab.sandbox.setFaults([{ match, kind: 'unavailable', times: 1, retryAfterSeconds: 8 }]);
  const late = sparkform(['apply', '--auto-approve'], clone, lab.env);
  await expect.poll(() => lab.sandbox.requests.length, { timeout: 20_000 }).toBeGreaterThan(2);
  expect((await lab.sparkform('apply', '--auto-approve')).status).toBe(0);
  const { status, stderr } = await late;
  expect([status, stderr]).toEqual([4, expect.stringContaining('stale-plan')]);
  expect(created.map((name) => lab.sandbox.state.named(name).length)).toEqual(created.map(() => 1));
});

test('a lease of somebody else refuses, one that ran out is taken over, and unlock removes one', async () => {
  const lab = await openLab({ seed });
  lab.commit(files);
  const hold = (until: string) => {
    const holder = JSON.stringify({ run: 'the run of ada', since: '2026-01-01T00:00:00.000Z', until });
    const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], {
      cwd: lab.path,
      input: holder,
      encoding: 'utf8',
    }).trim();
    const tree = execFileSync('git', ['mktree'], {
      cwd: lab.path,
      input: `100644 blob ${blob}\tlease.json\n`,
      encoding: 'utf8',
    }).trim();
    const commit = lab.git('commit-tree', tree, '-m', 'lease');
    lab.git('push', '--quiet', '--force', 'origin', `${commit}:${leaseRef('default')}`);
  };
  hold('2126-01-01T00:00:00.000Z');
  const refused = await lab.sparkform('apply', '--auto-approve', '--format', 'json');
  expect([refused.status, JSON.parse(refused.stdout).diagnostics[0].code, lab.writes()]).toEqual([4, 'leased', 0]);
  expect(refused.stderr).toContain('the run of ada');

  const unlocked = await lab.sparkform('unlock');
  expect([unlocked.status, unlocked.stdout]).toEqual([0, expect.stringContaining('the run of ada')]);
  expect((await lab.sparkform('unlock')).stdout).toBe('Nobody holds the lease of default.\n');

  hold('2026-01-01T00:05:00.000Z');
  const taken = await lab.sparkform('apply', '--auto-approve');
  expect([taken.status, taken.stderr]).toEqual([0, expect.stringContaining('was taken over')]);
});

test('an apply with nothing to write needs no lease', async () => {
  const lab = await openLab({ seed });
  lab.commit({ 'customers/foxtrot.yaml': customerFile('Foxtrot', [], 'sys.Foxtrot') });
  lab.git('push', '--quiet', 'origin', `HEAD:${leaseRef('default')}`);
  expect((await lab.sparkform('apply', '--auto-approve')).status).toBe(0);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s: no new step begins, what was done is recorded and pushed within seven seconds, and the next run finishes',
  async (signal) => {
    const lab = await openLab({ seed, transactionMilliseconds: 700 });
    lab.commit(files);
    const words = [path.join(top, 'dist/main.js'), 'apply', '--auto-approve', '--concurrency', '1', '--format', 'json'];
    const child = spawn(process.execPath, words, {
      cwd: lab.path,
      env: programEnvironment(lab.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    await expect.poll(() => lab.sandbox.state.named('Alpha').length, { timeout: 20_000 }).toBe(1);
    const before = performance.now();
    child.kill(signal);
    const [status] = await once(child, 'close');
    expect(performance.now() - before).toBeLessThan(7000);
    expect(status).toBe(130);
    const { summary } = JSON.parse(stdout);
    expect(summary.applied).toBeGreaterThan(0);
    expect(summary.applied + summary.skipped + summary.unknown).toBe(5);
    expect(diff(lab).split('\n')).toHaveLength(summary.skipped + summary.unknown);
    expect(lab.git('ls-remote', 'origin', leaseRef('default'))).toBe('');
    await sleep(800);
    expect((await sparkform(['apply', '--auto-approve'], lab.path, lab.env)).status).toBe(0);
    expect(created.map((name) => lab.sandbox.state.named(name).length)).toEqual(created.map(() => 1));
    expect(diff(lab)).toBe('');
  },
);

test('an interrupt while the server does not answer leaves within seven seconds all the same', async () => {
  const lab = await openLab({ seed });
  lab.commit(files);
  lab.sandbox.setFaults([{ match: { method: 'POST' }, kind: 'hang' }]);
  const words = [path.join(top, 'dist/main.js'), 'apply', '--auto-approve'];
  const child = spawn(process.execPath, words, { cwd: lab.path, env: programEnvironment(lab.env), stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await expect.poll(() => lab.writes(), { timeout: 20_000 }).toBeGreaterThan(0);
  const before = performance.now();
  child.kill('SIGINT');
  const [status] = await once(child, 'close');
  expect([status, performance.now() - before < 7000]).toEqual([130, true]);
});
