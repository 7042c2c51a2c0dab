import type { Check } from '../model/doctor.ts';

/** A check that found everything as it should be. */
export function ok(name: string, found: string): Check {
  return { name, status: 'ok', found, advice: null };
}

/** A check that found what works, and may not for long or not for everybody. */
export function warning(name: string, found: string, advice: string): Check {
  return { name, status: 'warning', found, advice };
}

/** A check that found what keeps sparkform from working. */
export function failed(name: string, found: string, advice: string): Check {
  return { name, status: 'failed', found, advice };
}

/** A check that was not made. */
export function skipped(name: string, why: string): Check {
  return { name, status: 'skipped', found: why, advice: null };
}
