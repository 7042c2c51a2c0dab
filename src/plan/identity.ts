import type { Customer } from '../model/customer.ts';
import type { LiveCustomer } from '../model/live.ts';

/** The identity that a record holds or claims: no two records may have the same `key` or `account`. */
export interface Identity {
  /** Hierarchy and name. */
  readonly key: string;
  /** `account_number_external` in lower case, or `null`. */
  readonly account: string | null;
}

/** The identity of a customer with this hierarchy and these fields. */
export function identityOf(hierarchy: string | null, fields: Customer['fields'] | LiveCustomer['fields']): Identity {
  return { key: `${hierarchy ?? '?'}\n${fields.name ?? ''}`, account: accountOf(fields) };
}

/** The account that fields name, as it is compared; `null` for none. */
export function accountOf({ account_number_external: account }: LiveCustomer['fields']): string | null {
  return typeof account === 'string' ? account.toLowerCase() : null;
}

/** The identity that a file declares. */
export function identityOfDeclared(one: Customer): Identity {
  return identityOf(one.hierarchy, one.fields);
}

/** Whether two records name two accounts: then they are two customers, whatever their names say. */
export function contradict(left: LiveCustomer['fields'], right: LiveCustomer['fields']): boolean {
  const [one, other] = [accountOf(left), accountOf(right)];
  return one !== null && other !== null && one !== other;
}
