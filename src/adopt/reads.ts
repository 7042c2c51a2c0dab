import type { Customer } from '../model/customer.ts';
import type { LiveCustomer } from '../model/live.ts';
import { declaredNames } from '../model/properties.ts';
import type { AppliedCustomer } from '../model/state.ts';
import { matchCustomers } from '../plan/match.ts';

/**
 * The pkids of the records that must be read one by one: whose entry in a listing does not tell by what it is known, or a
 * property that its file manages; with `whole`, all that have no file or are wanted completely.
 */
export function intakeReads(
  declared: readonly Customer[],
  applied: readonly AppliedCustomer[],
  live: readonly LiveCustomer[],
  whole: (desired: Customer | null, live: LiveCustomer) => boolean,
): readonly string[] {
  const { matches } = matchCustomers(declared, applied, live);
  const files = new Map(matches.map(({ desired, live: one }) => [one?.pkid, desired]));
  return live
    .filter((one) => {
      const desired = files.get(one.pkid) ?? null;
      return !one.whole && (hidesIdentity(one) || tellsTooLittle(desired, one) || whole(desired, one));
    })
    .map((one) => one.pkid);
}

function hidesIdentity({ hierarchy, fields }: LiveCustomer): boolean {
  return hierarchy === null || fields.name === undefined || fields.account_number_external === undefined;
}

function tellsTooLittle(desired: Customer | null, { fields }: LiveCustomer): boolean {
  return declaredNames.some((name) => desired?.fields[name] !== undefined && fields[name] === undefined);
}
