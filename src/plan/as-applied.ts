import type { Customer, Fields } from '../model/customer.ts';
import type { HierarchyNode, Live, LiveCustomer } from '../model/live.ts';
import { declaredNames, properties } from '../model/properties.ts';
import type { Applied, AppliedCustomer, Desired } from '../model/state.ts';

/**
 * The live system as it would be if nobody had touched it since it was applied: what an offline plan is made against. A
 * property that was not managed is taken as empty, and every hierarchy that is declared as one that takes customers.
 */
export function liveAsApplied(desired: Desired, applied: Applied): Live {
  const records = new Map(
    applied.customers.map((one) => recordAsApplied(one, one.customer)).map((one) => [one.pkid, one]),
  );
  const paths = new Set(desired.customers.map((one) => one.hierarchy));
  return {
    server: applied.server ?? '',
    hierarchy: 'sys',
    customers: [...records.values()],
    nodes: [...paths].sort().map((path): HierarchyNode => ({ pkid: path, path, type: null, acceptsCustomers: true })),
    requests: 0,
  };
}

/** The live record of a customer as it was when it was applied; `customer` is `null` where no file was. */
export function recordAsApplied({ file, pkid }: AppliedCustomer, customer: Customer | null): LiveCustomer {
  return {
    pkid: pkid ?? file,
    hierarchy: customer?.hierarchy ?? null,
    fields: customer === null ? {} : wholeFields(customer),
    whole: false,
    accessTokenExpires: undefined,
    refreshTokenExpires: undefined,
    echoedSecrets: Object.entries(customer?.secrets ?? {}).flatMap(([name, one]) => (one ? [name] : [])),
  };
}

function wholeFields({ fields }: Customer): Fields {
  const empty = declaredNames.map((name) => [name, properties[name].kind === 'boolean' ? false : null] as const);
  return { ...Object.fromEntries(empty), ...fields };
}
