import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { breakLease, LeaseTaken, leaseDuration, leaseRef, takeLease } from '../../src/apply/lease.ts';
import { openRepository as openSource, type Repository } from '../../src/sources/git.ts';
import { openRepository } from '../support/lab.ts';

const now = Date.UTC(2026, 10, 24, 12);

async function source(folder: string): Promise<Repository> {
  const opened = await openSource(folder);
  if (opened === null) throw new Error('no repository');
  return opened;
}

/** Two clones of one remote, as two runners have them. */
async function twoClones() {
  const here = openRepository();
  here.commit({ 'a.txt': 'a' });
  here.git('push', '--quiet', 'origin', 'main');
  const there = path.join(here.folder, 'there');
  execFileSync('git', ['clone', '--quiet', path.join(here.folder, 'remote.git'), there], { stdio: 'pipe' });
  return { here, left: await source(here.path), right: await source(there) };
}

describe.each(['with a remote', 'without a remote'])('a lease %s', (where) => {
  async function two() {
    const { here, left, right } = await twoClones();
    if (where === 'with a remote') return { here, left, right };
    here.git('remote', 'remove', 'origin');
    return { here, left, right: await source(here.path) };
  }

  test('is held by one at a time, and is free again when it is given back', async () => {
    const { left, right } = await two();
    const lease = await takeLease(left, 'prod', 'run 1', now);
    const refused = await takeLease(right, 'prod', 'run 2', now + 1000).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LeaseTaken);
    expect(refused).toMatchObject({ holder: { run: 'run 1', until: '2026-11-24T12:05:00.000Z' } });
    await lease.release();
    expect((await takeLease(right, 'prod', 'run 2', now + 2000)).tookOver).toBeNull();
  });

  test('lasts as long as it is renewed, and is taken over when it ran out', async () => {
    const { left, right } = await two();
    const lease = await takeLease(left, 'prod', 'run 1', now);
    await lease.renew(now + leaseDuration - 1);
    await expect(takeLease(right, 'prod', 'run 2', now + leaseDuration + 1)).rejects.toThrow(LeaseTaken);
    const later = now + 3 * leaseDuration;
    const taken = await takeLease(right, 'prod', 'run 2', later);
    expect(taken.tookOver?.run).toBe('run 1');
    // The first one learns of it, and does not give back what is no longer its own.
    await expect(lease.renew(later)).rejects.toThrow(LeaseTaken);
    await expect(lease.release()).rejects.toThrow();
    await expect(takeLease(left, 'prod', 'run 3', later + 1)).rejects.toMatchObject({ holder: { run: 'run 2' } });
  });

  test('is of one environment', async () => {
    const { left, right } = await two();
    await takeLease(left, 'prod', 'run 1', now);
    await expect(takeLease(right, 'lab', 'run 2', now)).resolves.toBeDefined();
  });

  test('can be broken by hand', async () => {
    const { left, right } = await two();
    expect(await breakLease(right, 'prod')).toBeNull();
    await takeLease(left, 'prod', 'run 1', now);
    expect(await breakLease(right, 'prod')).toMatchObject({ holder: { run: 'run 1' } });
    await expect(takeLease(right, 'prod', 'run 2', now)).resolves.toBeDefined();
  });
});

test('of two that reach for it at the same moment exactly one gets it', async () => {
  const { left, right } = await twoClones();
  const both = await Promise.allSettled([
    takeLease(left, 'prod', 'run 1', now),
    takeLease(right, 'prod', 'run 2', now + 1),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('what was put on the ref by something else is held until a person breaks it', async () => {
  const { here, left } = await twoClones();
  here.git('push', '--quiet', 'origin', `HEAD:${leaseRef('prod')}`);
  await expect(takeLease(left, 'prod', 'run 1', now)).rejects.toMatchObject({ holder: null });
});

test('leaves no ref behind but its own', async () => {
  const { here, left } = await twoClones();
  await (await takeLease(left, 'prod', 'run 1', now)).release();
  expect(here.git('for-each-ref', '--format=%(refname)', 'refs/sparkform')).toBe('');
  expect(here.git('ls-remote', 'origin', 'refs/sparkform/*')).toBe('');
});
