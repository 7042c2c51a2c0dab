import type { Diagnostic } from '../model/diagnostic.ts';
import type { Acknowledgement, CustomerDrift, Difference } from '../model/drift.ts';

/** The drift of a customer with what somebody wrote off. `today` is a day such as `2026-11-24`. */
export function acknowledge(
  customer: CustomerDrift,
  acknowledgements: readonly Acknowledgement[],
  today: string,
): CustomerDrift {
  const own = acknowledgements.filter((one) => concerns(one, customer));
  const differences = customer.differences.map((one): Difference => {
    const covering = own.filter(({ property }) => property === one.property);
    const counts = covering.find(({ until }) => until === null || today <= until);
    const expired = counts === undefined ? covering[0] : undefined;
    return { ...one, acknowledged: counts ?? null, expired: expired ?? null };
  });
  return { ...customer, differences };
}

/** What is odd about acknowledgements: one of a customer that nobody knows, and one that no longer covers any difference. */
export function idleAcknowledgements(
  acknowledgements: readonly Acknowledgement[],
  customers: readonly CustomerDrift[],
): readonly Diagnostic[] {
  return acknowledgements.flatMap((one) => {
    const own = customers.filter((other) => concerns(one, other));
    if (own.length === 0) return [unknownCustomer(one)];
    const covers = own.some(({ differences }) => differences.some(({ property }) => property === one.property));
    return covers ? [] : [idle(one)];
  });
}

function concerns({ customer }: Acknowledgement, { file, name }: CustomerDrift): boolean {
  return customer === file || customer === name;
}

function unknownCustomer({ customer, place }: Acknowledgement): Diagnostic {
  return {
    severity: 'warning',
    code: 'unknown-customer',
    message: `No customer is named ${customer}, neither in what was applied nor on the server: this acknowledges nothing.`,
    hint: 'Name the file as reports do (customers/emea/acme.yaml), or the customer by its name; or remove the entry.',
    place,
  };
}

function idle({ customer, property, place }: Acknowledgement): Diagnostic {
  return {
    severity: 'notice',
    code: 'idle-acknowledgement',
    message: `${property} of ${customer} does not differ any more.`,
    hint: 'Remove the entry, so that a new difference does not go unnoticed.',
    place,
  };
}
