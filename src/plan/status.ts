import type { Keeper } from '../model/expiry.ts';
import type { Live } from '../model/live.ts';
import type { Applied, Desired } from '../model/state.ts';
import type { CustomerStatus, Status } from '../model/status.ts';
import { forecastOf, tellsExpiry } from './forecast.ts';
import { type Match, matchCustomers } from './match.ts';

/** Everything that a status depends on. */
export interface StatusInput {
  readonly env: string;
  readonly desired: Pick<Desired, 'customers'>;
  readonly applied: Applied;
  readonly live: Live;
  /** Whether a customer is among those that were asked for (`--only`), by its file or by its name. */
  readonly selects: (fileOrName: string) => boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Which records must be read whole for a status, in order: those selected whose list entry does not tell the expiry. */
export function statusReads(input: Omit<StatusInput, 'env' | 'now'>): readonly string[] {
  return selectedRecords(input).flatMap(({ live }) => (tellsExpiry(live) ? [] : [live.pkid]));
}

/** How things stand with the tokens of every live record: a pure function like `makePlan`. */
export function makeStatus(input: StatusInput): Status {
  const { env, live, now } = input;
  const customers = selectedRecords(input)
    .map((match): CustomerStatus => {
      const declared = match.desired ?? match.applied?.customer;
      const within = declared?.actions.refresh_access_token?.within ?? null;
      return { ...described(match), forecast: forecastOf(match.live, within, now) };
    })
    .sort(bySoonest);
  const count = (next: Keeper) => customers.filter((one) => one.forecast?.next === next).length;
  return {
    format: 1,
    env,
    server: live.server,
    summary: {
      customers: customers.length,
      server: count('server'),
      sparkform: count('sparkform'),
      person: count('person'),
      nobody: count('nobody'),
      unmanaged: customers.filter((one) => one.file === null).length,
      requests: { read: live.requests },
    },
    customers,
    diagnostics: [],
  };
}

type LiveMatch = Match & { readonly live: NonNullable<Match['live']> };

function selectedRecords({ desired, applied, live, selects }: Omit<StatusInput, 'env' | 'now'>): readonly LiveMatch[] {
  const { matches } = matchCustomers(desired.customers, applied.customers, live.customers);
  return matches
    .flatMap((match) => (match.live === null ? [] : [{ ...match, live: match.live }]))
    .filter((match) => {
      const { name, file } = described(match);
      return selects(name) || (file !== null && selects(file));
    });
}

function described({ desired, applied, live }: LiveMatch): Omit<CustomerStatus, 'forecast'> {
  const { name } = live.fields;
  return {
    pkid: live.pkid,
    name: typeof name === 'string' ? name : (desired?.fields.name ?? ''),
    file: desired?.file ?? applied?.file ?? null,
    hierarchy: live.hierarchy,
  };
}

/** The matches come in a fixed order, which stays where the times are the same. */
function bySoonest(left: CustomerStatus, right: CustomerStatus): number {
  const [first, second] = [left.forecast?.soonest ?? null, right.forecast?.soonest ?? null];
  if (first === second) return 0;
  if (first === null || second === null) return first === null ? 1 : -1;
  return first - second;
}
