import type { Fields } from './customer.ts';

/** A customer as the API reports it. Secrets are not in it: the decoder drops them. */
export interface LiveCustomer {
  readonly pkid: string;
  /** Dotted path; `null` when this answer did not tell it. */
  readonly hierarchy: string | null;
  /** A list entry may be thin: a property it does not tell is absent here. */
  readonly fields: Fields;
  /** True for the answer to a GET of the instance: what is absent there is empty on the server. */
  readonly whole: boolean;
  /** The server's own text, `null` when empty, `undefined` when not told. */
  readonly accessTokenExpires: string | null | undefined;
  readonly refreshTokenExpires: string | null | undefined;
  /** Secrets that the answer showed to exist, in whatever form it showed them. */
  readonly echoedSecrets: readonly string[];
}

/** A node of the hierarchy. */
export interface HierarchyNode {
  readonly pkid: string;
  /** Dotted path from `sys`. */
  readonly path: string;
  readonly type: string | null;
  /** Whether the node takes records of this model; `null` when nobody asked the server. */
  readonly acceptsCustomers: boolean | null;
}

/** The live system, read completely: what is not in it does not exist below the hierarchy that was asked. */
export interface Live {
  readonly server: string;
  /** The hierarchy that was listed with everything below it. */
  readonly hierarchy: string;
  readonly customers: readonly LiveCustomer[];
  readonly nodes: readonly HierarchyNode[];
  /** The `schema_version` that the listing told of its model; left out or `null` where none did. */
  readonly schemaVersion?: string | null;
  /** Requests that reading took. */
  readonly requests: number;
}
