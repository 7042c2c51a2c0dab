import { ApiError } from '../api/error.ts';
import type { Collection } from '../api/inspector.ts';
import type { Check } from '../model/doctor.ts';
import { ok, skipped, warning } from './check.ts';
import type { ServerChecks } from './check-server.ts';

/** More than this tells no more: the server's own limit is 20 a second unless somebody changed it. */
const mostReads = 20;

/** Sends one second's worth of small reads at the configured rate, and looks for answers of 429. */
export async function checkThrottle(
  { inspector, hierarchy, rate, throttled }: Pick<ServerChecks, 'inspector' | 'hierarchy' | 'rate' | 'throttled'>,
  collection: Collection,
): Promise<Check> {
  const count = Math.min(rate, mostReads);
  try {
    await Promise.all(Array.from({ length: count }, () => inspector.look(collection, hierarchy)));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code !== 'throttled') return skipped('throttle', error.what);
  }
  const refused = throttled();
  if (refused === 0) return ok('throttle', `${count} reads at ${rate} a second, none refused`);
  const found = `${refused} answers of 429 (too many requests) at ${rate} a second`;
  return warning(
    'throttle',
    found,
    'Use a lower --rate, and see who else uses the same user: the limit is for each user.',
  );
}
