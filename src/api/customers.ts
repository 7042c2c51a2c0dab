import type { ActionName, SecretReferences } from '../model/customer.ts';
import type { HierarchyNode, LiveCustomer } from '../model/live.ts';
import type { Transaction } from './wire/transaction.ts';

/** The answer to a GET of one customer. */
export interface InstanceDocument {
  readonly live: LiveCustomer;
  /** Every property as the server gave it, unknown ones too, without the secrets: what an update lays its changes over. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Takes customers as they arrive, some at a time, with all nodes. */
export type Arrived = (customers: readonly LiveCustomer[], nodes: readonly HierarchyNode[]) => void;

/** Reads customers. Can send only GETs, and no writer can be had from it. Every method throws `ApiError`. */
export interface CustomerReader {
  /** The nodes of the hierarchy and below, complete, sorted by path. */
  listNodes(hierarchy: string): Promise<readonly HierarchyNode[]>;
  /** The customers in the hierarchy and below, complete; `nodes` resolve references to hierarchies. */
  listCustomers(hierarchy: string, nodes?: readonly HierarchyNode[]): Promise<readonly LiveCustomer[]>;
  /**
   * Both, and the version that the listing tells of the customers' schema. `arrived` gets customers as they
   * come, while others are on their way: nothing is known to be complete then, and a listing may be read again.
   */
  listAll(
    hierarchy: string,
    arrived?: Arrived,
  ): Promise<{
    readonly nodes: readonly HierarchyNode[];
    readonly customers: readonly LiveCustomer[];
    readonly schemaVersion: string | null;
  }>;
  /** One customer, whole. */
  readCustomer(pkid: string, nodes?: readonly HierarchyNode[]): Promise<InstanceDocument>;
  /** Whether customers can be added at the node (dotted path). */
  acceptsCustomers(path: string): Promise<boolean>;
  /**
   * The transactions whose correlation identifier holds `text`, complete: where a lost answer is asked after. A server that
   * does not keep them answers with none, so this tells something only where the profile says that it does.
   */
  findTransactions(
    hierarchy: string,
    field: 'external.id' | 'external.reference',
    text: string,
  ): Promise<readonly Transaction[]>;
}

/** What a write that succeeded left behind. */
export interface Written {
  /** The customer's pkid afterwards; `null` when the server does not tell it, or the customer is gone. */
  readonly pkid: string | null;
  /** `null` when the server answered at once. */
  readonly transaction: string | null;
}

/** The properties of a record as the API names them, without secrets. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * Writes customers, one at a time. Every method resolves when the work is done, and throws `ApiError`, whose `outcome` says
 * whether it may have been done all the same. `operation` names the work for the server's transaction log.
 */
export interface CustomerWriter {
  /** Tells the pkid only where the server answers with it at once: to learn it otherwise is up to the caller. */
  create(hierarchy: string, properties: Properties, secrets: SecretReferences, operation: string): Promise<Written>;
  /** PUT: replaces the whole record. */
  replace(
    pkid: string,
    hierarchy: string,
    properties: Properties,
    secrets: SecretReferences,
    operation: string,
  ): Promise<Written>;
  /** Moves a record from one hierarchy to another. */
  move(pkid: string, from: string, to: string, operation: string): Promise<Written>;
  /** The same by the call for one record, whose payload the reference leaves open. */
  moveOne(pkid: string, from: string, to: string, operation: string): Promise<Written>;
  /** Deletes one record. The log does not get its `operation`: the API gives the DELETE of an instance no payload. */
  remove(pkid: string, hierarchy: string, operation: string): Promise<Written>;
  /** Moves many records, wherever below `hierarchy` they are. One transaction, in which some may fail. */
  moveAll(pkids: readonly string[], hierarchy: string, to: string, operation: string): Promise<Written>;
  /** Deletes many records, wherever below `hierarchy` they are. One transaction, in which some may fail. */
  removeAll(pkids: readonly string[], hierarchy: string): Promise<Written>;
  /**
   * Gives many records the same values, wherever below `hierarchy` they are, in the form that the profile says. One
   * transaction, in which some may fail. Throws `Error` where the profile does not say the form.
   */
  modifyAll(pkids: readonly string[], hierarchy: string, properties: Properties, operation: string): Promise<Written>;
  runAction(pkid: string, hierarchy: string, action: ActionName, operation: string): Promise<Written>;
  /** Waits for a transaction that an earlier request or run began. */
  settle(transaction: string, hierarchy: string): Promise<Written>;
}
