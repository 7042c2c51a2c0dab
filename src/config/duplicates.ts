import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { placeOfSlot } from '../model/places.ts';
import { type Code, fileError, topOf } from './codes.ts';

/** Errors for customers that two files declare: by account number, without case, and by hierarchy and name. */
export function findDuplicates(customers: readonly Customer[]): readonly Diagnostic[] {
  return [
    ...repeated(customers, accountOf, (customer, first) => error(customer, first, 'duplicate-account')),
    ...repeated(customers, nameOf, (customer, first) => error(customer, first, 'duplicate-customer')),
  ];
}

function accountOf({ fields }: Customer): string | null {
  const account = fields.account_number_external;
  return typeof account === 'string' ? account.toLowerCase() : null;
}

function nameOf({ hierarchy, fields }: Customer): string {
  return JSON.stringify([hierarchy, fields.name]);
}

function repeated(
  customers: readonly Customer[],
  keyOf: (customer: Customer) => string | null,
  report: (customer: Customer, first: Customer) => Diagnostic,
): readonly Diagnostic[] {
  const firsts = new Map<string, Customer>();
  return customers.flatMap((customer) => {
    const key = keyOf(customer);
    if (key === null) return [];
    const first = firsts.get(key);
    if (first !== undefined) return [report(customer, first)];
    firsts.set(key, customer);
    return [];
  });
}

function error(customer: Customer, first: Customer, code: Code & `duplicate-${string}`): Diagnostic {
  const account = code === 'duplicate-account';
  const path = account ? 'customer.account_number_external' : 'customer.name';
  const other = placeOfSlot(first, path) ?? topOf(first.file);
  const what = account ? 'the same account_number_external' : 'a customer of the same name at the same hierarchy';
  return fileError(
    code,
    placeOfSlot(customer, path) ?? topOf(customer.file),
    `${other.file}:${other.line} declares ${what}, so both files would write the same record.`,
    account
      ? 'Correct the number in one of the two files, or delete the file that is out of date.'
      : 'Correct the name or the hierarchy in one of the two files, or delete the file that is out of date.',
  );
}
