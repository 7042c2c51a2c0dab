import type { Customer } from '../../../src/model/customer.ts';
import type { Drift, DriftState } from '../../../src/model/drift.ts';
import type { Keeper } from '../../../src/model/expiry.ts';
import type { LiveCustomer } from '../../../src/model/live.ts';
import { toPlaces } from '../../../src/model/places.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { AppliedCustomer } from '../../../src/model/state.ts';
import { applied, customer, day, live, node, now, plan } from '../../plan/world.ts';

const regions = ['emea', 'apac', 'amer'];

/** What an estate has of one customer. */
interface One {
  readonly desired?: Customer;
  readonly applied?: AppliedCustomer;
  readonly live?: LiveCustomer;
}

/** A plan for so many customers, one in ten of them with something to do; or each of them. */
export function estatePlan(count: number, changed: 'some' | 'all' = 'some'): Plan {
  const all = Array.from({ length: count }, (_, index) => oneOf(index, changed === 'all' ? index % 6 : index % 60));
  return plan({
    desired: all.flatMap((one) => one.desired ?? []),
    applied: all.flatMap((one) => one.applied ?? []),
    live: all.flatMap((one) => one.live ?? []),
    nodes: all.flatMap((_, index) => [node(hierarchyOf(index)), node(`${hierarchyOf(index)}.Site`, 'Site')]),
  });
}

function nameOf(index: number): string {
  return `Customer ${String(index + 1).padStart(5, '0')}`;
}

function hierarchyOf(index: number): string {
  return `sys.hcs.Provider.${regions[index % 3]}.C${index + 1}`;
}

function oneOf(index: number, kind: number): One {
  const name = nameOf(index);
  const file = `customers/${regions[index % 3]}/customer-${index + 1}.yaml`;
  const hierarchy = hierarchyOf(index);
  const fields = { email_domain: `c${index}.example`, notes: `contract ${index}`, dirsync_enabled: true };
  const place = (line: number) => ({ file, line, column: 3 });
  const places = toPlaces(file, { 'customer.email_domain': place(5), 'customer.notes': place(6) });
  const before = customer(name, { file, hierarchy, fields, places });
  const accessTokenExpires = new Date(now + ((index * 7) % 14) * day + 3_600_000).toISOString();
  const refreshTokenExpires = new Date(now + (((index * 11) % 93) - 2) * day + 3_600_000).toISOString();
  const record = live(name, fields, {
    pkid: `pkid-${index}`,
    hierarchy,
    accessTokenExpires,
    refreshTokenExpires,
    echoedSecrets: ['token', 'refresh_token'],
  });
  const was = applied(before, { pkid: record.pkid });
  const edited = { ...before, fields: { ...before.fields, email_domain: `new-${index}.example`, notes: null } };
  const drifted = { ...record, fields: { ...record.fields, email_domain: `portal-${index}.example` } };
  switch (kind) {
    case 0:
      return { desired: edited, applied: was, live: record };
    case 1:
      return { desired: before, applied: was, live: drifted };
    case 2:
      return { desired: edited, applied: was, live: drifted };
    case 3:
      return { desired: before };
    case 4:
      return { desired: { ...before, hierarchy: `${hierarchy}.Site` }, applied: was, live: record };
    case 5:
      return { applied: was, live: record };
    case 6:
      return { live: record };
    default:
      return { desired: before, applied: was, live: record };
  }
}

const states: readonly DriftState[] = ['changed', 'missing', 'changed', 'unmanaged'];

/** A drift report for so many customers, one in ten of them other than it was applied. */
export function estateDrift(count: number): Drift {
  const keepers: readonly Keeper[] = ['server', 'server', 'sparkform', 'server', 'person'];
  const customers = Array.from({ length: count }, (_, index) => {
    const file = `customers/${regions[index % 3]}/customer-${index + 1}.yaml`;
    const place = { file, line: 5, column: 3 };
    const acknowledgement = {
      customer: file,
      property: 'email_domain',
      reason: 'the customer renames its domain in December',
      until: '2026-12-31',
      place: { file: 'customers/_drift.yaml', line: 2, column: 3 },
    } as const;
    const state = states[index % 40] ?? 'same';
    const accessDays = (index * 7) % 14;
    const refreshDays = ((index * 11) % 93) - 2;
    const at = (days: number) => new Date(now + days * day + 3_600_000);
    const difference = {
      property: 'email_domain',
      applied: `c${index}.example`,
      live: `portal-${index}.example`,
      place,
      acknowledged: index % 40 === 2 ? acknowledgement : null,
      expired: index % 80 === 0 ? { ...acknowledgement, until: '2026-11-01' } : null,
    } as const;
    const moved = {
      ...difference,
      property: 'hierarchy',
      applied: hierarchyOf(index),
      live: `${hierarchyOf(index)}.Site`,
      place: null,
      expired: null,
    } as const;
    return {
      id: state === 'unmanaged' ? `pkid:${index}` : file,
      name: nameOf(index),
      file: state === 'unmanaged' ? null : file,
      hierarchy: hierarchyOf(index),
      pkid: `pkid-${index}`,
      state,
      differences: state === 'changed' ? (index % 120 === 40 ? [moved, difference] : [difference]) : [],
      ignored: [],
      expiring: false,
      forecast:
        state === 'missing'
          ? null
          : {
              expiry: { access: at(accessDays).toISOString(), refresh: at(refreshDays).toISOString() },
              accessDays,
              refreshDays,
              next: refreshDays < 0 ? 'person' : (keepers[index % 4] ?? 'server'),
              by: null,
              soonest: at(Math.min(accessDays, refreshDays)).getTime(),
            },
    };
  });
  const acknowledged = customers.filter((one) => one.differences[0]?.acknowledged != null).length;
  const of = (state: string) => customers.filter((one) => one.state === state).length;
  return {
    format: 1,
    env: 'prod',
    server: 'https://voss.example',
    applied: { commit: 'a'.repeat(40) },
    summary: {
      changed: of('changed') - acknowledged,
      moved: customers.filter((one) => one.differences.length === 2).length,
      missing: of('missing'),
      unmanaged: of('unmanaged'),
      acknowledged,
      same: of('same'),
      expiring: 0,
      requests: { read: 7 },
    },
    customers,
    diagnostics: [],
  };
}
