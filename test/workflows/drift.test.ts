import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { startGitHub } from '../support/github.ts';
import { customerFile } from '../support/lab.ts';
import { failures, openHosting, skipped } from './hosting.ts';

// Each starts the program several times, as a runner does.
vi.setConfig({ testTimeout: 180_000 });

const opening = 'Open or edit the issue';
const closing = 'Close the issue';

test('a night without drift opens nothing; drift opens one issue, which is edited, and closed when the drift is gone', async () => {
  const github = await startGitHub();
  const hosting = await openHosting(github);
  hosting.commit({ 'customers/alpha.yaml': customerFile('Alpha', ['  email_domain: one.example']) });
  hosting.push();
  expect((await hosting.sparkform('apply', '--auto-approve')).status).toBe(0);
  const issues = () => github.issues.map(({ state, body }) => ({ state, body }));
  const night = () => hosting.run('drift', 'schedule');

  const calm = await night();
  expect([calm.status, skipped(calm), issues()]).toEqual(['success', [opening], []]);
  expect(calm.artifacts).toEqual(['drift.md', 'drift.html', 'drift.json']);

  const [{ pkid } = { pkid: '' }] = hosting.sandbox.state.named('Alpha');
  hosting.sandbox.state.change(pkid, { email_domain: 'portal.example' });
  const drifted = await night();
  expect([drifted.status, failures(drifted), skipped(drifted)]).toEqual([
    'failure',
    { 'Look for drift': 2 },
    [closing],
  ]);
  const body = readFileSync(path.join(drifted.workspace, 'drift.md'), 'utf8');
  expect(issues()).toEqual([{ state: 'open', body }]);
  expect([body, drifted.summary]).toEqual([
    expect.stringContaining('portal.example'),
    expect.stringContaining('portal.example'),
  ]);

  hosting.sandbox.state.change(pkid, { email_domain: 'other.example' });
  await night();
  expect(issues()).toEqual([{ state: 'open', body: expect.stringContaining('other.example') }]);

  hosting.sandbox.state.change(pkid, { email_domain: 'one.example' });
  expect((await night()).status).toBe('success');
  expect(issues()).toEqual([{ state: 'closed', body: expect.not.stringContaining('other.example') }]);
});

test('tokens that soon need a person are told too, and so is a night on which the server could not be asked', async () => {
  const github = await startGitHub();
  const hosting = await openHosting(github);
  hosting.commit({ 'customers/alpha.yaml': customerFile('Alpha') });
  hosting.push();
  expect((await hosting.sparkform('apply', '--auto-approve')).status).toBe(0);
  const [{ pkid } = { pkid: '' }] = hosting.sandbox.state.named('Alpha');
  const soon = new Date(Date.now() + 5 * 86_400_000).toISOString();
  hosting.sandbox.state.change(pkid, { access_token_expires: soon, refresh_token_expires: soon });
  expect(failures(await hosting.run('drift', 'schedule'))).toEqual({ 'Look for drift': 2 });
  expect(github.issues.map(({ body }) => body)).toEqual([expect.stringContaining('Alpha')]);

  hosting.sandbox.setFaults([{ match: { method: 'GET' }, kind: 'html' }]);
  expect(failures(await hosting.run('drift', 'schedule'))).toEqual({ 'Look for drift': 1 });
  expect(github.issues.map(({ state }) => state)).toEqual(['open']);
});
