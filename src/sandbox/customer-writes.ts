import type { ActionName } from '../model/customer.ts';
import { answerWrite, instanceAnswer, transactionPkidAnswer } from './answers.ts';
import { type Call, namedCustomer, namedNode, refuseWrongType, submitWork } from './call.ts';
import { isWithin } from './hierarchy.ts';
import { isJsonList, isJsonObject, type JsonObject, textOf } from './json.ts';
import { checkRecord, readExternal, readHrefs, readRecord } from './payload.ts';
import type { StoredTransaction } from './records.ts';
import { Refusal } from './refusal.ts';
import type { Remark } from './request-log.ts';
import { looksShown } from './wire-customer.ts';
import type { World } from './world.ts';

const actions: ReadonlyMap<string, ActionName> = new Map([
  ['+RefreshAccessToken', 'refresh_access_token'],
  ['+SyncWebexTeamsRolesLicences', 'sync_roles_licences'],
  ['+SyncWebexTeamsUsers', 'sync_users'],
]);

function remark(call: Call, what: Remark): void {
  call.set('remarks', [...call.get('remarks'), what]);
}

function remarkShownSecrets({ schema }: World, call: Call, data: JsonObject): void {
  if (Object.entries(data).some(([name, value]) => schema.isSecret(name) && looksShown(textOf(value)))) {
    remark(call, 'secret-shown-was-stored');
  }
}

function resultOf({ items }: StoredTransaction): string {
  return items[0]?.resultPkid ?? '';
}

/** Creates a record at a node. Throws `Refusal`. */
export function createCustomer(world: World, call: Call): Response {
  const node = namedNode(world, call, 'hierarchy');
  refuseWrongType(world, node);
  const body = call.get('body');
  const data = readRecord(body, world.behaviour().payload);
  checkRecord(data, {}, world.schema);
  remarkShownSecrets(world, call, data);
  const work = { kind: 'create', hierarchy: node.path, data } as const;
  const transaction = submitWork(world, call, [work], node.path, readExternal(body));
  return answerWrite(call, transaction, () =>
    world.behaviour().createAnswer === 'transaction'
      ? transactionPkidAnswer(transaction)
      : instanceAnswer(world, node.path, resultOf(transaction)),
  );
}

/** Replaces a record: what the payload leaves out is kept or cleared as the behaviour says. Throws `Refusal`. */
export function updateCustomer(world: World, call: Call): Response {
  const { pkid, hierarchy, data: before } = namedCustomer(world, call);
  const body = call.get('body');
  const data = readRecord(body, world.behaviour().payload);
  checkRecord(data, before, world.schema);
  remarkShownSecrets(world, call, data);
  const transaction = submitWork(world, call, [{ kind: 'update', pkid, data }], hierarchy, readExternal(body));
  return answerWrite(call, transaction, () => instanceAnswer(world, hierarchy, pkid));
}

/** Deletes a record with its data syncs. Throws `Refusal`. */
export function deleteCustomer(world: World, call: Call): Response {
  const { pkid, hierarchy } = namedCustomer(world, call);
  const external = readExternal(call.get('body'));
  const transaction = submitWork(world, call, [{ kind: 'delete', pkid }], hierarchy, external);
  return answerWrite(call, transaction, () => instanceAnswer(world, hierarchy, pkid));
}

/** The pkids of a bulk call, all of them below its hierarchy; null when it names none. Throws `Refusal`. */
function bulkPkids(world: World, call: Call): readonly string[] | null {
  const pkids = readHrefs(call.get('body'));
  const node = namedNode(world, call, 'hierarchy');
  const foreign = pkids?.find((pkid) => !isWithin(world.state.customer(pkid)?.hierarchy ?? node.path, node.path));
  if (foreign !== undefined) {
    throw new Refusal(404, 'not-found', `relation/SparkCustomer ${foreign} is not below ${node.path}.`);
  }
  return pkids;
}

