import type { ActionName, Customer, Place, SyncTrigger } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCustomer } from '../model/live.ts';
import { placeOfSlot } from '../model/places.ts';
import type { AppliedCustomer } from '../model/state.ts';
import { parseExpiry } from './expiry.ts';

/** An action that is due. `asked` tells a commit's wish from what time or another step of the plan brought about. */
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
    const due = dueSync(trigger, applied, action, change);
    return due === null ? [] : [{ action, ...due }];
  });
}

function dueSync(
  trigger: SyncTrigger,
  applied: AppliedCustomer | null,
  action: 'sync_roles_licences' | 'sync_users',
  change: 'create' | 'change' | null,
): Omit<DueAction, 'action'> | null {
  const undone = applied?.unfinished?.actions.includes(action) === true;
  const before = applied?.unfinished?.reruns[action] ?? applied?.customer?.actions[action]?.rerun ?? null;
  const rerun = trigger.rerun !== null && trigger.rerun !== before;
  const asked = undone || rerun;
  // A sync that only follows a change was asked for by whoever asked for the change.
  if (change !== null && trigger.on.includes(change)) return { why: `on ${change}`, asked };
  if (undone) return { why: 'left undone by an earlier run', asked };
  return rerun ? { why: `rerun ${trigger.rerun}`, asked } : null;
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
  if (accessExpires === null) return { due: null, warning: unreadableExpiry(desired, live) };
  if (accessExpires - now > trigger.within) return { due: null, warning: null };
  const why = `access token expires ${live.accessTokenExpires}`;
  return { due: { action: 'refresh_access_token', why, asked: false }, warning: null };
}

/** Nothing is wrong where the expiry was not told at all: then it was not asked for. */
function unreadableExpiry(desired: Customer, { accessTokenExpires }: LiveCustomer): Diagnostic | null {
  if (accessTokenExpires === undefined) return null;
  return {
    severity: 'warning',
    code: 'unreadable-expiry',
    message: `The access token of ${desired.fields.name} expires "${accessTokenExpires}", which is no date that can be read here: it is not refreshed.`,
    hint: 'Refresh it in VOSS Automate where needed, and report the format of the date.',
    place: placeOfRefresh(desired),
    customer: desired.fields.name,
  };
}

function placeOfRefresh(desired: Customer): Place {
  return placeOfSlot(desired, 'actions.refresh_access_token') ?? { file: desired.file, line: 1, column: 1 };
}

function authoriseAgain(desired: Customer, because: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'needs-authorisation',
    message: `The access token of ${desired.fields.name} cannot be refreshed: ${because}.`,
    hint:
      `A Webex administrator must consent: in VOSS Automate open the Webex connection of ${desired.fields.name} ` +
      `in ${desired.hierarchy} and follow "Authorize Webex".`,
    place: placeOfRefresh(desired),
    customer: desired.fields.name,
  };
}
