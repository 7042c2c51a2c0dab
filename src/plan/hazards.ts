import type { SecretChange } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import type { HeldSecrets } from './secrets.ts';

/** What an update would do to the secrets that it does not mean to change. */
export interface SecretRisk {
  readonly hazards: readonly ('may-clear-secrets' | 'resends-secrets')[];
  /** Declared secrets to send again, so that the server does not clear them. */
  readonly resent: readonly SecretChange[];
  /** Secrets that the update would wipe for certain, because no file declares them. */
  readonly wiped: readonly string[];
}

/** Weighs an update that sends `sent` to a record that holds `held`; `kept` are the declared secrets it does not send. */
export function weighUpdate(
  held: HeldSecrets,
  sent: readonly SecretChange[],
  kept: readonly SecretChange[],
  profile: Profile,
): SecretRisk {
  const isSent = (name: string) => sent.some((one) => one.path === name);
  const certain = held.certain.filter((name) => !isSent(name));
  const possible = held.possible.filter((name) => !isSent(name));
  if (profile.omittedSecrets === 'kept' || certain.length + possible.length === 0) {
    return { hazards: [], resent: [], wiped: [] };
  }
  if (profile.omittedSecrets === 'unknown') return { hazards: ['may-clear-secrets'], resent: [], wiped: [] };
  // One that the file declares as empty may go.
  const isDeclared = (name: string) => kept.some((one) => one.path === name);
  const resent = kept.filter((one) => one.reference !== null);
  return {
    hazards: [
      ...(possible.every(isDeclared) ? [] : (['may-clear-secrets'] as const)),
      ...(resent.length === 0 ? [] : (['resends-secrets'] as const)),
    ],
    resent,
    wiped: certain.filter((name) => !isDeclared(name)),
  };
}
