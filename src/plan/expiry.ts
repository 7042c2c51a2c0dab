import type { Expiry } from '../model/expiry.ts';
import type { LiveCustomer } from '../model/live.ts';

const pattern = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads the server's expiry text as milliseconds since 1970, or `null` where it is no date that we know to read. The
 * format is not documented: ISO 8601 with a blank or a `T`, in UTC where no zone is given.
 */
export function parseExpiry(text: string | null | undefined): number | null {
  const [, date, time, zone] = pattern.exec(text?.trim() ?? '') ?? [];
  if (date === undefined || time === undefined) return null;
  const offset = zone === undefined || zone === 'UTC' ? 'Z' : zone;
  const milliseconds = Date.parse(`${date}T${time}${offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  return Number.isNaN(milliseconds) ? null : milliseconds;
}

/** When the tokens of a record run out, in the one form that everything else reads. */
export function expiryOf({ accessTokenExpires, refreshTokenExpires }: LiveCustomer): Expiry {
  return { access: isoOf(accessTokenExpires), refresh: isoOf(refreshTokenExpires) };
}

function isoOf(text: string | null | undefined): string | null {
  const milliseconds = parseExpiry(text);
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
