import { createHash } from 'node:crypto';
import type { Fields } from '../model/customer.ts';

/** A fixed-length name for any JSON value: equal values, equal names. 32 hexadecimal digits. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

/**
 * The fingerprint of a live record: managed, non-secret values and the hierarchy. Tokens and their expiry change by
 * themselves and would make every plan stale.
 */
export function fingerprintOf(hierarchy: string | null, seen: Fields): string {
  return hashOf([hierarchy, seen]);
}
