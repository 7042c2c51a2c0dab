import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Call, refuseFailed, transactionAnswer } from './call.ts';
import { nodeReference } from './hierarchy.ts';
import type { JsonObject } from './json.ts';
import type { StoredTransaction } from './records.ts';
import type { World } from './world.ts';

/** Leaves the client waiting: nothing is sent, and the connection stays open. */
export function noAnswer(): Response {
  return RESPONSE_ALREADY_SENT;
}

/** Whether an answer is the one of `noAnswer`. */
export function isNoAnswer(answer: Response): boolean {
  return answer.headers.has('x-hono-already-sent');
}

/** A synchronous answer that tells the record: the first form of the API guide's "POST/PUT/DELETE Response". */
export function instanceAnswer(world: World, hierarchy: string, pkid: string): JsonObject {
  const node = world.state.node(hierarchy);
  const parent = node === undefined ? undefined : nodeReference(node);
  return {
    pkid,
    model_type: 'relation/SparkCustomer',
    success: true,
    meta: {
      parent_id: parent === undefined ? null : { pkid: parent.pkid, uri: parent.href },
      summary_attrs: [],
      uri: `/api/relation/SparkCustomer/${pkid}`,
    },
  };
}

/** A synchronous answer that tells the transaction: what the reference calls "a transaction pkid". */
export function transactionPkidAnswer(transaction: StoredTransaction): JsonObject {
  return { pkid: transaction.id, ...transactionAnswer(transaction) };
}

/**
 * Answers a write: the transaction to a client that does not wait, else `done`. A transaction that never ends leaves the
 * waiting client without an answer. Throws `Refusal` when the work failed while the client waited.
 */
export function answerWrite(call: Call, transaction: StoredTransaction, done: () => JsonObject): Response {
  if (call.req.query('nowait') === 'true') {
    return call.json(transactionAnswer(transaction));
  }
  if (transaction.outcome === 'open') {
    return noAnswer();
  }
  refuseFailed(transaction);
  return call.json(done());
}
