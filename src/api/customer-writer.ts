import type { SecretReferences } from '../model/customer.ts';
import type { Profile } from '../model/profile.ts';
import { secretNames } from '../model/properties.ts';
import type { Secrets } from '../model/secret.ts';
import { decodeAnswer } from './answer.ts';
import type { CustomerWriter, Properties, Written } from './customers.ts';
import type { Asked } from './failure.ts';
import { actionPath, createPath, customerPath, movePath, transactionPath } from './paths.ts';
import { readOnly } from './reads.ts';
import { type Patience, usualPatience, waitForTransaction } from './transactions.ts';
import type { Request, Transport } from './transport.ts';
import { encodePayload, type RequestMeta } from './wire/payload.ts';
import { decodeWritten } from './wire/written.ts';

interface Write extends Request {
  /** The record concerned; `null` for one that is to be created. */
  readonly pkid: string | null;
  readonly hierarchy: string;
  /** Whether the transaction must be asked which record it left. */
  readonly resultNeeded: boolean;
}

/** A writer whose requests are marked with `run` in the server's transaction log. */
export function createWriter(
  transport: Transport,
  profile: Profile,
  secrets: Secrets,
  run: string,
  patience: Patience = usualPatience,
): CustomerWriter {
  const read = readOnly(transport);
  const named = (operation: string): RequestMeta => ({ external_id: operation, external_reference: run });

  async function wait(asked: Asked, transaction: string, write: Pick<Write, 'hierarchy' | 'resultNeeded' | 'secrets'>) {
    const known = { read, clock: transport.clock, profile, patience, asked, hierarchy: write.hierarchy };
    const waiting = { ...known, secrets: write.secrets ?? (() => []) };
    const ended = await waitForTransaction(waiting, transaction, write.resultNeeded);
    return { pkid: ended.pkid, transaction };
  }

  async function perform(write: Write): Promise<Written> {
    const query = { ...write.query, hierarchy: write.hierarchy, nowait: true };
    const answer = await transport.send({ ...write, query });
    const { transaction, pkid } = decodeAnswer(answer, (json) => decodeWritten(json, write.pkid, profile));
    if (transaction === null) return { pkid, transaction };
    return wait({ method: answer.method, path: answer.path }, transaction, write);
  }

  function record(properties: Properties, references: SecretReferences, operation: string) {
    const revealed = (): Readonly<Record<string, string>> => reveal(secrets, references);
    return {
      query: {},
      body: () => encodePayload(profile, { ...properties, ...revealed() }, named(operation)),
      secrets: () => Object.values(revealed()),
    };
  }

  return {
    create: (hierarchy, properties, references, operation) => {
      const body = record(properties, references, operation);
      return perform({ ...body, method: 'POST', path: createPath, pkid: null, hierarchy, resultNeeded: true });
    },
    replace: async (pkid, hierarchy, properties, references, operation) => {
      const body = record(properties, references, operation);
      const path = customerPath(pkid);
      const done = await perform({ ...body, method: 'PUT', path, pkid, hierarchy, resultNeeded: false });
      return { ...done, pkid: done.pkid ?? pkid };
    },
    move: async (pkid, from, to, operation) => {
      const keepsPkid = profile.moveKeepsPkid === 'yes';
      // The API's parameter for where records are moved to; its `hierarchy` is where they are.
      const query = { model_type: 'relation/SparkCustomer', context_hierarchy: to };
      const body = () => JSON.stringify({ hrefs: [customerPath(pkid)], request_meta: named(operation) });
      const write = {
        method: 'POST',
        path: movePath,
        query,
        body,
        pkid,
        hierarchy: from,
        resultNeeded: !keepsPkid,
      } as const;
      const done = await perform(write);
      return { ...done, pkid: done.pkid ?? (keepsPkid ? pkid : null) };
    },
    remove: async (pkid, hierarchy) => {
      const path = customerPath(pkid);
      const done = await perform({ method: 'DELETE', path, query: {}, pkid, hierarchy, resultNeeded: false });
      return { ...done, pkid: null };
    },
    runAction: async (pkid, hierarchy, action, operation) => {
      const body = () => JSON.stringify({ request_meta: named(operation) });
      const path = actionPath(pkid, action);
      const done = await perform({ method: 'POST', path, query: {}, body, pkid, hierarchy, resultNeeded: false });
      return { ...done, pkid };
    },
    settle: (transaction, hierarchy) => {
      const asked = { method: 'POST', path: `(an earlier request, ${transactionPath(transaction)})` };
      return wait(asked, transaction, { hierarchy, resultNeeded: true });
    },
  };
}

/** The values to send: an empty text where a reference is `null`, which clears the property. */
function reveal(secrets: Secrets, references: SecretReferences): Readonly<Record<string, string>> {
  return Object.fromEntries(
    secretNames.flatMap((name) => {
      const reference = references[name];
      if (reference === undefined) return [];
      return [[name, reference === null ? '' : secrets.reveal(reference)]];
    }),
  );
}
