import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { estate } from '../../src/sandbox/seed.ts';
import { runHere } from '../support/in-process.ts';
import { customerFile, type Lab, openLab, type Run } from '../support/lab.ts';

const names = ['Alpha', 'Bravo', 'Charlie', 'Delta'];
const seed = {
  nodes: [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
    ...names.map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' })),
    { path: 'sys.hcs.Elsewhere', type: 'Customer' },
  ],
  customers: [],
};

const ref = 'refs/sparkform/default/applied';
const apply = ['apply', '--auto-approve', '--rate', '1000', '--max-change-percent', '100'];
const plan = ['plan', '--rate', '1000'];

function files(domain: string, which = names): Readonly<Record<string, string>> {
  return Object.fromEntries(
    which.map((name) => [`customers/${name.toLowerCase()}.yaml`, customerFile(name, [`  email_domain: ${domain}`])]),
  );
}

/** A lab to which the files of `one.example` were applied. */
async function appliedLab(which = names): Promise<Lab> {
  const lab = await openLab({ seed });
  lab.commit(files('one.example', which));
  expect(statusAndErrors(await runHere(lab, apply))).toEqual([0, '']);
  return lab;
}

function statusAndErrors({ status, stderr }: Run): readonly [number, string] {
  return [status, stderr];
}

/** What a plan decides, and where it was made. */
async function planJson(lab: Pick<Lab, 'path' | 'env'>, ...words: readonly string[]) {
  const { status, stdout, stderr } = await runHere(lab, [...plan, ...words, '--format', 'json']);
  expect([status, stderr]).toEqual([0, '']);
  const { desired, applied, summary, customers, diagnostics } = JSON.parse(stdout);
  const decisions = Object.fromEntries(
    customers.map((one: { readonly name: string; readonly decision: string }) => [one.name, one.decision]),
  );
  return { desired, applied, summary, decisions, diagnostics };
}

/** Another clone of the remote, in which the same variables hold. */
function cloneOf(lab: Lab, name: string, ...flags: readonly string[]): Pick<Lab, 'path' | 'env' | 'git'> {
  const remote = `file://${path.join(lab.folder, 'remote.git')}`;
  lab.git('push', '--quiet', 'origin', 'HEAD:refs/heads/main');
  const clone = path.join(lab.folder, name);
  lab.git('clone', '--quiet', '--branch', 'main', ...flags, remote, clone);
  return { path: clone, env: lab.env, git: (...words) => lab.git('-C', clone, ...words) };
}

const knownReads = [
  /^\/api\/data\/HierarchyNode\/\?/,
  /^\/api\/relation\/SparkCustomer\/\?/,
  /^\/api\/relation\/SparkCustomer\/[0-9a-f]{24}\?/,
  /^\/api\/relation\/SparkCustomer\/add\/\?/,
];

/** Requests that are no read of a known shape. */
function strangeRequests(lab: Lab): readonly string[] {
  return lab.sandbox.requests
    .filter(({ method, path: asked }) => method !== 'GET' || !knownReads.some((shape) => shape.test(asked)))
    .map(({ method, path: asked }) => `${method} ${asked}`);
}

