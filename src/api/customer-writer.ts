import type { SecretReferences } from '../model/customer.ts';
import type { Profile } from '../model/profile.ts';
import type { Secrets } from '../model/secret.ts';
import { type Answer, decodeAnswer } from './answer.ts';
import type { CustomerWriter, Properties, Written } from './customers.ts';
import type { Request } from './exchange.ts';
import {
  actionPath,
  bulkUpdatePath,
  createPath,
  customerPath,
  customersPath,
  moveOnePath,
  movePath,
  transactionPath,
} from './paths.ts';
import { readOnly } from './reads.ts';
import { openWatcher, type Patience, usualPatience } from './transactions.ts';
import type { Transport } from './transport.ts';
import { encodePayload, type RequestMeta } from './wire/payload.ts';
import { decodeWritten } from './wire/written.ts';

interface Write extends Request {
  /** The record concerned; `null` for one that is to be created. */
  readonly pkid: string | null;
  readonly hierarchy: string;
  /** The `external_reference` in its body; `null` where it has no body. */
  readonly reference: string | null;
  /** Whether the transaction must be asked which record it left. */
  readonly resultNeeded: boolean;
}

/** Writes with the same reference: as many as one listing of transactions tells about in one page, and no more than needed. */
const writesToAReference = 50;

/** How the writes of a run are found in the server's transaction log. */
export interface RunMark {
  /** What their `external_reference` begins with. */
  readonly name: string;
  /** The hierarchy below which all of them are. */
  readonly root: string;
}

