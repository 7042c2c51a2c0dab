import { hash } from 'node:crypto';
import type { Fields } from '../model/customer.ts';
import type { Plan } from '../model/plan.ts';

/** A fixed-length name for any JSON value: equal values, equal names. 32 hexadecimal digits. */
export function hashOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'hex').slice(0, 32);
}

/**
 * The fingerprint of a live record: managed, non-secret values and the hierarchy. Tokens and their expiry change by
 * themselves and would make every plan stale.
 */
export function fingerprintOf(hierarchy: string | null, seen: Fields): string {
  return hashOf([hierarchy, seen]);
}

/** The fingerprint of what a plan would do and of what it rests on: two plans with the same one do the same. */
export function planFingerprint({ env, server, desired, applied, customers }: Plan): string {
  const doing = customers.filter((one) => one.steps.length > 0);
  const steps = doing.map(({ id, held, blocked, steps: all, fingerprint }) => [id, held, blocked, all, fingerprint]);
  return hashOf([env, server, desired, applied, steps]);
}