describe('what a plan costs', () => {
  test('with 3000 customers: the pages of two lists, and one GET for each customer that its entry does not decide', async () => {
    const lab = await openLab({ seed: estate(3000, Date.now()) });
    const file = (number: number, lines: readonly string[]) => {
      const text = customerFile(`Customer0000${number}`, lines, `sys.hcs.Reseller001.Customer0000${number}`);
      return { [`customers/${number}.yaml`]: text };
    };
    lab.commit({
      // The entry of the list tells all that is declared.
      ...file(1, ['  email_domain: customer00001.example']),
      ...file(2, ['  email_domain: other.example']),
      ...file(3, ['  notes: not told by the list']),
      ...file(4, ['actions:', '  refresh_access_token: { within: 1d }']),
      ...file(6, ['  email_domain: customer00006.example']),
    });
    const pages = 2 + 2;
    // Not the second: this server keeps the secrets that an update leaves out, so there is nothing to find out.
    const whole = 2;
    const { status, stdout } = await runHere(lab, plan);
    expect([status, lab.sandbox.requests.length]).toEqual([0, pages + whole]);
    expect(stdout).toContain(`${pages + whole} requests read, 0 to write.`);
    expect(strangeRequests(lab)).toEqual([]);

    const before = lab.sandbox.requests.length;
    const { summary } = await planJson(lab, '--only', 'customers/{1,6}.yaml');
    expect([summary.requests.read, lab.sandbox.requests.length - before]).toEqual([pages, pages]);
  });

  test('where nothing shows that a type of node takes customers, one more for each such type', async () => {
    const lab = await openLab({ seed });
    lab.commit(files('one.example'));
    const { summary } = await planJson(lab);
    expect([summary.create, summary.requests.read, lab.sandbox.requests.length]).toEqual([4, 3, 3]);
    expect(strangeRequests(lab)).toEqual([]);
  });

  test('an apply adds what it reads to it, and counts its writes', async () => {
    const lab = await openLab({ seed });
    lab.commit(files('one.example'));
    const report = JSON.parse((await runHere(lab, [...apply, '--format', 'json'])).stdout);
    expect(report.requests.write).toBe(lab.writes());
    expect(report.requests.read + report.requests.write).toBe(lab.sandbox.requests.length);
  });
});

test('a plan of every kind of step only reads, in the few shapes that it needs', async () => {
  const lab = await appliedLab(['Alpha', 'Bravo', 'Charlie']);
  const before = lab.sandbox.requests.length;
  lab.commit({
    'customers/alpha.yaml': customerFile('Alpha', ['  email_domain: two.example']),
    'customers/bravo.yaml': customerFile('Bravo', ['  email_domain: one.example'], 'sys.hcs.Elsewhere'),
    'customers/charlie.yaml': null,
    'customers/delta.yaml': customerFile('Delta'),
  });
  const flags = ['--allow', 'deletes-customer', '--max-deletes', '4'];
  const { decisions } = await planJson(lab, ...flags);
  expect(decisions).toEqual({ Alpha: 'update', Bravo: 'move', Charlie: 'delete', Delta: 'create' });
  const sent = lab.sandbox.requests.slice(before);
  expect(sent.map(({ method }) => method).filter((method) => method !== 'GET')).toEqual([]);
  expect(sent.filter(({ path: asked }) => !knownReads.some((shape) => shape.test(asked)))).toEqual([]);
});

