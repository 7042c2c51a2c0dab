import type { HierarchyNode } from '../model/live.ts';
import { decodeAnswer } from './answer.ts';
import type { Request } from './exchange.ts';
import {
  actionPath,
  bulkUpdatePath,
  createPath,
  customerPath,
  movePath,
  pollPath,
  type Query,
  transactionPath,
  transactionsPath,
} from './paths.ts';
import { readOnly } from './reads.ts';
import type { Transport } from './transport.ts';
import { decodeNamedIds, type NamedIds } from './wire/named-ids.ts';
import { decodeProbed, type ProbedRecord } from './wire/probed.ts';
import { at, UnexpectedShape } from './wire/shape.ts';
import { transactionId } from './wire/transaction.ts';
import { decodeStatus, type TransactionStatus } from './wire/transaction-status.ts';

/** How a payload is written: its properties at the top, or under `data`. */
export type PayloadForm = 'bare' | 'wrapped';

/** How a bulk modification names its records. */
export type BulkNaming = 'pkids' | 'hrefs';

/** The properties of the throw-away customer, its fake secrets among them. */
export type ProbeProperties = Readonly<Record<string, string | boolean>>;

/** Writes as no other code does: in a form that is chosen each time, waiting or not, and reading how secrets come back. */
export interface Prober {
  /** Creates a record and waits for it. Gives every id that the answer names. */
  create(form: PayloadForm, hierarchy: string, properties: ProbeProperties): Promise<NamedIds>;
  /** Replaces the record without waiting. Gives the transaction, `null` where the answer names none; so do the others. */
  replace(form: PayloadForm, pkid: string, hierarchy: string, properties: ProbeProperties): Promise<string | null>;
  /** Asks for the form of a bulk modification, as the reference has it, and sends it. */
  modifyAll(
    form: PayloadForm,
    naming: BulkNaming,
    pkids: readonly string[],
    hierarchy: string,
    properties: ProbeProperties,
  ): Promise<string | null>;
  refreshToken(pkid: string, hierarchy: string): Promise<string | null>;
  move(pkid: string, from: string, to: string): Promise<string | null>;
  remove(pkid: string, hierarchy: string): Promise<string | null>;
  read(pkid: string, nodes: readonly HierarchyNode[]): Promise<ProbedRecord>;
  /** How a transaction stands, by the light poll and by its GET. */
  poll(transaction: string, hierarchy: string): Promise<TransactionStatus>;
  status(transaction: string, hierarchy: string): Promise<TransactionStatus>;
  /** The ids on the first page of the transactions whose `external.id` or `external.reference` holds the text. */
  search(hierarchy: string, field: 'external.id' | 'external.reference', text: string): Promise<readonly string[]>;
}

/** What marks the writes of a probe in the server's transaction log, and the fake secrets to keep out of errors. */
export interface ProbeMarks {
  readonly externalId: string;
  readonly externalReference: string;
  readonly secrets: readonly string[];
}

/** A prober of a server. Every method throws `ApiError`. */
export function createProber(transport: Transport, marks: ProbeMarks): Prober {
  const read = readOnly(transport);
  const request_meta = { external_id: marks.externalId, external_reference: marks.externalReference };

  const write = (method: Request['method'], path: string, query: Query, payload: object) =>
    transport.send({ method, path, query, body: () => JSON.stringify(payload), secrets: () => marks.secrets });
  const record = (form: PayloadForm, properties: ProbeProperties) =>
    form === 'wrapped' ? { data: properties, request_meta } : { ...properties, request_meta };
  const begin = async (method: Request['method'], path: string, query: Query, payload: object) => {
    const answer = await write(method, path, { ...query, nowait: true }, payload);
    return decodeAnswer(answer, decodeNamedIds).transaction;
  };

  return {
    create: async (form, hierarchy, properties) =>
      decodeAnswer(await write('POST', createPath, { hierarchy }, record(form, properties)), decodeNamedIds),
    replace: (form, pkid, hierarchy, properties) =>
      begin('PUT', customerPath(pkid), { hierarchy }, record(form, properties)),
    modifyAll: async (form, naming, pkids, hierarchy, properties) => {
      await transport.send({ method: 'GET', path: bulkUpdatePath, query: { hierarchy, schema: true } });
      const named = naming === 'pkids' ? { pkids } : { hrefs: pkids.map(customerPath) };
      return begin('POST', bulkUpdatePath, { hierarchy }, { ...record(form, properties), ...named });
    },
    refreshToken: (pkid, hierarchy) =>
      begin('POST', actionPath(pkid, 'refresh_access_token'), { hierarchy }, { request_meta }),
    move: (pkid, from, to) => {
      const query = { hierarchy: from, model_type: 'relation/SparkCustomer', context_hierarchy: to };
      return begin('POST', movePath, query, { hrefs: [customerPath(pkid)], request_meta });
    },
    remove: async (pkid, hierarchy) => {
      const query = { hierarchy, nowait: true };
      const answer = await transport.send({ method: 'DELETE', path: customerPath(pkid), query });
      return decodeAnswer(answer, decodeNamedIds).transaction;
    },
    read: async (pkid, nodes) => {
      const answer = await read(customerPath(pkid), {});
      return decodeAnswer(answer, (json) => decodeProbed(json, pkid, nodes, marks.secrets));
    },
    poll: async (id, hierarchy) =>
      decodeAnswer(await read(pollPath(id), { hierarchy }), (json) => decodeStatus(json, id, marks.secrets)),
    status: async (id, hierarchy) =>
      decodeAnswer(await read(transactionPath(id), { hierarchy }), (json) => decodeStatus(json, id, marks.secrets)),
    search: async (hierarchy, field, text) => {
      const filter = { filter_field: field, filter_condition: 'contains', filter_text: text };
      const answer = await read(transactionsPath, { hierarchy, skip: 0, limit: 50, ...filter });
      return decodeAnswer(answer, (json) => {
        const entries = at(json, 'resources');
        if (!Array.isArray(entries)) throw new UnexpectedShape('the listing has no list of resources');
        return entries.map(transactionId).filter((id) => id !== null);
      });
    },
  };
}
