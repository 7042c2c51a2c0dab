import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takeLease } from '../../src/apply/lease.ts';
import type { Io } from '../../src/run/io.ts';
import { openRepository } from '../../src/sources/git.ts';
import { runHere } from '../support/in-process.ts';
import { customerFile, type Lab, openLab, top } from '../support/lab.ts';
import { askDoctor, openUnknown } from './probing.ts';

const words = ['doctor', '--rate', '1000'];

/** The lines of a run by name: `status: found`. */
async function linesOf(lab: Lab, more: readonly string[] = [], io: Partial<Io> = {}) {
  const { status, checks } = await askDoctor(lab, [...words, ...more], io);
  return { status, lines: Object.fromEntries(checks.map((one) => [one.name, `${one.status}: ${one.found}`])), checks };
}

test('a lab where everything is right has nothing that failed, and nothing was written', async () => {
  const lab = await openLab();
  lab.commit({ 'customers/a.yaml': customerFile('Adatum') });
  const { status, checks, lines } = await linesOf(lab);
  expect([status, lab.writes()]).toEqual([0, 0]);
  expect(checks.filter((one) => !['ok', 'skipped'].includes(one.status))).toEqual([]);
  expect(lines).toMatchObject({
    schema: 'ok: as known, schema_version 1.2.7',
    'git remote': 'ok: origin answers',
    'applied state': 'ok: nothing was ever applied to default',
    lease: 'ok: nobody holds it',
  });
  const text = await runHere(lab, words);
  expect([text.status, text.stdout]).toEqual([0, expect.stringMatching(/\nDoctor: \d+ ok, 0 failed, /)]);
});

test.each([
  ['VOSS_PASSWORD is wrong', { VOSS_PASSWORD: 'wrong' }, 'credentials', /does not accept the user name and password/],
  ['the port is closed', { VOSS_URL: 'http://127.0.0.1:9' }, 'connection', /no connection \(ECONNREFUSED\)/],
  ['the hierarchy does not exist', { VOSS_HIERARCHY: 'sys.nowhere' }, 'hierarchy', /sys\.nowhere does not exist/],
  ['a variable is missing', { VOSS_USERNAME: '' }, 'variables', /VOSS_USERNAME is not set/],
  ['the profile is missing', { SPARKFORM_PROFILE: 'none.json' }, 'profile', /none\.json: .*cannot be read/],
] as const)('where %s, that line fails and the rest is told', async (_, env, name, found) => {
  const lab = await openLab();
  Object.assign(lab.env, env);
  const { status, lines, checks } = await linesOf(lab);
  expect([status, lines[name]]).toEqual([1, expect.stringMatching(found)]);
  expect(lines[name]).toMatch(/^failed/);
  expect(checks.find((one) => one.name === name)?.advice).not.toBe('');
  expect(lines['git remote']).toBe('ok: origin answers');
  expect(lines['clock']).toBeDefined();
});

test.each([
  ['nodes', /HierarchyNode/],
  ['customers', /SparkCustomer/],
  ['transactions', /Transaction/],
] as const)('a user who may not list %s', async (collection, at) => {
  const lab = await openLab({ faults: [{ match: { path: at }, kind: 'echo' }] });
  const { status, lines } = await linesOf(lab);
  expect([status, lines[`list ${collection}`]]).toEqual([1, expect.stringMatching(/^failed: .*status 400/)]);
  expect(lines['credentials']).toMatch(/^ok/);
});

test('a clock that is off by more than a minute, either way', async () => {
  const lab = await openLab();
  const off = (seconds: number) => ({ now: () => Date.now() + seconds * 1000 });
  expect((await linesOf(lab, [], off(90))).lines['clock']).toMatch(
    /^warning: this machine is (89|9[01]) seconds ahead/,
  );
  expect((await linesOf(lab, [], off(-90))).lines['clock']).toMatch(/^warning: .* (89|9[0-2]) seconds behind/);
  expect((await linesOf(lab, [], off(50))).lines['clock']).toMatch(/^ok/);
});

test('a throttle below the rate is met politely', async () => {
  const lab = await openLab({ requestsPerSecond: 8 });
  const { status, lines } = await linesOf(lab);
  expect([status, lines['throttle']]).toEqual([0, expect.stringMatching(/^warning: \d+ answers of 429/)]);
  expect((await linesOf(await openLab({ requestsPerSecond: 20 }), ['--rate', '10'])).lines['throttle']).toMatch(/^ok/);
});

