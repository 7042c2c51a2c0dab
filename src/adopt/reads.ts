import type { Customer } from '../model/customer.ts';
import { fieldNames } from '../model/field-names.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { AppliedCustomer } from '../model/state.ts';
import { matchCustomers } from '../plan/match.ts';

/** How much of a record is wanted: nothing, what its file manages, or all of it. */
export type Wanted = 'nothing' | 'managed' | 'whole';

/**
 * The pkids of the records that must be read one by one: those whose entry in the listing does not tell by what they are
 * known, and those whose entry tells less than is wanted.
 */
export function intakeReads(
  declared: readonly Customer[],
  applied: readonly AppliedCustomer[],
  live: readonly LiveCustomer[],
  wantedOf: (desired: Customer | null, live: LiveCustomer) => Wanted,
): readonly string[] {
  const { matches } = matchCustomers(declared, applied, live);
  const files = new Map(matches.map(({ desired, live: one }) => [one?.pkid, desired]));
  return live
    .filter((one) => {
      const desired = files.get(one.pkid) ?? null;
      const wanted = wantedOf(desired, one);
      const needed = wanted === 'whole' || (wanted === 'managed' && tellsTooLittle(desired, one));
      return !one.whole && (needed || hidesIdentity(one));
    })
    .map((one) => one.pkid);
}

function hidesIdentity({ hierarchy, fields }: LiveCustomer): boolean {
  return hierarchy === null || fields.name === undefined || fields.account_number_external === undefined;
}

function tellsTooLittle(desired: Customer | null, { fields }: LiveCustomer): boolean {
  return fieldNames(desired?.fields ?? {}).some((name) => fields[name] === undefined);
}
