import { appliedRef } from '../apply/applied-ref.ts';
import { type Lease, LeaseTaken, leaseDuration, takeLease } from '../apply/lease.ts';
import type { StopSign } from '../apply/stop-sign.ts';
import type { Repository } from '../sources/git.ts';
import { exitStatus } from './exit-status.ts';
import { gitWords } from './git-words.ts';
import type { Io } from './io.ts';
import { Stop } from './stop.ts';

/** What is to be done under the lease. */
export interface Leased {
  readonly env: string;
  /** How the run is named to others who want the lease. */
  readonly run: string;
  /** The applied commit that the plan was made from. */
  readonly applied: string | null;
  /** Set when the lease is lost: then no further step may begin. */
  readonly stop: StopSign;
}

/**
 * Does the work while this run alone may write to the environment. The lease is renewed as long as the work takes and given
 * back in the end. Throws `Stop` before the work begins: when somebody else holds the lease, when somebody applied since
 * the plan was made, or when the remote cannot be asked.
 */
export async function underLease<T>(
  repository: Repository,
  leased: Leased,
  io: Io,
  work: () => Promise<T>,
): Promise<T> {
  const lease = await take(repository, leased, io);
  try {
    await refuseStale(repository, leased);
    const ended = keepRenewing(lease, leased.stop, io);
    try {
      return await work();
    } finally {
      await ended();
    }
  } finally {
    await lease.release().catch((error: unknown) => {
      io.stderr(`The lease of ${leased.env} could not be given back and will run out by itself: ${gitWords(error)}\n`);
    });
  }
}

async function take(repository: Repository, { env, run }: Leased, io: Io): Promise<Lease> {
  try {
    const lease = await takeLease(repository, env, run, io.now());
    if (lease.tookOver !== null) {
      io.stderr(
        `The lease of ${lease.tookOver.run} on ${env} ran out at ${lease.tookOver.until} and was taken over.\n`,
      );
    }
    return lease;
  } catch (error) {
    if (error instanceof LeaseTaken) throw leasedByOther(env, error);
    const message = `The lease of ${env}, which keeps two applies apart, could not be taken: ${gitWords(error)}`;
    throw stopWith('lease-not-taken', message, 'Check that this user may push to refs/sparkform/* on the remote.');
  }
}

/** Somebody may have applied between this run's plan and its lease: then the plan is of a world that is gone. */
async function refuseStale(repository: Repository, { env, applied }: Leased): Promise<void> {
  const { commit } = await repository.fetchRef(appliedRef(env)).catch((error: unknown) => {
    throw stopWith('remote-unreachable', `The remote could not be asked again: ${gitWords(error)}`, 'Run it again.');
  });
  if (commit === applied) return;
  const message = `Somebody applied to ${env} since this plan was made (${commit?.slice(0, 10) ?? 'nothing'} on the applied ref); nothing was written.`;
  throw stopWith('stale-plan', message, 'Run it again: it plans anew.', exitStatus.refused);
}

/** Renews the lease every third of its time. Returns what ends that. */
function keepRenewing(lease: Lease, stop: StopSign, io: Io): () => Promise<void> {
  let until = io.now() + leaseDuration;
  let last: Promise<void> = Promise.resolve();
  const renew = async () => {
    try {
      await lease.renew(io.now());
      until = io.now() + leaseDuration;
    } catch (error) {
      // A remote that cannot be reached for a moment is asked again, as long as the lease still holds.
      if (error instanceof LeaseTaken || io.now() > until - leaseDuration / 6) stop.reason ??= 'the lease was lost';
    }
  };
  const timer = setInterval(() => {
    last = last.then(renew);
  }, leaseDuration / 3);
  return async () => {
    clearInterval(timer);
    await last;
  };
}

function leasedByOther(env: string, { holder }: LeaseTaken): Stop {
  const who =
    holder === null ? 'Somebody' : `${holder.run} (since ${holder.since}, until ${holder.until} unless renewed)`;
  const hint = `Wait for it to end. If it is dead, its lease runs out by itself, or: sparkform unlock --env ${env}.`;
  return stopWith('leased', `${who} is applying to ${env} just now; nothing was written.`, hint, exitStatus.refused);
}

function stopWith(code: string, message: string, hint: string, status?: (typeof exitStatus)['refused']): Stop {
  return new Stop([{ severity: 'error', code, message, hint }], status);
}
