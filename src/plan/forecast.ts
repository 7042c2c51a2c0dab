import type { Expiry, Forecast, Keeper } from '../model/expiry.ts';
import type { LiveCustomer } from '../model/live.ts';
import { expiryOf } from './expiry.ts';

const day = 86_400_000;

/**
 * How long before an access token expires the server has refreshed it by its own schedule, in milliseconds: tokens live 14
 * days, and the documented schedule comes round every 7.
 */
const serverAhead = 7 * day;

/** Whether the record tells when its tokens run out: a thin entry of a listing may not. */
export function tellsExpiry({ accessTokenExpires, refreshTokenExpires }: LiveCustomer): boolean {
  return accessTokenExpires !== undefined && refreshTokenExpires !== undefined;
}

/**
 * What happens next to the tokens of a record, seen from `now` (milliseconds since 1970). `within` is the time before
 * expiry at which the file wants the token refreshed, in milliseconds, or `null`. Gives `null` where the record does not
 * tell when its tokens run out.
 */
export function forecastOf(live: LiveCustomer, within: number | null, now: number): Forecast | null {
  if (!tellsExpiry(live)) return null;
  const expiry = expiryOf(live);
  const [access, refresh] = [timeOf(expiry.access), timeOf(expiry.refresh)];
  const times = [access, refresh].filter((one) => one !== null);
  const { next, by } = isAuthorised(live) ? keeperOf(access, refresh, within, now) : nobody;
  return {
    expiry,
    accessDays: daysUntil(access, now),
    refreshDays: daysUntil(refresh, now),
    next,
    by: by === null ? null : new Date(by).toISOString(),
    soonest: times.length === 0 ? null : Math.min(...times),
  };
}

/**
 * Whether a person must see to the tokens before `until` (milliseconds since 1970). A refresh token that runs out by then
 * counts whoever is next: where a refresh renews it, it never comes so close to its end.
 */
export function needsPerson({ expiry, next, by }: Forecast, until: number): boolean {
  const refresh = timeOf(expiry.refresh);
  if (next === 'nobody') return false;
  return (refresh !== null && refresh <= until) || (next === 'person' && (by === null || Date.parse(by) <= until));
}

interface Turn {
  readonly next: Keeper;
  readonly by: number | null;
}

const nobody: Turn = { next: 'nobody', by: null };

/** Whether the record has a token: one may be there although no date is told. */
export function isAuthorised({ accessTokenExpires, refreshTokenExpires, echoedSecrets }: LiveCustomer): boolean {
  return accessTokenExpires !== null || refreshTokenExpires !== null || echoedSecrets.includes('token');
}

function keeperOf(access: number | null, refresh: number | null, within: number | null, now: number): Turn {
  const turn = access === null ? { next: 'server' as const, by: null } : refresherOf(access, within, now);
  const tooLate = refresh !== null && refresh <= Math.max(now, turn.by ?? now);
  return tooLate ? { next: 'person', by: access ?? refresh } : turn;
}

function refresherOf(access: number, within: number | null, now: number): Turn {
  const server = access - serverAhead;
  const ours = within === null ? null : access - within;
  if (ours !== null && (ours <= server || server <= now)) return { next: 'sparkform', by: ours > now ? ours : access };
  return { next: 'server', by: server > now ? server : access };
}

function timeOf(text: Expiry['access']): number | null {
  return text === null ? null : Date.parse(text);
}

function daysUntil(time: number | null, now: number): number | null {
  return time === null ? null : Math.floor((time - now) / day);
}