describe('what is planned', () => {
  test('the work tree, and it says so; apply takes what is committed', async () => {
    const lab = await appliedLab(['Alpha']);
    const head = lab.git('rev-parse', 'HEAD');
    expect(await planJson(lab)).toMatchObject({
      desired: { commit: head, dirty: false },
      decisions: { Alpha: 'keep' },
    });
    lab.write(files('two.example', ['Alpha', 'Bravo']));
    expect(await planJson(lab)).toMatchObject({
      desired: { commit: head, dirty: true },
      decisions: { Alpha: 'update', Bravo: 'create' },
    });
    expect((await runHere(lab, plan)).stdout).toContain(`declared in ${head.slice(0, 10)} with uncommitted changes`);
    expect((await runHere(lab, apply)).status).toBe(1);
  });

  test('with --only, what matches by file or by name, on either side', async () => {
    const lab = await appliedLab(['Alpha', 'Bravo']);
    lab.commit({ ...files('two.example', ['Alpha', 'Charlie']), 'customers/bravo.yaml': null });
    const only = async (glob: string) => (await planJson(lab, '--only', glob)).decisions;
    expect(await only('customers/a*.yaml')).toEqual({ Alpha: 'update' });
    expect(await only('{Charlie,Bravo}')).toEqual({ Bravo: 'delete', Charlie: 'create' });
    expect(await only('nothing')).toEqual({});
    expect((await runHere(lab, [...apply, '--only', 'Charlie'])).status).toBe(0);
    expect(names.map((name) => lab.sandbox.state.named(name)[0]?.data['email_domain'])).toEqual([
      'one.example',
      'one.example',
      'two.example',
      undefined,
    ]);
    // The others are still to do.
    expect(lab.git('diff', '--name-only', ref, 'HEAD', '--', 'customers').split('\n')).toHaveLength(2);
  });

  test('files with carriage returns and a byte order mark mean the same', async () => {
    const lab = await appliedLab(['Alpha']);
    const text = files('one.example', ['Alpha'])['customers/alpha.yaml'] ?? '';
    lab.commit({ 'customers/alpha.yaml': `\uFEFF${text.replaceAll('\n', '\r\n')}` });
    expect((await planJson(lab)).decisions).toEqual({ Alpha: 'keep' });
    const writes = lab.writes();
    expect(statusAndErrors(await runHere(lab, apply))).toEqual([0, '']);
    expect(lab.writes()).toBe(writes);
    expect(lab.git('diff', '--name-only', ref, 'HEAD', '--', 'customers')).toBe('');
  });

  test('the same twice gives the same bytes, on standard output and in a file', async () => {
    const lab = await appliedLab(['Alpha', 'Bravo']);
    lab.commit({ ...files('two.example', ['Alpha', 'Charlie', 'Delta']), 'customers/bravo.yaml': null });
    for (const format of ['text', 'json']) {
      const first = await runHere(lab, [...plan, '--format', format]);
      expect(await runHere(lab, [...plan, '--format', format, '--concurrency', '1'])).toEqual(first);
      const file = path.join(lab.folder, `plan.${format}`);
      const written = await runHere(lab, [...plan, '--format', format, '--output', `../plan.${format}`]);
      expect(written).toEqual({ ...first, stdout: '' });
      expect(readFileSync(file, 'utf8')).toBe(first.stdout);
    }
  });

  test('before the first commit, the work tree; apply says what is missing', async () => {
    const lab = await openLab({ seed });
    lab.write(files('one.example', ['Alpha']));
    expect(await planJson(lab)).toMatchObject({
      desired: { commit: null, dirty: true },
      decisions: { Alpha: 'create' },
    });
    const { status, stderr } = await runHere(lab, apply);
    expect([status, stderr]).toEqual([1, expect.stringContaining('git commit')]);
  });
});

describe('where it is run', () => {
  test('from any folder of the repository, by the path of the customers folder', async () => {
    const lab = await appliedLab(['Alpha']);
    const deep = path.join(lab.path, 'docs/deep');
    mkdirSync(deep, { recursive: true });
    const here = await planJson(lab);
    const there = { path: deep, env: lab.env };
    expect(await planJson(there, '--customers', '../../customers')).toEqual(here);
    const { status, stderr } = await runHere(there, plan);
    expect([status, stderr]).toEqual([1, expect.stringContaining('--customers')]);
  });

  test('the profile of the environment is found from any folder too', async () => {
    const lab = await openLab({ seed });
    delete lab.env['SPARKFORM_PROFILE'];
    lab.env['WEBEX_A'] = 'a-token';
    const alpha = (domain: string) => {
      const text = customerFile('Alpha', [`  email_domain: ${domain}`, '  token: { env: WEBEX_A }']);
      return { 'customers/alpha.yaml': text };
    };
    const profile = '{ "secretsReadAs": "masked", "omittedSecrets": "kept" }';
    lab.commit({ ...alpha('one.example'), 'schemas/profiles/default.json': profile });
    expect((await runHere(lab, apply)).status).toBe(0);
    // Without the profile, an update of a customer that holds a token is a hazard.
    lab.commit(alpha('two.example'));
    const deep = path.join(lab.path, 'docs');
    mkdirSync(deep);
    const here = await planJson(lab);
    expect([here.summary.update, here.summary.held]).toEqual([1, 0]);
    expect(await planJson({ path: deep, env: lab.env }, '--customers', '../customers')).toEqual(here);
  });

  test('a customers folder below a folder of the repository, from that folder', async () => {
    const lab = await openLab({ seed });
    lab.commit({ 'voss/customers/alpha.yaml': customerFile('Alpha') });
    const below = { path: path.join(lab.path, 'voss'), env: lab.env };
    expect((await runHere(below, apply)).status).toBe(0);
    expect(lab.git('ls-tree', '-r', '--name-only', ref).split('\n')).toContain('voss/customers/alpha.yaml');
    expect((await planJson(below)).decisions).toEqual({ Alpha: 'keep' });
    expect((await planJson(lab, '--customers', 'voss/customers')).decisions).toEqual({ Alpha: 'keep' });
  });
});

