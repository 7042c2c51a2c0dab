import type { ActionName, Customer, SyncTrigger } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { AppliedCustomer } from '../model/state.ts';
import { parseExpiry } from './expiry.ts';

/** An action that is due. `asked` tells a commit's wish from what only the passing of time brought about. */
export interface DueAction {
  readonly action: ActionName;
  readonly why: string;
  readonly asked: boolean;
}

/** The two syncs in the order in which they run: users need the roles and licences. */
const syncs = ['sync_roles_licences', 'sync_users'] as const;

/** The syncs that are due for a customer to whom `change` happens in this plan (`null`: nothing but perhaps the sync). */
export function dueSyncs(
  desired: Customer,
  applied: AppliedCustomer | null,
  change: 'create' | 'change' | null,
): readonly DueAction[] {
  return syncs.flatMap((action) => {
    const trigger = desired.actions[action];
    if (trigger === undefined) return [];
    // A record made with `sync: true` is synced by the server itself.
    if (change === 'create' && desired.sync && action === 'sync_roles_licences') return [];
    const why = whySync(trigger, applied, action, change);
    return why === null ? [] : [{ action, why, asked: true }];
  });
}

function whySync(
  trigger: SyncTrigger,
  applied: AppliedCustomer | null,
  action: 'sync_roles_licences' | 'sync_users',
  change: 'create' | 'change' | null,
): string | null {
  if (change !== null && trigger.on.includes(change)) return `on ${change}`;
  if (applied?.unfinished?.actions.includes(action) === true) return 'left undone by an earlier run';
  const before = applied?.unfinished?.reruns[action] ?? applied?.customer?.actions[action]?.rerun ?? null;
  return trigger.rerun !== null && trigger.rerun !== before ? `rerun ${trigger.rerun}` : null;
}

/**
 * The refresh of the access token, when it expires within the time that the file gives and a refresh token is there to do
 * it with; otherwise perhaps a warning that only a person can help. `now` in milliseconds since 1970.
 */
export function dueRefresh(
  desired: Customer,
  live: LiveCustomer,
  now: number,
): { readonly due: DueAction | null; readonly warning: Diagnostic | null } {
  const trigger = desired.actions.refresh_access_token;
  if (trigger === undefined) return { due: null, warning: null };
  const refreshExpires = parseExpiry(live.refreshTokenExpires);
  if (refreshExpires !== null && refreshExpires <= now) {
    return { due: null, warning: authoriseAgain(desired, `its refresh token expired at ${live.refreshTokenExpires}`) };
  }
  if (live.accessTokenExpires === null) {
    return { due: null, warning: authoriseAgain(desired, 'it was never authorised: it has no access token') };
  }
  const accessExpires = parseExpiry(live.accessTokenExpires);
  if (accessExpires === null || accessExpires - now > trigger.within) return { due: null, warning: null };
  const why = `access token expires ${live.accessTokenExpires}`;
  return { due: { action: 'refresh_access_token', why, asked: false }, warning: null };
}

function authoriseAgain(desired: Customer, because: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'needs-authorisation',
    message: `The access token of ${desired.fields.name} cannot be refreshed: ${because}.`,
    hint:
      `A Webex administrator must consent: in VOSS Automate open the Webex connection of ${desired.fields.name} ` +
      `in ${desired.hierarchy} and follow "Authorize Webex".`,
    place: desired.places['actions.refresh_access_token'] ?? { file: desired.file, line: 1, column: 1 },
    customer: desired.fields.name,
  };
}
