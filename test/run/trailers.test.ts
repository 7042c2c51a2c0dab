import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { permittedBy } from '../../src/run/permits.ts';
import { openRepository as openSource } from '../../src/sources/git.ts';
import { runHere } from '../support/in-process.ts';
import { customerFile, type Lab, openLab, openRepository } from '../support/lab.ts';

const names = ['Alpha', 'Bravo', 'Charlie'];
const seed = {
  nodes: [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
    ...names.map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' })),
  ],
  customers: [],
};
const fileName = (name: string) => `customers/${name.toLowerCase()}.yaml`;
const files = Object.fromEntries(
  names.map((name) => [fileName(name), customerFile(name, ['  email_domain: one.example'])]),
);

/** Three customers that are applied. */
async function openApplied(): Promise<Lab> {
  const lab = await openLab({ seed });
  lab.commit(files);
  expect((await runHere(lab, ['apply', '--auto-approve'])).status).toBe(0);
  return lab;
}

async function apply(lab: Lab): Promise<number> {
  return (await runHere(lab, ['apply', '--auto-approve'])).status;
}

/** The hazards of the plan that are held, and those that are allowed with the short commit, by customer. */
async function planned(lab: Lab) {
  const plan = JSON.parse((await runHere(lab, ['plan', '--format', 'json'])).stdout);
  const held = plan.customers.flatMap((one: { held: string[]; name: string }) =>
    one.held.map((hazard) => `${one.name} ${hazard}`),
  );
  const allowed = plan.customers.flatMap((one: { allowed: { hazard: string; commit: string }[]; name: string }) =>
    one.allowed.map(({ hazard, commit }) => `${one.name} ${hazard} ${commit}`),
  );
  return { held, allowed, codes: plan.diagnostics.map((one: { code: string }) => one.code), plan };
}

function edit(lab: Lab, name: string, changes: Readonly<Record<string, string>>): void {
  const [record] = lab.sandbox.state.named(name);
  lab.sandbox.state.change(record?.pkid ?? '', changes);
}

const alive = (lab: Lab) => names.filter((name) => lab.sandbox.state.named(name).length > 0);

test('a trailer lets through what its own commit touches, is told in the plan, and is used up by the apply', async () => {
  const lab = await openApplied();
  lab.commit({ [fileName('Alpha')]: null }, 'Alpha left\n\nSparkform-Allow: deletes-customer');
  const allowing = lab.git('rev-parse', 'HEAD');
  lab.commit({ [fileName('Bravo')]: null }, 'Bravo left\n\nSparkform-Max-Deletes: 5');
  const text = (await runHere(lab, ['plan'])).stdout;
  expect(text).toContain(`allowed: deletes-customer (commit ${allowing.slice(0, 10)})`);
  expect(text).toContain('--allow deletes-customer, or with this trailer in the commit that removes the file:');
  expect(await planned(lab)).toMatchObject({
    held: ['Bravo deletes-customer'],
    allowed: [`Alpha deletes-customer ${allowing}`],
  });
  expect([await apply(lab), alive(lab)]).toEqual([4, ['Bravo', 'Charlie']]);

  // The file comes back and goes again: the old permission was for the first time.
  lab.commit({
    [fileName('Alpha')]: files[fileName('Alpha')] ?? '',
    [fileName('Bravo')]: files[fileName('Bravo')] ?? '',
  });
  expect([await apply(lab), alive(lab)]).toEqual([0, names]);
  lab.commit({ [fileName('Alpha')]: null });
  expect([await apply(lab), alive(lab)]).toEqual([4, names]);
});

test('a permission is not used up by an apply that failed, nor by one that was asked for others', async () => {
  const lab = await openApplied();
  lab.commit({ [fileName('Alpha')]: null }, 'Alpha left\n\nSparkform-Allow: deletes-customer');
  expect((await runHere(lab, ['apply', '--auto-approve', '--only', '*bravo*'])).status).toBe(0);
  lab.sandbox.setFaults([{ match: { method: 'DELETE' }, kind: 'fail-transaction' }]);
  expect(await apply(lab)).toBe(3);
  lab.sandbox.setFaults([]);
  expect([await apply(lab), alive(lab)]).toEqual([0, ['Bravo', 'Charlie']]);
});

test('deletes up to the number of a commit are let through', async () => {
  const lab = await openApplied();
  lab.commit({ [fileName('Alpha')]: null, [fileName('Bravo')]: null }, 'Both\n\nSparkform-Allow: deletes-customer');
  expect((await planned(lab)).plan.refusals).toMatchObject([{ code: 'too-many-deletes' }]);
  lab.commit({}, 'It is meant\n\nSparkform-Max-Deletes: 2');
  expect([await apply(lab), alive(lab)]).toEqual([0, ['Charlie']]);
});

test('drift is let through by a commit that moves the file, or touches the defaults above it', async () => {
  const lab = await openApplied();
  for (const name of names) edit(lab, name, { email_domain: 'theirs.example' });
  const trailer = '\n\nSparkform-Allow: adopts-customer, overwrites-drift';
  lab.git('mv', fileName('Alpha'), 'customers/a.yaml');
  lab.commit({}, `Shorter${trailer}`);
  const moving = lab.git('rev-parse', 'HEAD');
  expect(await planned(lab)).toMatchObject({
    held: ['Bravo overwrites-drift', 'Charlie overwrites-drift'],
    allowed: [`Alpha overwrites-drift ${moving}`],
  });
  lab.commit({ 'customers/_defaults.yaml': 'lifecycle: { protect: false }\n' }, `All of them${trailer}`);
  expect((await planned(lab)).held).toEqual([]);
});

