import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Fault } from './faults.ts';
import { isWithin } from './hierarchy.ts';
import { isJsonObject, type Json, type JsonObject, textOf } from './json.ts';
import type { External, StoredCustomer, StoredNode, StoredTransaction, Work } from './records.ts';
import { Refusal } from './refusal.ts';
import type { Remark } from './request-log.ts';
import { nameOf, submit } from './transactions.ts';
import { transactionHref } from './wire-transaction.ts';
import type { World } from './world.ts';

/** What the routes find beside the request. */
export interface CallEnvironment {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** The JSON body; the text of one that is not JSON; undefined when there was none. */
    readonly body: Json | undefined;
    readonly remarks: readonly Remark[];
    /** The injected fault that the work itself must heed. */
    readonly fault: Fault | undefined;
  };
}

/** One request on its way through the sandbox. */
export type Call = Context<CallEnvironment>;

/** The node that a parameter of the request names. Throws `Refusal` when it names none, or one that is not there. */
export function namedNode(world: World, call: Call, parameter: 'hierarchy' | 'context_hierarchy'): StoredNode {
  const text = call.req.query(parameter);
  if (text === undefined || text === '') {
    throw new Refusal(400, 'hierarchy-missing', `${parameter} is required: a node's pkid or dotted path.`);
  }
  const node = world.state.node(text);
  if (node === undefined) {
    throw new Refusal(404, 'hierarchy-not-found', `${parameter} ${text} does not exist, or you may not see it.`);
  }
  return node;
}

/** Throws `Refusal` when nodes of this type do not take customer records. */
export function refuseWrongType(world: World, { path, type }: StoredNode): void {
  if (!world.state.nodeTypes.includes(type)) {
    const allowed = world.state.nodeTypes.join(', ');
    const message = `relation/SparkCustomer is not allowed at ${path}: its type is ${type}, and must be one of: ${allowed}.`;
    throw new Refusal(400, 'model-not-allowed', message);
  }
}

/** The record that the path names. `hierarchy` is optional here, but it must hold the record where it is given. Throws `Refusal`. */
export function namedCustomer(world: World, call: Call): StoredCustomer {
  const pkid = call.req.param('pkid') ?? '';
  const customer = world.state.customer(pkid);
  const above = call.req.query('hierarchy') === undefined ? null : namedNode(world, call, 'hierarchy');
  if (customer === undefined || (above !== null && !isWithin(customer.hierarchy, above.path))) {
    throw new Refusal(404, 'not-found', `relation/SparkCustomer ${pkid} does not exist, or you may not see it.`);
  }
  return customer;
}

/** Names of the customers that a request is about: in its payload, and stored under the pkids it mentions. */
export function concernedNames(world: World, path: string, body: Json | undefined): readonly string[] {
  return concernedCustomers(world, path, body)
    .map(({ data }) => textOf(data.name))
    .concat(payloadName(body));
}

/** The stored records whose pkids a request mentions. */
export function concernedCustomers({ state }: World, path: string, body: Json | undefined): readonly StoredCustomer[] {
  const mentioned = `${path} ${JSON.stringify(body ?? null)}`.match(/[0-9a-f]{24}/g) ?? [];
  return mentioned.flatMap((pkid) => state.customer(pkid) ?? []);
}

function payloadName(body: Json | undefined): readonly string[] {
  const { data, name: bare } = isJsonObject(body) ? body : {};
  const { name: wrapped } = isJsonObject(data) ? data : {};
  return [textOf(bare), textOf(wrapped)].filter((name) => name !== '');
}

/** Submits the work of a call, heeding `nowait` and the injected fault. */
export function submitWork(
  world: World,
  call: Call,
  works: readonly Work[],
  hierarchy: string,
  external: External,
): StoredTransaction {
  const fault = call.get('fault');
  const named = fault?.match.name;
  const spoils = (work: Work): boolean =>
    fault?.kind === 'fail-transaction' && (named === undefined || named === nameOf(world, work));
  const nowait = call.req.query('nowait') === 'true';
  return submit(world, { works, hierarchy, external, nowait, spoils, stuck: fault?.kind === 'stuck-transaction' });
}

/** The answer to a call whose work became a transaction that the client follows by itself. */
export function transactionAnswer({ id }: StoredTransaction): JsonObject {
  return { href: transactionHref(id), success: true, transaction_id: id };
}

/** Throws `Refusal` when the work of a call that waits for it has failed. */
export function refuseFailed({ id, outcome, message }: StoredTransaction): void {
  if (outcome === 'failed') {
    throw new Refusal(400, 'transaction-failed', message, { transaction: { href: transactionHref(id), pkid: id } });
  }
}
