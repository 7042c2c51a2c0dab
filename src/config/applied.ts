import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import type { Applied, AppliedCustomer, Unfinished } from '../model/state.ts';
import { type Decoded, decodeCustomers } from './decode.ts';
import { type FileSchema, shippedFileSchema } from './file-schema.ts';
import { type Known, nothingKnown } from './known-customers.ts';

/** The format number of `applied.json`. */
export const appliedFormat = 1;

/** What `applied.json` holds of one customer, by the path of its file. Never a secret. */
export interface AppliedRecord {
  readonly pkid: string | null;
  /** What the defaults supplied when it was applied; left out where they supplied nothing. */
  readonly inherited?: Readonly<Record<string, unknown>>;
  /** What a run began and did not finish; left out where everything was. */
  readonly unfinished?: Unfinished;
}

/** `applied.json`, beside the customer files in the tree of the applied ref. */
export interface AppliedJson {
  readonly format: typeof appliedFormat;
  readonly server: string;
  /** The source commit that was applied last, `null` where none is done with; older states do not have it. */
  readonly source?: string | null;
  readonly customers: Readonly<Record<string, AppliedRecord>>;
}

/** The state before anything was applied. */
export const neverApplied: Applied = { commit: null, server: null, source: null, customers: [] };

/**
 * Decodes the applied state from the customer files and the `applied.json` of the ref's commit. Any error in it is an
 * error of the state, which only sparkform writes: nothing may be planned from half of it. Files that are `known` are not parsed
 * again; `unread`: as for `decodeCustomers`.
 */
export function decodeApplied(
  commit: string,
  files: readonly SourceFile[],
  json: Uint8Array | null,
  folder: string,
  known: readonly Known[] = [],
  schema: FileSchema = shippedFileSchema,
): Omit<Decoded, 'customers'> & { readonly applied: Applied } {
  const state = json === null ? null : parseAppliedJson(json);
  if (state === null) {
    const applied = { ...neverApplied, commit };
    return { applied, diagnostics: [unreadable(commit)], unread: false, known: nothingKnown };
  }
  const { server, source } = state;
  const records = new Map(Object.entries(state.customers));
  const inherited = new Map(
    [...records].flatMap(([file, { inherited: one }]) => (one === undefined ? [] : [[file, one]])),
  );
  const options = { folder, secretNames: null, inherited, known, schema };
  const { customers, ...decoded } = decodeCustomers(files, options);
  const declared = customers.map((customer) => appliedCustomer(customer.file, customer, records.get(customer.file)));
  const present = new Set(customers.map((one) => one.file));
  const begun = [...records].filter(([file]) => !present.has(file));
  return {
    applied: {
      commit,
      server,
      ...(source === undefined ? {} : { source }),
      customers: [...declared, ...begun.map(([file, record]) => appliedCustomer(file, null, record))],
    },
    ...decoded,
  };
}

function appliedCustomer(
  file: string,
  customer: AppliedCustomer['customer'],
  record: AppliedRecord | undefined,
): AppliedCustomer {
  return { file, customer, pkid: record?.pkid ?? null, unfinished: record?.unfinished ?? null };
}

function parseAppliedJson(json: Uint8Array): AppliedJson | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(json));
    return isAppliedJson(value) ? value : null;
  } catch {
    return null;
  }
}

function isAppliedJson(value: unknown): value is AppliedJson {
  if (!isObject(value) || value['format'] !== appliedFormat || typeof value['server'] !== 'string') return false;
  const { source, customers } = value;
  const goodSource = source === undefined || source === null || isCommit(source);
  return goodSource && isObject(customers) && Object.values(customers).every(isAppliedRecord);
}

/** Nothing else may reach a command line of git. */
function isCommit(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value);
}

function isAppliedRecord(value: unknown): value is AppliedRecord {
  if (!isObject(value)) return false;
  const { pkid, inherited, unfinished } = value;
  const goodPkid = pkid === null || (typeof pkid === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(pkid));
  return (
    goodPkid &&
    (inherited === undefined || isObject(inherited)) &&
    (unfinished === undefined || isUnfinished(unfinished))
  );
}

function isUnfinished(value: unknown): value is Unfinished {
  return isObject(value) && Array.isArray(value['actions']) && isObject(value['secrets']) && isObject(value['reruns']);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(commit: string): Diagnostic {
  return {
    severity: 'error',
    code: 'unreadable-applied-state',
    message: `The applied state in commit ${commit.slice(0, 12)} has no applied.json that this version can read.`,
    hint: 'Use the version of sparkform that wrote it, or a newer one; git log on the ref shows who wrote it when.',
  };
}