describe('the applied state and the remote', () => {
  test('a fresh clone, and a shallow one, plan the same as the clone that applied', async () => {
    const lab = await appliedLab(['Alpha', 'Bravo']);
    lab.commit({ ...files('two.example', ['Alpha']), 'customers/bravo.yaml': null });
    const here = await planJson(lab);
    expect(here).toMatchObject({ decisions: { Alpha: 'update', Bravo: 'delete' } });
    expect(await planJson(cloneOf(lab, 'fresh'))).toEqual(here);
    // Only what the commits in between permit cannot be told there, and that is said.
    const unread = [expect.objectContaining({ severity: 'notice', code: 'trailers-not-read' })];
    expect(await planJson(cloneOf(lab, 'shallow', '--depth', '1'))).toEqual({ ...here, diagnostics: unread });
  });

  test('two clones apply in turn, each from what the other left', async () => {
    const lab = await appliedLab(['Alpha']);
    const other = cloneOf(lab, 'other', '--depth', '1');
    for (const [turn, clone] of [other, lab, other].entries()) {
      clone.git('pull', '--quiet', '--rebase', 'origin', 'main');
      const text = customerFile('Alpha', [`  email_domain: turn-${turn}.example`]);
      lab.write({ [path.relative(lab.path, path.join(clone.path, 'customers/alpha.yaml'))]: text });
      clone.git('commit', '--quiet', '--all', '--message', `turn ${turn}`);
      clone.git('push', '--quiet', 'origin', 'HEAD:refs/heads/main');
      expect(statusAndErrors(await runHere(clone, apply))).toEqual([0, '']);
      expect(lab.sandbox.state.named('Alpha')[0]?.data['email_domain']).toBe(`turn-${turn}.example`);
      expect(clone.git('ls-remote', 'origin', ref)).toContain(clone.git('rev-parse', ref));
    }
    expect(lab.git('-C', path.join(lab.folder, 'remote.git'), 'rev-list', '--count', ref)).toBe('4');
  });

  test('without a remote all is kept in the repository itself', async () => {
    const lab = await openLab({ seed });
    lab.git('remote', 'remove', 'origin');
    lab.commit(files('one.example', ['Alpha']));
    expect(statusAndErrors(await runHere(lab, apply))).toEqual([0, '']);
    expect((await planJson(lab)).applied.commit).toBe(lab.git('rev-parse', ref));
  });

  test('a remote that cannot be reached is a warning for plan, which may be old, and an error for apply', async () => {
    const lab = await appliedLab(['Alpha']);
    lab.git('remote', 'set-url', 'origin', 'https://robot:hunter2@p@127.0.0.1:1/customers.git');
    lab.commit(files('two.example', ['Alpha']));
    const before = lab.writes();
    const refused = await runHere(lab, apply);
    expect([refused.status, refused.stderr, lab.writes()]).toEqual([
      1,
      expect.stringContaining(`could not be asked for ${ref}: fatal: `),
      before,
    ]);
    const { status, stdout } = await runHere(lab, plan);
    expect([status, stdout]).toEqual([0, expect.stringContaining('warning [remote-unreachable]')]);
    expect(stdout).toContain('1 to update');
    expect(`${stdout}${refused.stderr}${refused.stdout}`).not.toMatch(/robot|hunter2|@p/);
  });

  test('a record that could not be pushed is pushed by the next run, which writes nothing else', async () => {
    const lab = await appliedLab(['Alpha']);
    lab.commit(files('two.example', ['Alpha']));
    const [remote, away] = ['remote.git', 'away.git'].map((name) => path.join(lab.folder, name));
    if (remote === undefined || away === undefined) throw new Error('no paths');
    const run = await interruptedBy(lab, () => renameSync(remote, away));
    expect([run.status, run.stderr]).toEqual([
      3,
      expect.stringMatching(/not-recorded.*does not appear to be a git repository/),
    ]);
    renameSync(away, remote);
    expect(lab.git('ls-remote', 'origin', ref)).not.toContain(lab.git('rev-parse', ref));

    const writes = lab.writes();
    expect(statusAndErrors(await runHere(lab, apply))).toEqual([0, '']);
    expect(lab.writes()).toBe(writes);
    expect(lab.git('ls-remote', 'origin', ref)).toContain(lab.git('rev-parse', ref));
    expect(lab.git('show', `${ref}:customers/alpha.yaml`)).toContain('two.example');
  });

  test('an applied ref that somebody else moved meanwhile is not overwritten; the next run settles it', async () => {
    const lab = await appliedLab(['Alpha']);
    lab.commit(files('two.example', ['Alpha', 'Bravo']));
    const remote = path.join(lab.folder, 'remote.git');
    const theirs = { commit: '' };
    const run = await interruptedBy(lab, () => {
      const old = lab.git('rev-parse', ref);
      theirs.commit = lab.git('commit-tree', `${old}^{tree}`, '-p', old, '-m', 'somebody else');
      lab.git('push', '--quiet', 'origin', `${theirs.commit}:${ref}`);
    });
    expect([run.status, run.stderr]).toEqual([3, expect.stringContaining('Somebody else may have applied')]);
    expect(run.stderr).toMatch(/not-recorded.*rejected/);
    expect(execFileSync('git', ['rev-parse', ref], { cwd: remote, encoding: 'utf8' }).trim()).toBe(theirs.commit);

    const writes = lab.writes();
    expect(statusAndErrors(await runHere(lab, apply))).toEqual([0, '']);
    expect(lab.writes()).toBe(writes);
    expect(lab.git('rev-parse', `${ref}^`)).toBe(theirs.commit);
    expect(lab.git('ls-remote', 'origin', ref)).toContain(lab.git('rev-parse', ref));
    expect(lab.git('diff', '--name-only', ref, 'HEAD', '--', 'customers')).toBe('');
  });
});

