import type { CustomerDrift, Difference, Drift, DriftSummary } from '../model/drift.ts';

/** The differences that nobody acknowledged. */
function openDifferences({ differences }: CustomerDrift): readonly Difference[] {
  return differences.filter((one) => one.acknowledged === null);
}

/** Whether a managed customer differs in a way that nobody acknowledged: that is what `drift` fails on. */
export function drifted(customer: CustomerDrift): boolean {
  return customer.state !== 'unmanaged' && openDifferences(customer).length > 0;
}

/** Counts customers. `read` is the number of requests that it took. */
export function summariseDrift(customers: readonly CustomerDrift[], read: number): DriftSummary {
  const count = (test: (customer: CustomerDrift) => boolean) => customers.filter(test).length;
  const open = (customer: CustomerDrift) => openDifferences(customer).map((one) => one.property);
  return {
    changed: count((one) => one.state === 'changed' && open(one).some((name) => name !== 'hierarchy')),
    moved: count((one) => open(one).includes('hierarchy')),
    missing: count((one) => one.state === 'missing' && drifted(one)),
    unmanaged: count((one) => one.state === 'unmanaged' && openDifferences(one).length > 0),
    acknowledged: count((one) => one.differences.length > 0 && openDifferences(one).length === 0),
    same: count((one) => one.state === 'same'),
    expiring: count((one) => one.expiring && one.state !== 'unmanaged'),
    requests: { read },
  };
}

/** The report of some customers only: of those that are selected by their file or by their name. */
export function selectDrift(drift: Drift, selects: (fileOrName: string) => boolean): Drift {
  const customers = drift.customers.filter(({ file, name }) => selects(name) || (file !== null && selects(file)));
  return { ...drift, customers, summary: summariseDrift(customers, drift.summary.requests.read) };
}
