import type { ActionName } from '../model/customer.ts';
import type { PropertyName } from '../model/properties.ts';
import type { Json, JsonObject } from './json.ts';

/** The properties of a record with their true values, secrets in clear; null and absent are both absent. */
export type CustomerData = JsonObject & Readonly<Partial<Record<PropertyName, Json>>>;

/** A node of the hierarchy. */
export interface StoredNode {
  readonly pkid: string;
  /** Dotted path from `sys`. */
  readonly path: string;
  /** `Provider`, `Reseller`, `Customer`, `Site`, or whatever the seed says. */
  readonly type: string;
}

/** A record of `relation/SparkCustomer` as the sandbox keeps it. */
export interface StoredCustomer {
  readonly pkid: string;
  /** Dotted path of the node that holds the record. */
  readonly hierarchy: string;
  readonly data: CustomerData;
  /** Names of the data syncs that the server made for the record; they go when the record goes. */
  readonly dataSyncs: readonly string[];
  /** How often each action was started, by a call or by `sync` at creation, whether or not it succeeded. */
  readonly started: Readonly<Record<ActionName, number>>;
}

/** A record of another model, which the sandbox only keeps. */
export interface StoredDocument {
  readonly pkid: string;
  readonly model: 'data/ConfigurationTemplate' | 'data/FieldDisplayPolicy';
  /** Dotted path of the node that holds it. */
  readonly hierarchy: string;
  readonly data: JsonObject;
}

/** What a client called its request: `request_meta.external_id` and `external_reference`. */
export interface External {
  readonly id: string | null;
  readonly reference: string | null;
}

/** Work on one record. It is data, so that a queued one survives a restart and `replay` can do it again. */
export type Work =
  | { readonly kind: 'create'; readonly hierarchy: string; readonly data: CustomerData }
  | { readonly kind: 'update'; readonly pkid: string; readonly data: CustomerData }
  /** A bulk modification: what the payload leaves out stays. */
  | { readonly kind: 'modify'; readonly pkid: string; readonly data: CustomerData }
  | { readonly kind: 'delete'; readonly pkid: string }
  | { readonly kind: 'move'; readonly pkid: string; readonly target: string }
  | { readonly kind: 'action'; readonly pkid: string; readonly action: ActionName };

/** One record's share of a transaction. */
export interface TransactionItem {
  readonly work: Work;
  /** An injected fault: the work fails and changes nothing. */
  readonly spoiled: boolean;
  /** The record afterwards; null before, for a delete, and after a failure. */
  readonly resultPkid: string | null;
}

/** A transaction of `tool/Transaction` as the sandbox keeps it. Times are milliseconds since 1970. */
export interface StoredTransaction {
  readonly id: string;
  readonly action: string;
  /** Name of the record, or how many there are. */
  readonly detail: string;
  readonly hierarchy: string;
  readonly username: string;
  readonly external: External;
  readonly items: readonly TransactionItem[];
  readonly outcome: 'open' | 'succeeded' | 'failed';
  readonly message: string;
  readonly submitted: number;
  /** When the work is done; null for one that never ends. */
  readonly due: number | null;
  readonly completed: number | null;
}

/** Everything the sandbox knows, as one JSON value: what a data file holds. */
export interface Snapshot {
  readonly format: 1;
  /** How many ids were given out: the next ones continue from there. */
  readonly serial: number;
  readonly nodeTypes: readonly string[];
  readonly nodes: readonly StoredNode[];
  readonly customers: readonly StoredCustomer[];
  readonly transactions: readonly StoredTransaction[];
  /** Left out by older sandboxes. */
  readonly documents?: readonly StoredDocument[];
}