/** Applies, and does something as soon as the server has got a write: before that is verified and recorded. */
async function interruptedBy(lab: Lab, action: () => void): Promise<Run> {
  const before = lab.writes();
  const timer = setInterval(() => {
    if (lab.writes() === before) return;
    clearInterval(timer);
    action();
  }, 1);
  return runHere(lab, apply).finally(() => clearInterval(timer));
}

test('what earlier runs found files to say is kept beside the repository, and changes no plan', async () => {
  const lab = await openLab();
  const all = Array.from({ length: 120 }, (_, number) => [
    `customers/c${number}.yaml`,
    customerFile(`C${number}`, [], 'sys.hcs.Contoso.Acme'),
  ]);
  lab.commit(Object.fromEntries(all));
  const cache = path.join(lab.path, '.git/sparkform/customers.json');
  const planned = async () => (await runHere(lab, ['plan', '--format', 'json'])).stdout;
  const first = await planned();
  expect(existsSync(cache)).toBe(true);
  expect(await planned()).toBe(first);
  lab.write({
    'customers/c7.yaml': customerFile('Other', [], 'sys.hcs.Contoso.Acme'),
    'customers/c8.yaml': 'customer: [',
    'customers/c9.yaml': null,
    'customers/x/c10.yaml': customerFile('C10', [], 'sys.hcs.Contoso.Acme'),
  });
  const validated = async () => (await runHere(lab, ['validate', '--format', 'json'])).stdout;
  const withCache = [await planned(), await validated()];
  rmSync(cache);
  expect([await planned(), await validated()]).toEqual(withCache);
  writeFileSync(cache, '{"decoder":1');
  expect([await planned(), await validated()]).toEqual(withCache);
});
