import { appliedRef } from '../apply/applied-ref.ts';
import { type Holder, readLease } from '../apply/lease.ts';
import type { Check } from '../model/doctor.ts';
import type { Repository } from '../sources/git.ts';
import { failed, ok, skipped, warning } from './check.ts';

/** The lines for a folder in no repository. */
export function noRepository(found: string, advice: string): readonly Check[] {
  const rest = ['git remote', 'applied state', 'lease'].map((name) => skipped(name, 'there is no repository'));
  return [failed('git repository', found, advice), ...rest];
}

/**
 * The repository, its remote, the applied state and the lease of an environment; only the objects of the lease are fetched.
 * `words` makes one line of what git said when it failed; `now` is milliseconds since 1970.
 */
export async function checkGit(
  repository: Repository,
  env: string,
  now: number,
  words: (error: unknown) => string,
): Promise<readonly Check[]> {
  const found = ok('git repository', repository.top);
  try {
    const remote = await repository.remote();
    const theirs = remote === null ? null : await repository.remoteCommit(appliedRef(env));
    const ours = await repository.resolve(appliedRef(env));
    const lease = await readLease(repository, env);
    return [found, checkRemote(remote), checkApplied(env, ours, theirs, remote), checkLease(lease, env, now)];
  } catch (error) {
    const advice = 'Check with git ls-remote: what was applied is kept there.';
    const rest = ['applied state', 'lease'].map((name) => skipped(name, 'the remote cannot be asked'));
    return [found, failed('git remote', `cannot be asked: ${words(error)}`, advice), ...rest];
  }
}

function checkRemote(remote: string | null): Check {
  if (remote !== null) return ok('git remote', `${remote} answers`);
  const advice = 'Fine for one machine; where several apply, add the remote that they share as origin.';
  return warning(
    'git remote',
    'there is none (or several, and none is called origin), so that state stays here',
    advice,
  );
}

function checkApplied(env: string, ours: string | null, theirs: string | null, remote: string | null): Check {
  const ref = appliedRef(env);
  if (remote !== null && theirs === null && ours !== null) {
    const advice = 'The next apply pushes it; if nobody expected that, see git log of the ref.';
    return warning('applied state', `${ref} is here (${ours.slice(0, 10)}), and not on the remote`, advice);
  }
  const commit = theirs ?? ours;
  return ok(
    'applied state',
    commit === null ? `nothing was ever applied to ${env}` : `${ref} at ${commit.slice(0, 10)}`,
  );
}

function checkLease(lease: { readonly holder: Holder | null } | null, env: string, now: number): Check {
  if (lease === null) return ok('lease', 'nobody holds it');
  const advice = `If no apply is running: sparkform unlock --env ${env}`;
  if (lease.holder === null) return warning('lease', 'held, and who holds it cannot be read', advice);
  const { run, since, until } = lease.holder;
  if (Date.parse(until) > now) return warning('lease', `held by ${run} since ${since}, until ${until}`, advice);
  return ok('lease', `held by ${run} until ${until}, which has passed: the next apply takes it over`);
}