/** Deletes the records that `hrefs` name, one by one: some may fail. Deletes nothing without `hrefs`. Throws `Refusal`. */
export function bulkDeleteCustomers(world: World, call: Call): Response {
  const body = call.get('body');
  if (readHrefs(body) === null) {
    remark(call, 'bulk-delete-without-hrefs');
    throw new Refusal(
      400,
      'hrefs-missing',
      'A bulk delete without hrefs: nothing was deleted. Name the records in hrefs.',
    );
  }
  const works = (bulkPkids(world, call) ?? []).map((pkid) => ({ kind: 'delete', pkid }) as const);
  const { path } = namedNode(world, call, 'hierarchy');
  const transaction = submitWork(world, call, works, path, readExternal(body));
  return answerWrite(call, transaction, () => transactionPkidAnswer(transaction));
}

/** Changes the records that the payload names, by `pkids` or `hrefs` as the server wants it. Throws `Refusal`. */
export function bulkModifyCustomers(world: World, call: Call): Response {
  const { path } = namedNode(world, call, 'hierarchy');
  const { bulkModify } = world.behaviour();
  const body = call.get('body');
  const { pkids: named, hrefs, ...rest } = isJsonObject(body) ? body : {};
  const pkids = bulkModify === 'hrefs' ? bulkPkids(world, call) : isJsonList(named) ? named.map(textOf) : null;
  if (bulkModify === 'none') throw new Refusal(404, 'call-unknown', 'This server modifies records one by one.');
  if (pkids === null || pkids.length === 0) {
    throw new Refusal(400, 'records-missing', `A bulk modification without ${bulkModify}: nothing was changed.`);
  }
  const foreign = pkids.find((pkid) => !isWithin(world.state.customer(pkid)?.hierarchy ?? '', path));
  if (foreign !== undefined) {
    throw new Refusal(404, 'not-found', `relation/SparkCustomer ${foreign} is not below ${path}.`);
  }
  const data = readRecord(rest, world.behaviour().payload);
  remarkShownSecrets(world, call, data);
  const works = pkids.map((pkid) => ({ kind: 'modify', pkid, data }) as const);
  const transaction = submitWork(world, call, works, path, readExternal(body));
  return answerWrite(call, transaction, () => transactionPkidAnswer(transaction));
}

/** Runs one of the three actions of a record. Throws `Refusal`. */
export function runAction(world: World, call: Call): Response {
  const name = call.req.param('action') ?? '';
  const action = actions.get(name);
  if (action === undefined) {
    throw new Refusal(404, 'action-unknown', `${name} is not an action of relation/SparkCustomer.`);
  }
  const { pkid, hierarchy } = namedCustomer(world, call);
  const external = readExternal(call.get('body'));
  const transaction = submitWork(world, call, [{ kind: 'action', pkid, action }], hierarchy, external);
  return answerWrite(call, transaction, () => transactionPkidAnswer(transaction));
}

/** Moves records to the node that `context_hierarchy` names: those of `hrefs`, or the one of the path. Throws `Refusal`. */
export function moveCustomers(world: World, call: Call): Response {
  if (call.req.query('model_type') !== 'relation/SparkCustomer') {
    throw new Refusal(
      400,
      'model-missing',
      'model_type must be relation/SparkCustomer: the sandbox moves nothing else.',
    );
  }
  const instance = call.req.param('pkid') === undefined ? null : namedCustomer(world, call).pkid;
  const pkids = instance === null ? bulkPkids(world, call) : [instance];
  const target = namedNode(world, call, 'context_hierarchy');
  refuseWrongType(world, target);
  if (pkids === null) {
    throw new Refusal(400, 'hrefs-missing', 'A move without hrefs: nothing was moved. Name the records in hrefs.');
  }
  const works = pkids.map((pkid) => ({ kind: 'move', pkid, target: target.path }) as const);
  const transaction = submitWork(world, call, works, target.path, readExternal(call.get('body')));
  return answerWrite(call, transaction, () => transactionPkidAnswer(transaction));
}
