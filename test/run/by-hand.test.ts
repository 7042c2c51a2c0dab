import { expect, test } from 'vitest';
import { takeLease } from '../../src/apply/lease.ts';
import { openRepository } from '../../src/sources/git.ts';
import { runHere } from '../support/in-process.ts';
import { customerFile, openLab } from '../support/lab.ts';

/** A repository that Adatum and Proseware were applied from; Adatum is protected. */
async function openApplied() {
  const lab = await openLab();
  lab.commit({
    'customers/north/adatum.yaml': customerFile('Adatum', ['lifecycle: { protect: true }'], 'sys.hcs.Northwind.Adatum'),
    'customers/south/proseware.yaml': customerFile('Proseware', [], 'sys.hcs.Contoso.Proseware'),
  });
  const run = (...words: readonly string[]) => runHere(lab, words);
  expect((await run('apply', '--auto-approve', '--allow', 'adopts-customer')).status).toBe(0);
  return { lab, run, sandbox: lab.sandbox };
}

test('in a repository: files name customers, protect holds, the lease is taken, and the next plan shows what was done by hand', async () => {
  const { lab, run, sandbox } = await openApplied();
  const started = () =>
    sandbox.state.customers.filter((one) => one.started.sync_users > 0).map(({ data }) => data.name);

  const synced = await run('action', 'sync-users', 'customers/north/**', '--auto-approve');
  expect([synced.status, started()]).toEqual([0, ['Adatum']]);
  expect(synced.stdout).toContain('customers/north/adatum.yaml');

  const refused = await run('api', 'delete', 'Adatum', 'City Power', '--auto-approve');
  expect([refused.status, refused.stderr]).toEqual([
    4,
    expect.stringMatching(/^.*\[protected-customer\] Adatum was last applied(?!.*City Power)/s),
  ]);
  expect(sandbox.state.customers).toHaveLength(12);

  const target = 'sys.hcs.Contoso.Acme';
  const moved = await run('api', 'move', 'Proseware', '--to', target, '--auto-approve');
  expect([moved.status, moved.stdout]).toEqual([
    0,
    expect.stringMatching(/\[managed-customer\] Proseware is declared in/),
  ]);
  expect(sandbox.state.named('Proseware')[0]?.hierarchy).toBe(target);
  expect((await run('plan')).stdout).toMatch(
    /-> +hierarchy +sys\.hcs\.Contoso\.Acme -> sys\.hcs\.Contoso\.Proseware +drift/,
  );

  const repository = await openRepository(lab.path);
  if (repository === null) throw new Error('the lab is a repository');
  const lease = await takeLease(repository, 'default', 'somebody else', Date.now());
  const writes = lab.writes();
  const leased = await run('action', 'sync-users', 'Adatum', '--auto-approve');
  expect([leased.status, leased.stderr, lab.writes()]).toEqual([4, expect.stringContaining('[leased]'), writes]);
  await lease.release();
  expect((await run('action', 'sync-users', 'Adatum', '--auto-approve')).status).toBe(0);
  expect(lab.git('for-each-ref', '--format=%(refname)', 'refs/sparkform/default/lease')).toBe('');
});

test('a token that tells no date is refreshed, as it is there', async () => {
  const { run, sandbox } = await openApplied();
  const [adatum] = sandbox.state.named('Adatum');
  if (adatum === undefined) throw new Error('the sandbox has Adatum');
  sandbox.state.put({ ...adatum, data: { ...adatum.data, access_token_expires: '' } });
  const { status, stdout } = await run('action', 'refresh-access-token', 'Adatum', '--auto-approve');
  expect([status, stdout]).toEqual([0, expect.stringContaining('when the access token expires is not told')]);
});
