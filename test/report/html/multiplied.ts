import type { Plan } from '../../../src/model/plan.ts';

/** The same customers again and again under other names, since planning is not what is measured. */
export function multiplied(one: Plan, count: number): Plan {
  const customers = Array.from({ length: count }, (_, index) => {
    const customer = one.customers[index % one.customers.length];
    return customer === undefined ? [] : [{ ...customer, id: `${index}`, name: `Customer ${index}` }];
  });
  return { ...one, customers: customers.flat() };
}
