import type { Allowance, CustomerPlan, Hazard } from '../model/plan.ts';

/**
 * Permission for one hazard of some customers. With `file`: of those whose file is or was this one, or lies beneath this
 * `_defaults.yaml`. With `id`: of exactly this one.
 */
export type Permit = Allowance & ({ readonly file: string } | { readonly id: string });

/** The customer with what is allowed of its hazards, and by whom: by `allow`, which is for every customer, or by permits. */
export function permit(customer: CustomerPlan, allow: readonly Hazard[], permits: readonly Permit[]): CustomerPlan {
  // Nearly all have none, and need no copy.
  if (customer.hazards.length === 0) return customer;
  const concerning = permits.filter((one) => concerns(one, customer));
  const allowed = customer.hazards.flatMap((hazard): readonly Allowance[] => {
    if (allow.includes(hazard)) return [{ hazard, commit: null }];
    const found = concerning.find((one) => one.hazard === hazard);
    return found === undefined ? [] : [{ hazard, commit: found.commit }];
  });
  return {
    ...customer,
    allowed,
    held: customer.hazards.filter((one) => !allowed.some(({ hazard }) => hazard === one)),
  };
}

/** What a plan that was made before allowed, for exactly the customers that it was allowed for. */
export function permitsOf(customers: readonly CustomerPlan[]): readonly Permit[] {
  return customers.flatMap(({ id, allowed }) => allowed.map((one) => ({ ...one, id })));
}

function concerns(one: Permit, { id, file, recordedAs }: CustomerPlan): boolean {
  if ('id' in one) return one.id === id;
  const folder = /^(.*\/)?_defaults\.yaml$/.exec(one.file);
  return [file, recordedAs].some(
    (path) => path !== null && (path === one.file || (folder !== null && path.startsWith(folder[1] ?? ''))),
  );
}
