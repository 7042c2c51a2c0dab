import { Buffer } from 'node:buffer';
import { openGit, type Repository } from '../sources/git.ts';
import { writeCommit } from './write-commit.ts';

/** Who may write to an environment just now, and until when unless it is renewed. */
export interface Holder {
  /** The run, as people find it: the address of a workflow run, or user, host and process. */
  readonly run: string;
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
}

/** A lease that is held. */
export interface Lease {
  /** The holder whose lease had run out and was taken over. */
  readonly tookOver: Holder | null;
  /** Prolongs it. Throws `LeaseTaken` when somebody else holds it by now, `Error` when the remote cannot be asked. */
  renew(now: number): Promise<void>;
  /** Gives it back. */
  release(): Promise<void>;
}

/** Somebody else holds the lease. */
export class LeaseTaken extends Error {
  override readonly name = 'LeaseTaken';
  /** `null` where the lease cannot be read. */
  readonly holder: Holder | null;

  constructor(holder: Holder | null) {
    super(holder === null ? 'somebody else took the lease' : `${holder.run} holds the lease until ${holder.until}`);
    this.holder = holder;
  }
}

/** How long a lease lasts unless it is renewed, in milliseconds. A run renews it three times in that time. */
export const leaseDuration = 5 * 60_000;

/** The ref that holds the lease of an environment (design, section 6). */
export function leaseRef(env: string): string {
  return `refs/sparkform/${env}/lease`;
}

/**
 * Takes the lease of an environment, with one atomic push (or locally, where there is no remote). One that ran out is taken
 * over. Throws `LeaseTaken` when somebody holds it, `Error` when the remote cannot be asked.
 */
export async function takeLease(repository: Repository, env: string, run: string, now: number): Promise<Lease> {
  const place = await openPlace(repository, env);
  const since = new Date(now).toISOString();
  const mine = holderUntil(run, since, now);
  // As a rule nobody holds it, and asking first would be one more question to the remote.
  const taken = await place.write(null, mine, now).then(
    (commit) => ({ commit, tookOver: null }),
    (error: unknown) => takeOver(place, mine, now, error),
  );
  let current = taken.commit;
  return {
    tookOver: taken.tookOver,
    async renew(later) {
      current = await place.write(current, holderUntil(run, since, later), later);
    },
    release: () => place.remove(current),
  };
}

/** Takes a lease that was not free for the taking, if it ran out or has gone by now. */
async function takeOver(place: Place, mine: Holder, now: number, error: unknown) {
  if (!(error instanceof LeaseTaken)) throw error;
  const before = await place.read();
  if (before !== null && (before.holder === null || Date.parse(before.holder.until) > now)) {
    throw new LeaseTaken(before.holder);
  }
  return { commit: await place.write(before?.commit ?? null, mine, now), tookOver: before?.holder ?? null };
}

/** Who holds the lease of an environment, changing nothing; `null` when nobody does. Throws `Error` when the remote cannot be asked. */
export async function readLease(
  repository: Repository,
  env: string,
): Promise<{ readonly holder: Holder | null } | null> {
  const place = await openPlace(repository, env);
  return place.read();
}

/** Removes the lease of an environment, whoever holds it. Returns its holder, `null` when there was none. */
export async function breakLease(
  repository: Repository,
  env: string,
): Promise<{ readonly holder: Holder | null } | null> {
  const place = await openPlace(repository, env);
  const found = await place.read();
  if (found === null) return null;
  await place.remove(found.commit);
  return { holder: found.holder };
}

function holderUntil(run: string, since: string, now: number): Holder {
  return { run, since, until: new Date(now + leaseDuration).toISOString() };
}

/** Where the lease is kept. */
interface Place {
  read(): Promise<{ readonly commit: string; readonly holder: Holder | null } | null>;
  /** Replaces the lease `expected` (`null`: none), or throws `LeaseTaken`. Returns the new commit. */
  write(expected: string | null, holder: Holder, now: number): Promise<string>;
  remove(expected: string): Promise<void>;
}

async function openPlace(repository: Repository, env: string): Promise<Place> {
  const ref = leaseRef(env);
  const git = openGit(repository.top);
  const remote = await repository.remote();
  const current = async () => {
    if (remote === null) return repository.resolve(ref);
    const commit = await repository.remoteCommit(ref);
    if (commit !== null) await git.raw(['fetch', '--no-tags', '--quiet', remote, ref]);
    return commit;
  };
  const read = async () => {
    const commit = await current();
    return commit === null ? null : { commit, holder: await readHolder(repository, commit) };
  };
  const move = async (expected: string | null, next: string | null) => {
    if (remote === null) {
      const words = next === null ? ['-d', ref, expected ?? ''] : [ref, next, expected ?? repository.noCommit];
      await git.raw(['update-ref', ...words]);
    } else {
      await git.raw(['push', '--quiet', `--force-with-lease=${ref}:${expected ?? ''}`, remote, `${next ?? ''}:${ref}`]);
    }
  };
  return {
    read,
    async write(expected, holder, now) {
      const content = Buffer.from(`${JSON.stringify(holder, null, 2)}\n`);
      const files = [{ path: 'lease.json', content, problem: null }];
      const message = `Lease of ${env} until ${holder.until}\n`;
      const namespace = `refs/sparkform/${env}`;
      const next = await writeCommit(repository, { parent: null, files, message, now, namespace });
      try {
        await move(expected, next);
        return next;
      } catch (error) {
        // Refused because somebody was faster, or not carried out at all: what is there now tells.
        const found = await read();
        if (found?.commit === next) return next;
        if ((found?.commit ?? null) !== expected) throw new LeaseTaken(found?.holder ?? null);
        throw error;
      }
    },
    remove: (expected) => move(expected, null),
  };
}

async function readHolder(repository: Repository, commit: string): Promise<Holder | null> {
  const files = await repository.listFiles(commit, 'lease.json');
  const [file] = await repository.withContents(files, () => true);
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(file?.content ?? new Uint8Array()));
    return isHolder(value) ? value : null;
  } catch {
    return null;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false;
  const known = new Map<string, unknown>(Object.entries(value));
  return ['run', 'since', 'until'].every((name) => typeof known.get(name) === 'string');
}
