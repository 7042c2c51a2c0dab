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
  const account = fields.account_number_external;
  return {
    key: `${hierarchy ?? '?'}\n${fields.name ?? ''}`,
    account: typeof account === 'string' ? account.toLowerCase() : null,
  };
}

/** The identity that a file declares. */
export function identityOfDeclared(one: Customer): Identity {
  return identityOf(one.hierarchy, one.fields);
}

/** Whether two identities name two accounts: then they are two customers, whatever their names say. */
export function contradict(left: Identity, right: Identity): boolean {
  return left.account !== null && right.account !== null && left.account !== right.account;
}
