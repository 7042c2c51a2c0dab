import { pkidFrom, uuidFrom } from './identifiers.ts';
import type {
  CustomerData,
  Snapshot,
  StoredCustomer,
  StoredDocument,
  StoredNode,
  StoredTransaction,
} from './records.ts';
import { newCustomer, rotated, withoutNulls } from './tokens.ts';
import { TransactionBook } from './transaction-book.ts';

/** The records of a running sandbox. Tests read it, and change it behind everyone's back: none of its methods is a call of the API. */
export class SandboxState {
  /** Types of node that may hold a customer record. */
  readonly nodeTypes: readonly string[];
  readonly #now: () => number;
  readonly #nodes = new Map<string, StoredNode>();
  readonly #nodesByPath = new Map<string, StoredNode>();
  readonly #customers = new Map<string, StoredCustomer>();
  readonly #documents = new Map<string, StoredDocument>();
  readonly #book = new TransactionBook();
  #serial: number;
  #revision = 0;

  /** Continues from a snapshot; `now` gives milliseconds since 1970. */
  constructor({ nodeTypes, serial, nodes, customers, transactions, documents = [] }: Snapshot, now: () => number) {
    this.nodeTypes = nodeTypes;
    this.#now = now;
    this.#serial = serial;
    nodes.forEach((node) => {
      this.#putNode(node);
    });
    customers.forEach((customer) => {
      this.put(customer);
    });
    transactions.forEach((transaction) => {
      this.putTransaction(transaction);
    });
    documents.forEach((document) => {
      this.putDocument(document);
    });
  }

  /** Grows with every change: tells whether a data file is out of date. */
  get revision(): number {
    return this.#revision;
  }

  /** Every node, in the order they were made. */
  get nodes(): readonly StoredNode[] {
    return [...this.#nodes.values()];
  }

  /** Every record with its true values, secrets in clear. */
  get customers(): readonly StoredCustomer[] {
    return [...this.#customers.values()];
  }

  /** Every transaction, oldest first. */
  get transactions(): readonly StoredTransaction[] {
    return this.#book.all;
  }

  /** The records of other models, in the order they were made. */
  get documents(): readonly StoredDocument[] {
    return [...this.#documents.values()];
  }

  /** The transactions that are queued or in progress, oldest first. */
  get openTransactions(): readonly StoredTransaction[] {
    return this.#book.open;
  }

  /** The node with this pkid or dotted path. */
  node(pkidOrPath: string): StoredNode | undefined {
    return this.#nodes.get(pkidOrPath) ?? this.#nodesByPath.get(pkidOrPath);
  }

  /** The record with this pkid. */
  customer(pkid: string): StoredCustomer | undefined {
    return this.#customers.get(pkid);
  }

  /** Every record of this name, wherever it is. */
  named(name: string): readonly StoredCustomer[] {
    return this.customers.filter(({ data }) => data.name === name);
  }

  /** The transaction with this id. */
  transaction(id: string): StoredTransaction | undefined {
    return this.#book.find(id);
  }

  /** Adds a node. Its parent need not exist. */
  addNode(path: string, type: string): StoredNode {
    return this.#putNode({ pkid: this.nextPkid(), path, type });
  }

  /** Adds a record with exactly these values, expiries included, and what the server would derive. */
  add(hierarchy: string, data: CustomerData): StoredCustomer {
    return this.put(newCustomer(this.nextPkid(), hierarchy, data));
  }

  /** Changes some values of a record, as if somebody else had; null clears one. Throws `Error` for an unknown pkid. */
  change(pkid: string, data: CustomerData): StoredCustomer {
    const customer = this.#known(pkid);
    return this.put({ ...customer, data: withoutNulls({ ...customer.data, ...data }) });
  }

  /** Rotates the tokens of a record, as the server does every few days. Throws `Error` for an unknown pkid. */
  rotateTokens(pkid: string): StoredCustomer {
    const customer = this.#known(pkid);
    return this.put({ ...customer, data: rotated(customer.data, this.#now(), this.nextPkid()) });
  }

  /** Stores a record under its pkid, replacing the one that was there. */
  put(customer: StoredCustomer): StoredCustomer {
    this.#customers.set(customer.pkid, customer);
    this.#revision += 1;
    return customer;
  }

  /** Removes a record and its data syncs; an unknown pkid is no error. */
  remove(pkid: string): void {
    this.#customers.delete(pkid);
    this.#revision += 1;
  }

  /** Stores a transaction under its id, replacing the one that was there. */
  putTransaction(transaction: StoredTransaction): StoredTransaction {
    this.#book.put(transaction);
    this.#revision += 1;
    return transaction;
  }

  /** Stores a record of another model under its pkid. */
  putDocument(document: StoredDocument): StoredDocument {
    this.#documents.set(document.pkid, document);
    this.#revision += 1;
    return document;
  }

  /** A new pkid, the same one in every sandbox that does the same things. */
  nextPkid(): string {
    return pkidFrom(this.#nextText());
  }

  /** A new transaction id, in the form of a UUID. */
  nextTransactionId(): string {
    return uuidFrom(this.#nextText());
  }

  /** The whole state as one JSON value. */
  snapshot(): Snapshot {
    const { nodeTypes, nodes, customers, transactions, documents } = this;
    return { format: 1, serial: this.#serial, nodeTypes, nodes, customers, transactions, documents };
  }

  #putNode(node: StoredNode): StoredNode {
    this.#nodes.set(node.pkid, node);
    this.#nodesByPath.set(node.path, node);
    this.#revision += 1;
    return node;
  }

  #known(pkid: string): StoredCustomer {
    const customer = this.#customers.get(pkid);
    if (customer === undefined) {
      throw new Error(`The sandbox has no customer ${pkid}: look it up in state.customers first.`);
    }
    return customer;
  }

  #nextText(): string {
    this.#serial += 1;
    return String(this.#serial);
  }
}
