import type { CustomerReader, InstanceDocument } from '../api/customers.ts';
import { ApiError } from '../api/error.ts';
import type { Fields } from '../model/customer.ts';
import type { HierarchyNode, LiveCustomer } from '../model/live.ts';
import type { Step } from '../model/plan.ts';
import { createOnce } from './create-once.ts';
import { differences, overlay, secretReferences, valuesAfter } from './document.ts';
import { isLost, settleLost } from './lost-answer.ts';
import { applied, changedSincePlan, failed, fromError, type StepResult, stale, unchanged } from './result.ts';
import type { Server } from './server.ts';
import { verifyUpdate } from './verify-update.ts';

/** Where a customer stands between two steps. */
export interface Position {
  readonly name: string;
  readonly pkid: string | null;
  readonly hierarchy: string | null;
  /** The live values of managed properties as the plan saw them. */
  readonly seen: Fields;
}

/**
 * Runs one step to its verified end. Every fault of the server becomes a result; where an answer is lost it is found out
 * what became of the step, and it is sent again only where that can do no harm. Throws only for a bug.
 */
export async function runStep(step: Step, position: Position, server: Server): Promise<StepResult> {
  try {
    if (step.kind === 'create') return await createOnce(step, server);
    const { pkid, hierarchy } = position;
    if (pkid === null || hierarchy === null)
      throw new Error(`a ${step.kind} step needs a live record with a hierarchy`);
    return await runOnRecord(step, { ...position, pkid, hierarchy }, server);
  } catch (error) {
    return fromError(error, position.pkid);
  }
}

type Kind<K extends Step['kind']> = Extract<Step, { readonly kind: K }>;
type OnRecord = Exclude<Step, { readonly kind: 'create' }>;
type Placed = Position & { readonly pkid: string; readonly hierarchy: string };

async function runOnRecord(step: OnRecord, at: Placed, server: Server): Promise<StepResult> {
  try {
    return await attempt(step, at, server);
  } catch (error) {
    if (!isLost(error)) throw error;
    const transaction = await settleLost(error, nameOf(step), at.hierarchy, server);
    if (step.kind === 'action') {
      // An action leaves nothing to look for: without a transaction nobody can say whether it ran.
      if (transaction === null) throw error;
      return applied(at.pkid, transaction, 'the answer was lost; the server had done it');
    }
    // The others begin by reading the record, and do nothing where it is as desired already.
    const again = await attempt(step, at, server);
    return again.status === 'unchanged'
      ? applied(again.pkid, transaction, 'the answer was lost; the server had done it')
      : again;
  }
}

function attempt(step: OnRecord, at: Placed, server: Server): Promise<StepResult> {
  switch (step.kind) {
    case 'move':
      return move(step, at, server);
    case 'update':
      return update(step, at, server);
    case 'delete':
      return remove(step, at, server);
    case 'action':
      return act(step, at, server);
  }
}

/** How the server's log knows a step. Only creates count their attempts: doing another step twice makes no second record. */
function nameOf(step: OnRecord): string {
  return `${step.operation}.1`;
}

async function update(step: Kind<'update'>, at: Placed, { reader, writer, nodes }: Server): Promise<StepResult> {
  const before = await reader.readCustomer(at.pkid, nodes);
  const target = { ...at.seen, ...valuesAfter(step.fields) };
  const secrets = secretReferences(step.fields);
  const sendsSecrets = Object.keys(secrets).length > 0;
  if (!sendsSecrets && differences(before.live.fields, target).length === 0) {
    return unchanged(at.pkid, 'somebody else made the same change since the plan');
  }
  const moved = movedSince(before.live, at);
  if (moved.length > 0) return stale(at.pkid, changedSincePlan(moved));
  const { transaction } = await writer.replace(
    at.pkid,
    at.hierarchy,
    overlay(before, step.fields),
    secrets,
    nameOf(step),
  );
  const after = await reader.readCustomer(at.pkid, nodes);
  return verifyUpdate(step.fields, before, after, transaction);
}

async function move(step: Kind<'move'>, at: Placed, { reader, writer, nodes }: Server): Promise<StepResult> {
  const before = await reader.readCustomer(at.pkid, nodes);
  if (before.live.hierarchy === step.to) return unchanged(at.pkid, 'somebody else moved it there since the plan');
  const moved = movedSince(before.live, at);
  if (moved.length > 0) return stale(at.pkid, changedSincePlan(moved));
  const written = await writer.move(at.pkid, step.from, step.to, nameOf(step));
  const found = await findMoved(written.pkid ?? at.pkid, step.to, before.live, { reader, nodes });
  if (found === null)
    return failed(at.pkid, `the record was not found in ${step.to} after the move`, written.transaction);
  return applied(found.pkid, written.transaction);
}

/** The record after a move: under the pkid that the server named, or, where that is gone, the one that came with its name. */
async function findMoved(
  pkid: string,
  to: string,
  before: LiveCustomer,
  { reader, nodes }: Pick<Server, 'reader' | 'nodes'>,
): Promise<LiveCustomer | null> {
  const same = await readOrNull(pkid, reader, nodes);
  if (same !== null) return same.live.hierarchy === to ? same.live : null;
  const listed = await reader.listCustomers(to, nodes);
  const alike = listed.filter((one) => one.hierarchy === to && one.fields.name === before.fields.name);
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

async function remove(step: Kind<'delete'>, at: Placed, { reader, writer, nodes }: Server): Promise<StepResult> {
  const before = await readOrNull(at.pkid, reader, nodes);
  if (before === null) return unchanged(at.pkid, 'somebody else deleted it since the plan');
  const moved = movedSince(before.live, at);
  if (moved.length > 0) return stale(at.pkid, changedSincePlan(moved));
  const { transaction } = await writer.remove(at.pkid, step.hierarchy, nameOf(step));
  const left = await readOrNull(at.pkid, reader, nodes);
  if (left !== null) return failed(at.pkid, 'the server says it deleted the record, and still shows it', transaction);
  return applied(null, transaction);
}

async function act(step: Kind<'action'>, at: Placed, { reader, writer, nodes }: Server): Promise<StepResult> {
  const { transaction } = await writer.runAction(at.pkid, at.hierarchy, step.action, nameOf(step));
  if (step.action !== 'refresh_access_token') return applied(at.pkid, transaction);
  const { live } = await reader.readCustomer(at.pkid, nodes);
  return applied(
    at.pkid,
    transaction,
    `the access token now expires ${live.accessTokenExpires ?? 'at an unknown time'}`,
  );
}

async function readOrNull(
  pkid: string,
  reader: CustomerReader,
  nodes: readonly HierarchyNode[],
): Promise<InstanceDocument | null> {
  try {
    return await reader.readCustomer(pkid, nodes);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-found') return null;
    throw error;
  }
}

/** What is no longer as the plan saw it, in words. */
function movedSince(live: LiveCustomer, at: Placed): readonly string[] {
  const fields = differences(live.fields, at.seen);
  const elsewhere = live.hierarchy !== null && live.hierarchy !== at.hierarchy;
  return elsewhere ? [`it is in ${live.hierarchy}, expected ${at.hierarchy}`, ...fields] : fields;
}