test('only commits count, and an unknown hazard is told', async () => {
  const lab = await openApplied();
  lab.commit(
    { [fileName('Alpha')]: null },
    'Alpha left\n\nSparkform-Allow: delete-customer\nSparkform-Max-Deletes: many',
  );
  lab.write({ [fileName('Bravo')]: null });
  const { held, codes } = await planned(lab);
  expect(held).toEqual(['Alpha deletes-customer', 'Bravo deletes-customer']);
  expect(codes).toEqual(['unknown-hazard', 'bad-max-deletes']);
});

test('a shallow clone permits nothing, and says so', async () => {
  const lab = await openApplied();
  lab.commit({ 'README.md': 'x' });
  lab.commit({ [fileName('Alpha')]: null }, 'Alpha left\n\nSparkform-Allow: deletes-customer');
  lab.git('push', '--quiet', 'origin', 'HEAD:refs/heads/main');
  const shallow = path.join(lab.folder, 'shallow');
  lab.git('clone', '--quiet', '--depth', '1', '--branch', 'main', `file://${lab.folder}/remote.git`, shallow);
  const clone = { ...lab, path: shallow };
  expect(await planned(clone)).toMatchObject({ held: ['Alpha deletes-customer'], codes: ['trailers-not-read'] });
  // What was applied last may be there without the commits in between.
  lab.git('push', '--quiet', 'origin', 'HEAD~2:refs/heads/before');
  lab.git('-C', shallow, 'fetch', '--quiet', '--depth', '1', 'origin', 'before');
  expect(await planned(clone)).toMatchObject({ held: ['Alpha deletes-customer'], codes: ['trailers-not-read'] });
  lab.git('-C', shallow, 'fetch', '--quiet', '--unshallow', 'origin');
  expect(await planned(clone)).toMatchObject({ held: [], codes: [] });
});

describe('what is read from git', () => {
  const trailersOf = async (folder: string, after: string | null) => {
    const source = await openSource(folder);
    return source?.trailers(after, (await source.head()) ?? '');
  };

  test('names that mean to be something else, merges, and whatever a person set up', async () => {
    const repository = openRepository();
    const { git, commit } = repository;
    const hash = 'a'.repeat(40);
    for (const [name, value] of [
      ['log.showSignature', 'true'],
      ['log.showRoot', 'false'],
      ['diff.renames', 'copies'],
      ['diff.relative', 'true'],
      ['core.quotePath', 'true'],
      ['color.ui', 'always'],
      ['log.diffMerges', 'separate'],
      ['grep.patternType', 'fixed'],
      ['format.pretty', 'fuller'],
    ] as const) {
      git('config', name, value);
    }
    const odd = ['customers/ä "b"\n\tc.yaml', '\nd', hash];
    commit(Object.fromEntries(odd.map((name) => [name, name])), 'Root\n\nSparkform-Allow: a\nsparkform-allow: b,\n c');
    const root = git('rev-parse', 'HEAD');
    commit({}, `Empty\n\nSparkform-Max-Deletes: ${hash}`);
    commit({ 'customers/x.yaml': 'x' }, 'Sparkform-Allow: in-the-subject\n\nNothing: here');
    git('checkout', '--quiet', '-b', 'side');
    commit({ 'customers/side.yaml': 'x' }, 'No trailer');
    git('checkout', '--quiet', 'main');
    commit({ 'customers/main.yaml': 'x' });
    git('merge', '--quiet', '--no-ff', 'side', '--message', 'Merge\n\nSparkform-Allow: m');
    git('mv', 'customers/x.yaml', 'customers/y.yaml');
    commit({}, 'Move\n\nSparkform-Allow: r');
    const read = await trailersOf(repository.path, null);
    expect(read?.complete).toBe(true);
    const shown = read?.commits.map(({ allow, maxDeletes, paths }) => [allow, maxDeletes, [...paths].sort()]);
    expect(shown).toEqual([
      ['r', '', ['customers/x.yaml', 'customers/y.yaml']],
      ['m', '', ['customers/side.yaml']],
      ['', hash, []],
      ['a,b, c', '', [...odd].sort()],
    ]);
    expect((await trailersOf(repository.path, root))?.commits).toHaveLength(3);
  });

  test('permissions are for the files of their commit, and the largest number counts', () => {
    const commit = { commit: 'c'.repeat(40), allow: '', maxDeletes: '', paths: ['a', 'b'] };
    const { permits, maxDeletes, diagnostics } = permittedBy([
      { ...commit, allow: ' deletes-customer ,, nonsense', maxDeletes: '3' },
      { ...commit, commit: 'd'.repeat(40), maxDeletes: '12,x', paths: [] },
    ]);
    expect(permits).toEqual(['a', 'b'].map((file) => ({ hazard: 'deletes-customer', commit: commit.commit, file })));
    expect(maxDeletes).toBe(12);
    expect(diagnostics.map((one) => one.message)).toEqual([
      expect.stringContaining('Commit cccccccccccc has the trailer "Sparkform-Allow: nonsense"'),
      expect.stringContaining('Commit dddddddddddd has the trailer "Sparkform-Max-Deletes: x"'),
    ]);
  });
});

test('before anything was applied every commit counts', async () => {
  const lab = await openLab({
    seed: { ...seed, customers: [{ hierarchy: 'sys.hcs.Alpha', data: { name: 'Alpha', email_domain: 'x.example' } }] },
  });
  lab.commit(files, 'First\n\nSparkform-Allow: adopts-customer');
  lab.commit({ 'README.md': 'x' });
  expect([await apply(lab), lab.sandbox.state.named('Alpha')[0]?.data['email_domain']]).toEqual([0, 'one.example']);
});