test('what an unknown profile costs, with the command that finds out', async () => {
  const lab = await openUnknown();
  const { status, lines, checks } = await linesOf(lab);
  expect([status, lines['profile: omittedSecrets']]).toEqual([0, expect.stringContaining('may-clear-secrets')]);
  expect(checks.find(({ name }) => name === 'profile')?.advice).toContain('sparkform doctor --probe HIERARCHY');
  lab.write({ 'schemas/profiles/default.json': readFileSync(path.join(top, 'schemas/profiles/sandbox.json'), 'utf8') });
  expect((await linesOf(lab)).lines['profile']).toBe('ok: schemas/profiles/default.json');
});

test('who holds the lease, what was applied, and a remote that is away', async () => {
  const lab = await openLab();
  lab.commit({ 'customers/a.yaml': customerFile('Adatum') });
  const repository = await openRepository(lab.path);
  if (repository === null) throw new Error('no repository');
  await takeLease(repository, 'default', 'run 7', Date.now());
  const held = await linesOf(lab);
  expect([held.status, held.lines['lease']]).toEqual([0, expect.stringMatching(/^warning: held by run 7 since/)]);
  const later = await linesOf(lab, [], { now: () => Date.now() + 3_600_000 });
  expect(later.lines['lease']).toMatch(/^ok: held by run 7 until .* has passed/);

  lab.git('update-ref', 'refs/sparkform/default/applied', 'HEAD');
  expect((await linesOf(lab)).lines['applied state']).toMatch(/^warning: .*not on the remote/);
  lab.git('push', '--quiet', 'origin', 'refs/sparkform/default/applied');
  expect((await linesOf(lab)).lines['applied state']).toMatch(/^ok: refs\/sparkform\/default\/applied at/);

  lab.git('remote', 'set-url', 'origin', 'https://user:pass-word@127.0.0.1:9/away.git');
  const away = await linesOf(lab);
  expect([away.status, away.lines['git remote']]).toEqual([1, expect.stringMatching(/^failed: cannot be asked/)]);
  expect(JSON.stringify(away.lines)).not.toContain('pass-word');
  lab.git('remote', 'remove', 'origin');
  expect((await linesOf(lab)).lines['git remote']).toMatch(/^warning: there is none/);
});

test('outside of a repository', async () => {
  const lab = await openLab();
  mkdirSync(path.join(lab.folder, 'elsewhere'));
  const { status, lines } = await linesOf({ ...lab, path: path.join(lab.folder, 'elsewhere') });
  expect([status, lines['git repository'], lines['lease']]).toEqual([
    1,
    expect.stringMatching(/^failed: This folder is in no git repository/),
    'skipped: there is no repository',
  ]);
});

test('a certificate that is not trusted, and VOSS_CA_FILE that says so', async () => {
  const lab = await openLab();
  const file = (name: string) => path.join(lab.folder, name);
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2', '-nodes'];
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', ...subject];
  execFileSync('openssl', ['req', ...made, '-keyout', file('key.pem'), '-out', file('cert.pem')], { stdio: 'ignore' });
  const keys = { key: readFileSync(file('key.pem')), cert: readFileSync(file('cert.pem')) };
  const front = createServer(keys, async (request, response) => {
    const authorization = request.headers.authorization ?? '';
    const answer = await fetch(`${lab.sandbox.url}${request.url}`, { headers: { authorization } });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    front.close();
    front.closeAllConnections();
  });
  const address = front.address();
  lab.env['VOSS_URL'] = `https://localhost:${typeof address === 'object' ? address?.port : 0}`;
  const untrusted = await linesOf(lab);
  expect([untrusted.status, untrusted.lines['TLS']]).toEqual([1, expect.stringMatching(/^failed: .*not trusted/)]);
  expect(untrusted.checks.find(({ name }) => name === 'TLS')?.advice).toContain('VOSS_CA_FILE');
  lab.env['VOSS_CA_FILE'] = file('cert.pem');
  expect((await linesOf(lab)).lines).toMatchObject({ TLS: 'ok: the certificate is trusted through VOSS_CA_FILE' });
});

test('the report goes to a file, and one that cannot be written is told', async () => {
  const lab = await openLab();
  const written = await runHere(lab, [...words, '--output', 'doctor.txt']);
  expect([written.status, written.stdout]).toEqual([0, '']);
  expect(readFileSync(path.join(lab.path, 'doctor.txt'), 'utf8')).toContain('Doctor: ');
  writeFileSync(path.join(lab.path, 'file'), '');
  expect((await runHere(lab, [...words, '--output', 'file/doctor.txt'])).status).toBe(1);
});
