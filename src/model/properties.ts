/** What a property is to sparkform. See `properties`. */
export type Role = 'declared' | 'secret' | 'create-only' | 'server';

/** The type the API's schema gives a property. */
export type Kind = 'string' | 'boolean' | 'array';

/** One property of `relation/SparkCustomer`, as sparkform treats it. */
export interface Property {
  readonly role: Role;
  readonly kind: Kind;
  /** Who owns a server property: shown to a person who tried to declare it. */
  readonly owner?: string;
}

/**
 * The role of each of the API's 17 properties, in the API's own order. The only place that decides it; a test holds it
 * against `schemas/relation_SparkCustomer.json` (the API's schema) and `schemas/customer.schema.json` (the customer file).
 *
 * - `declared`: compared and written.
 * - `secret`: written only, never read: dropped where responses are decoded.
 * - `create-only`: an instruction to the create call, no state.
 * - `server`: the server's own; carried through an update untouched, refused in a customer file.
 */
export const properties = {
  name: { role: 'declared', kind: 'string' },
  account_number_external: { role: 'declared', kind: 'string' },
  account_email: { role: 'declared', kind: 'string' },
  account_number: {
    role: 'server',
    kind: 'string',
    owner: 'VOSS Automate resolves it from account_number_external',
  },
  default_calling_behaviour: { role: 'declared', kind: 'string' },
  email_domain: { role: 'declared', kind: 'string' },
  dirsync_enabled: { role: 'declared', kind: 'boolean' },
  notes: { role: 'declared', kind: 'string' },
  token_link: { role: 'server', kind: 'string', owner: 'VOSS Automate makes the link that starts the Webex consent' },
  token: { role: 'secret', kind: 'string' },
  refresh_token: { role: 'secret', kind: 'string' },
  access_token_expires: { role: 'server', kind: 'string', owner: 'VOSS Automate sets it when a token is issued' },
  refresh_token_expires: { role: 'server', kind: 'string', owner: 'VOSS Automate sets it when a token is issued' },
  http_proxy: { role: 'secret', kind: 'string' },
  https_proxy: { role: 'secret', kind: 'string' },
  sync: { role: 'create-only', kind: 'boolean' },
  shadow: { role: 'server', kind: 'array', owner: 'VOSS Automate joins its own records through it' },
} as const satisfies Readonly<Record<string, Property>>;

/** The name of any property of the API's schema. */
export type PropertyName = keyof typeof properties;

type NamesWithRole<R extends Role> = {
  [Name in PropertyName]: (typeof properties)[Name]['role'] extends R ? Name : never;
}[PropertyName];

/** A property whose value is declared in a customer file and compared with the live one. */
export type DeclaredName = NamesWithRole<'declared'>;

/** A property that is written and never read. */
export type SecretName = NamesWithRole<'secret'>;

/** The same table for any name. */
export const propertyTable: ReadonlyMap<string, Property> = new Map(Object.entries(properties));

function namesWithRole<R extends Role>(role: R): readonly NamesWithRole<R>[] {
  const has = (name: string): name is NamesWithRole<R> => propertyTable.get(name)?.role === role;
  return [...propertyTable.keys()].filter(has);
}

/** The declared properties in the API's order. */
export const declaredNames = namesWithRole('declared');

/** The secret properties in the API's order. */
export const secretNames = namesWithRole('secret');
