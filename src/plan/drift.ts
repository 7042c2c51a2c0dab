import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Acknowledgement, CustomerDrift, Difference, Drift, DriftState } from '../model/drift.ts';
import type { Live, LiveCustomer } from '../model/live.ts';
import { placeOfSlot } from '../model/places.ts';
import type { Applied, AppliedCustomer } from '../model/state.ts';
import { acknowledge, idleAcknowledgements } from './acknowledge.ts';
import { drifted, summariseDrift } from './drift-summary.ts';
import { compareFields } from './fields.ts';
import { forecastOf, needsPerson } from './forecast.ts';
import { type Match, matchCustomers } from './match.ts';
import { nothingLive, outOfSight } from './proof.ts';

/** Everything that a drift report depends on. */
export interface DriftInput {
  readonly env: string;
  readonly applied: Applied;
  readonly live: Live;
  readonly acknowledgements: readonly Acknowledgement[];
  /** Milliseconds from now within which tokens that need a person count (`--fail-on-expiry`); `null`: none do. */
  readonly failOnExpiry: number | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What became of every customer since it was applied, and which records nobody ever applied: a pure function like `makePlan`. */
export function makeDrift(input: DriftInput): Drift {
  const { env, applied, live, acknowledgements, now } = input;
  const { matches, diagnostics } = matchCustomers(declaredIn(applied), applied.customers, live.customers);
  const today = new Date(now).toISOString().slice(0, 10);
  const customers = matches
    .map((match) => withExpiry(acknowledge(customerDrift(match, now), acknowledgements, today), input))
    .sort(byWeight);
  return {
    format: 1,
    env,
    server: live.server,
    applied: { commit: applied.commit },
    summary: summariseDrift(customers, live.requests),
    customers,
    diagnostics: [
      ...diagnostics,
      ...nothingLive(applied, live),
      ...outOfSight(matches, live.hierarchy),
      ...matches.flatMap(replaced),
      ...idleAcknowledgements(acknowledgements, customers),
    ],
  };
}

/** The declarations as they were applied. */
export function declaredIn({ customers }: Applied): readonly Customer[] {
  return customers.flatMap(({ customer }) => customer ?? []);
}

function customerDrift({ desired: declared, applied, live }: Match, now: number): CustomerDrift {
  const known = declared?.fields.name ?? live?.fields.name ?? applied?.file;
  const name = typeof known === 'string' ? known : '';
  const { differences, ignored } = compare(declared, applied, live, name);
  const within = declared?.actions.refresh_access_token?.within ?? null;
  return {
    id: applied?.file ?? `pkid:${live?.pkid ?? ''}`,
    name,
    file: applied?.file ?? null,
    hierarchy: live?.hierarchy ?? declared?.hierarchy ?? null,
    pkid: live?.pkid ?? applied?.pkid ?? null,
    state: stateOf(applied, live, differences),
    differences,
    ignored,
    forecast: live === null ? null : forecastOf(live, within, now),
    expiring: false,
  };
}

function stateOf(
  applied: AppliedCustomer | null,
  live: LiveCustomer | null,
  differences: readonly Difference[],
): DriftState {
  if (applied === null) return 'unmanaged';
  if (live === null) return 'missing';
  return differences.length > 0 ? 'changed' : 'same';
}

function compare(
  declared: Customer | null,
  applied: AppliedCustomer | null,
  live: LiveCustomer | null,
  name: string,
): Pick<CustomerDrift, 'differences' | 'ignored'> {
  const open = { place: null, acknowledged: null, expired: null };
  if (applied === null)
    return { differences: [{ property: 'record', applied: null, live: name, ...open }], ignored: [] };
  if (live === null) return { differences: [{ property: 'record', applied: name, live: null, ...open }], ignored: [] };
  // A create that did not get to its end: there is no declaration yet that the record could differ from.
  if (declared === null) return { differences: [], ignored: [] };
  const { changes, ignored } = compareFields(declared, declared, live);
  const place = placeOfSlot(declared, 'hierarchy');
  const moved: readonly Difference[] =
    live.hierarchy === null || live.hierarchy === declared.hierarchy
      ? []
      : [{ ...open, property: 'hierarchy', applied: declared.hierarchy, live: live.hierarchy, place }];
  const changed = changes.map(
    ({ path, before, after, place: where }): Difference => ({
      ...open,
      property: path,
      applied: after,
      live: before,
      place: where,
    }),
  );
  return { differences: [...moved, ...changed], ignored };
}

function withExpiry(customer: CustomerDrift, { failOnExpiry, now }: DriftInput): CustomerDrift {
  const { forecast } = customer;
  if (failOnExpiry === null || forecast === null) return customer;
  return { ...customer, expiring: needsPerson(forecast, now + failOnExpiry) };
}

/** The lower, the earlier a reader must see it. */
function weight(customer: CustomerDrift): number {
  if (customer.state === 'missing' && drifted(customer)) return 0;
  if (drifted(customer)) return 1;
  if (customer.expiring) return 2;
  if (customer.state === 'unmanaged') return 4;
  return customer.differences.length > 0 ? 3 : 5;
}

function byWeight(left: CustomerDrift, right: CustomerDrift): number {
  return weight(left) - weight(right);
}

/** Somebody made the record anew: it holds what was applied, and none of the tokens that the first one had. */
function replaced({ desired: declared, applied, live }: Match): readonly Diagnostic[] {
  if (declared === null || live === null || applied === null) return [];
  if (applied.pkid === null || applied.pkid === live.pkid) return [];
  return [
    {
      severity: 'notice',
      code: 'other-record',
      message: `${declared.fields.name} is another record (${live.pkid}) than the one that was applied (${applied.pkid}).`,
      hint: 'It was moved, or deleted and made again: then its Webex authorisation must be made again too.',
      customer: declared.fields.name,
    },
  ];
}
