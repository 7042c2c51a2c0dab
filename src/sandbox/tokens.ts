import type { JsonObject } from './json.ts';
import { textOf } from './json.ts';
import type { CustomerData, StoredCustomer } from './records.ts';

const day = 86_400_000;

/** How long an access token lives, in milliseconds: 14 days, as the schema says. */
const accessTokenLife = 14 * day;

/** How long a refresh token lives, in milliseconds: 90 days, as the schema says. */
const refreshTokenLife = 90 * day;

/** A time, milliseconds since 1970, as the API tells expiries: ISO 8601 in UTC. */
export function expiryText(time: number): string {
  return new Date(time).toISOString();
}

/** The record without its nulls and undefineds: an absent property has one form in the state. */
export function withoutNulls(data: JsonObject): CustomerData {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null && value !== undefined));
}

/** The internal account number that the server resolves from the external one; null when there is none. */
function resolvedAccount(external: string): string | null {
  return external === '' ? null : Buffer.from(`ciscospark://us/ORGANIZATION/${external}`).toString('base64url');
}

/**
 * A record as it is stored after a write at `now`: the account resolved, the expiry of each token that was sent
 * (`sent` is the payload) counted from now, and no expiry for a token that is not there.
 */
export function afterWrite(data: CustomerData, sent: JsonObject, now: number): CustomerData {
  const expiry = (token: string, kept: string, life: number): string | null => {
    if (textOf(data[token]) === '') {
      return null;
    }
    return textOf(sent[token]) === '' ? textOf(data[kept]) || null : expiryText(now + life);
  };
  return withoutNulls({
    ...data,
    account_number: resolvedAccount(textOf(data.account_number_external)),
    access_token_expires: expiry('token', 'access_token_expires', accessTokenLife),
    refresh_token_expires: expiry('refresh_token', 'refresh_token_expires', refreshTokenLife),
  });
}

/** The tokens after a refresh at `now`; `suffix` makes the new one differ from the old one. */
export function rotated(data: CustomerData, now: number, suffix: string): CustomerData {
  return { ...data, token: `FAKE-ACCESS-TOKEN-${suffix}`, access_token_expires: expiryText(now + accessTokenLife) };
}

/** Whether a refresh at `now` can succeed: there is a refresh token, and it has not expired. */
export function canRefresh(data: CustomerData, now: number): boolean {
  const expires = Date.parse(textOf(data.refresh_token_expires));
  return textOf(data.refresh_token) !== '' && expires > now;
}

/** A new record with what the server adds to every one: the link that starts the consent, its shadow, its data syncs. */
export function newCustomer(pkid: string, hierarchy: string, data: CustomerData): StoredCustomer {
  const name = textOf(data.name);
  const external = textOf(data.account_number_external);
  return {
    pkid,
    hierarchy,
    data: withoutNulls({
      ...data,
      account_number: resolvedAccount(external),
      token_link: `https://webex.example/authorize?state=${pkid}`,
      shadow: data.shadow ?? [{ name }],
    }),
    dataSyncs: [`SyncSpark${name}`, `SyncSparkRolesLicenses${name}`],
    started: { refresh_access_token: 0, sync_roles_licences: 0, sync_users: 0 },
  };
}
