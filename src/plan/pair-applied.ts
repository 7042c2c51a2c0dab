import type { Customer } from '../model/customer.ts';
import type { AppliedCustomer } from '../model/state.ts';
import { groupBy } from './group-by.ts';
import { accountOf, contradict, identityOfDeclared } from './identity.ts';
import { sortedBy } from './sorted-by.ts';

/**
 * The applied customer of each declaration. A declaration keeps its customer when the file moves: the same account is
 * the same customer, then the same hierarchy and name, and only then the same file with another identity in it. The
 * order of the arguments is of no account.
 */
export function pairWithApplied(
  declarations: readonly Customer[],
  state: readonly AppliedCustomer[],
): ReadonlyMap<string, AppliedCustomer> {
  const desired = sortedBy(declarations, (one) => one.file);
  const applied = sortedBy(state, (one) => one.file);
  if (isAsApplied(desired, applied)) return new Map(applied.map((one) => [one.file, one]));
  const pairs = new Map<string, AppliedCustomer>();
  const taken = new Set<AppliedCustomer>();
  const stages: readonly ((file: string, customer: Customer | null) => string | null)[] = [
    (_, customer) => (customer === null ? null : accountOf(customer.fields)),
    (_, customer) => (customer === null ? null : identityOfDeclared(customer).key),
    (file) => file,
  ];
  for (const keyOf of stages) {
    const seeking = desired.filter((one) => !pairs.has(one.file));
    if (seeking.length === 0) break;
    const open = groupBy(
      applied.filter((one) => !taken.has(one)),
      (one) => keyOf(one.file, one.customer),
    );
    for (const one of seeking) {
      const alike = open.get(keyOf(one.file, one) ?? '') ?? [];
      const fitting = alike.filter((other) => !taken.has(other) && sameCustomer(one, other));
      // Two are alike where one was changed on the server and the other took its identity; the file then tells them apart.
      const found = fitting.find((other) => other.file === one.file) ?? fitting[0];
      if (found === undefined) continue;
      pairs.set(one.file, found);
      taken.add(found);
    }
  }
  return pairs;
}

/**
 * Whether the files are those that were applied, each with the very values that were decoded for both: then no identity has
 * to be looked for (10,000 customers: 30 ms less).
 */
function isAsApplied(desired: readonly Customer[], applied: readonly AppliedCustomer[]): boolean {
  return (
    desired.length === applied.length &&
    desired.every(({ file, hierarchy, fields }, index) => {
      const other = applied[index];
      return other?.file === file && other.customer?.fields === fields && other.customer.hierarchy === hierarchy;
    })
  );
}

/** A file may give its customer another account; another file with another account is another customer. */
function sameCustomer(desired: Customer, { file, customer }: AppliedCustomer): boolean {
  if (customer === null || file === desired.file) return true;
  return !contradict(desired.fields, customer.fields);
}