/** A writer whose requests are marked with `run` in the server's transaction log. */
export function createWriter(
  transport: Transport,
  profile: Profile,
  secrets: Secrets,
  run: RunMark,
  patience: Patience = usualPatience,
): CustomerWriter {
  const read = readOnly(transport);
  const watcher = openWatcher(read, transport.clock, profile, patience, run.root);
  let writes = 0;
  // Ends with a dot, so that no reference is the beginning of another: servers look for them with `contains`.
  const nextReference = (): string => `${run.name}.${Math.floor(writes++ / writesToAReference)}.`;

  async function perform(write: Write): Promise<Written> {
    const { reference, resultNeeded, hierarchy, secrets: sent = () => [] } = write;
    const answer = await transport.send({ ...write, query: { ...write.query, hierarchy, nowait: true } });
    const { transaction, pkid } = decodeAnswer(answer, (json) => decodeWritten(json, write.pkid, profile));
    if (transaction === null) return { pkid, transaction };
    const asked = { method: answer.method, path: answer.path };
    const ended = await watcher.wait({ transaction, reference, hierarchy, asked, secrets: sent, resultNeeded });
    return { pkid: ended.pkid, transaction };
  }

  function record(properties: Properties, references: SecretReferences, operation: string) {
    const reference = nextReference();
    const revealed = (): Readonly<Record<string, string>> => reveal(secrets, references);
    const meta: RequestMeta = { external_id: operation, external_reference: reference };
    return {
      query: {},
      reference,
      body: () => encodePayload(profile, { ...properties, ...revealed() }, meta),
      secrets: () => Object.values(revealed()),
    };
  }

  function withMeta(operation: string, payload: Properties) {
    const reference = nextReference();
    const meta: RequestMeta = { external_id: operation, external_reference: reference };
    return { reference, body: () => JSON.stringify({ ...payload, request_meta: meta }) };
  }

  async function move(
    pkid: string,
    from: string,
    to: string,
    path: string,
    payload: Pick<Write, 'reference'> & { readonly body: () => string },
  ): Promise<Written> {
    const keepsPkid = profile.moveKeepsPkid === 'yes';
    // The API's parameter for where records are moved to; its `hierarchy` is where they are.
    const query = { model_type: 'relation/SparkCustomer', context_hierarchy: to };
    const write = { ...payload, method: 'POST', path, query, pkid, hierarchy: from, resultNeeded: !keepsPkid } as const;
    const done = await perform(write);
    return { ...done, pkid: done.pkid ?? (keepsPkid ? pkid : null) };
  }

  const forms = new Map<string, Promise<Answer>>();
  // The reference has the form asked for before it is sent. It answers only where the server and the user's rights allow it.
  const askForForm = (hierarchy: string): Promise<Answer> => {
    const form =
      forms.get(hierarchy) ??
      transport.send({ method: 'GET', path: bulkUpdatePath, query: { hierarchy, schema: true } });
    forms.set(hierarchy, form);
    return form;
  };

  return {
    create: (hierarchy, properties, references, operation) => {
      const body = record(properties, references, operation);
      return perform({ ...body, method: 'POST', path: createPath, pkid: null, hierarchy, resultNeeded: false });
    },
    replace: async (pkid, hierarchy, properties, references, operation) => {
      const body = record(properties, references, operation);
      const path = customerPath(pkid);
      const done = await perform({ ...body, method: 'PUT', path, pkid, hierarchy, resultNeeded: false });
      return { ...done, pkid: done.pkid ?? pkid };
    },
    move: (pkid, from, to, operation) =>
      move(pkid, from, to, movePath, withMeta(operation, { hrefs: hrefsOf([pkid]) })),
    moveOne: (pkid, from, to, operation) => move(pkid, from, to, moveOnePath(pkid), withMeta(operation, {})),
    remove: async (pkid, hierarchy) => {
      const path = customerPath(pkid);
      const write = {
        method: 'DELETE',
        path,
        query: {},
        pkid,
        hierarchy,
        reference: null,
        resultNeeded: false,
      } as const;
      return { ...(await perform(write)), pkid: null };
    },
    moveAll: async (pkids, hierarchy, to, operation) => {
      const query = { model_type: 'relation/SparkCustomer', context_hierarchy: to };
      const body = withMeta(operation, { hrefs: hrefsOf(pkids) });
      const write = { ...body, method: 'POST', path: movePath, query, pkid: null, hierarchy } as const;
      return { ...(await perform({ ...write, resultNeeded: false })), pkid: null };
    },
    removeAll: async (pkids, hierarchy) => {
      const body = () => JSON.stringify({ hrefs: hrefsOf(pkids) });
      const write = { method: 'DELETE', path: customersPath, query: {}, body, pkid: null, hierarchy } as const;
      return { ...(await perform({ ...write, reference: null, resultNeeded: false })), pkid: null };
    },
    modifyAll: async (pkids, hierarchy, properties, operation) => {
      const reference = nextReference();
      const meta: RequestMeta = { external_id: operation, external_reference: reference };
      const named = namedFor(profile, pkids);
      await askForForm(hierarchy);
      const body = () => encodePayload(profile, properties, meta, named);
      const write = { method: 'POST', path: bulkUpdatePath, query: {}, body, pkid: null, hierarchy } as const;
      return { ...(await perform({ ...write, reference, resultNeeded: false })), pkid: null };
    },
    runAction: async (pkid, hierarchy, action, operation) => {
      const path = actionPath(pkid, action);
      const write = { ...withMeta(operation, {}), method: 'POST', path, query: {}, pkid, hierarchy } as const;
      return { ...(await perform({ ...write, resultNeeded: false })), pkid };
    },
    settle: async (transaction, hierarchy) => {
      const asked = { method: 'POST', path: `(an earlier request, ${transactionPath(transaction)})` };
      const known = { transaction, hierarchy, asked, reference: null, secrets: () => [], resultNeeded: true };
      return { pkid: (await watcher.wait(known)).pkid, transaction };
    },
  };
}

/**
 * The records of a bulk call. Throws `Error` for none: what the server makes of a bulk delete that names no record is not
 * documented, and the worst is to be feared.
 */
function hrefsOf(pkids: readonly string[]): readonly string[] {
  if (pkids.length === 0) throw new Error('a bulk call must name its records');
  return pkids.map(customerPath);
}

/** How a bulk modification names its records, as the profile says. Throws `Error` for none, and where it does not say. */
function namedFor({ bulkModify }: Profile, pkids: readonly string[]): Properties {
  const hrefs = hrefsOf(pkids);
  if (bulkModify === 'pkids') return { pkids };
  if (bulkModify === 'hrefs') return { hrefs };
  throw new Error('the profile does not say how a bulk modification names its records');
}

/** The values to send: an empty text where a reference is `null`, which clears the property. */
function reveal(secrets: Secrets, references: SecretReferences): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(references).flatMap(([name, reference]) => {
      if (reference === undefined) return [];
      return [[name, reference === null ? '' : secrets.reveal(reference)]];
    }),
  );
}
