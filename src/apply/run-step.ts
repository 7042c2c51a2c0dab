import type { CustomerReader, CustomerWriter, InstanceDocument } from '../api/customers.ts';
import { ApiError } from '../api/error.ts';
import type { Fields } from '../model/customer.ts';
import type { HierarchyNode, LiveCustomer } from '../model/live.ts';
import type { Step } from '../model/plan.ts';
import { differences, initialProperties, overlay, secretReferences, sideEffects, valuesAfter } from './document.ts';
import { applied, failed, fromError, type StepResult, stale, unchanged } from './result.ts';

/** The two ways to the server that a step may use. */
export interface Server {
  readonly reader: CustomerReader;
  readonly writer: CustomerWriter;
  /** By which answers that name a node are understood. */
  readonly nodes: readonly HierarchyNode[];
}

/** Where a customer stands between two steps. */
export interface Position {
  readonly name: string;
  readonly pkid: string | null;
  readonly hierarchy: string | null;
  /** The live values of managed properties as the plan saw them. */
  readonly seen: Fields;
}

/**
 * Runs one step to its verified end. Every fault of the server becomes a result; a step that was sent once is never sent
 * again here. Throws only for a bug.
 */
export async function runStep(step: Step, position: Position, server: Server): Promise<StepResult> {
  try {
    if (step.kind === 'create') return await create(step, server);
    const { pkid, hierarchy } = position;
    if (pkid === null || hierarchy === null)
      throw new Error(`a ${step.kind} step needs a live record with a hierarchy`);
    const at = { ...position, pkid, hierarchy };
    switch (step.kind) {
      case 'move':
        return await move(step, at, server);
      case 'update':
        return await update(step, at, server);
      case 'delete':
        return await remove(step, at, server);
      case 'action':
        return await act(step, at, server);
    }
  } catch (error) {
    return fromError(error, position.pkid);
  }
}

type Kind<K extends Step['kind']> = Extract<Step, { readonly kind: K }>;
type Placed = Position & { readonly pkid: string; readonly hierarchy: string };

async function create(step: Kind<'create'>, { reader, writer, nodes }: Server): Promise<StepResult> {
  const secrets = secretReferences(step.fields);
  const properties = initialProperties(step.fields, step.sync);
  const { pkid, transaction } = await writer.create(step.hierarchy, properties, secrets, step.operation);
  if (pkid === null)
    return failed(null, 'the server did not say which record it made; the next plan finds it', transaction);
  const { live } = await reader.readCustomer(pkid, nodes);
  const misplaced = live.hierarchy !== null && live.hierarchy !== step.hierarchy ? [`it is in ${live.hierarchy}`] : [];
  const wrong = [...differences(live.fields, valuesAfter(step.fields)), ...misplaced];
  return wrong.length === 0 ? applied(pkid, transaction) : failed(pkid, madeOtherwise(wrong), transaction);
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
    step.operation,
  );
  const after = await reader.readCustomer(at.pkid, nodes);
  return verifyUpdate(step, before, after, transaction);
}

function verifyUpdate(
  step: Kind<'update'>,
  before: InstanceDocument,
  after: InstanceDocument,
  transaction: string | null,
): StepResult {
  const { pkid } = after.live;
  const effects = sideEffects(before, after, step.fields);
  if (effects.length > 0) {
    const message = `the server did more than the update asked: ${effects.join('; ')}. Nothing else is touched in this run; look at the record and at the profile`;
    return failed(pkid, message, transaction, true);
  }
  const wrong = differences(after.live.fields, valuesAfter(step.fields));
  return wrong.length === 0 ? applied(pkid, transaction) : failed(pkid, madeOtherwise(wrong), transaction);
}

async function move(step: Kind<'move'>, at: Placed, { reader, writer, nodes }: Server): Promise<StepResult> {
  const before = await reader.readCustomer(at.pkid, nodes);
  if (before.live.hierarchy === step.to) return unchanged(at.pkid, 'somebody else moved it there since the plan');
  const moved = movedSince(before.live, at);
  if (moved.length > 0) return stale(at.pkid, changedSincePlan(moved));
  const written = await writer.move(at.pkid, step.from, step.to, step.operation);
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
  const { transaction } = await writer.remove(at.pkid, step.hierarchy, step.operation);
  const left = await readOrNull(at.pkid, reader, nodes);
  if (left !== null) return failed(at.pkid, 'the server says it deleted the record, and still shows it', transaction);
  return applied(null, transaction);
}

async function act(step: Kind<'action'>, at: Placed, { reader, writer, nodes }: Server): Promise<StepResult> {
  const { transaction } = await writer.runAction(at.pkid, at.hierarchy, step.action, step.operation);
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

function changedSincePlan(moved: readonly string[]): string {
  return `the live record changed since the plan: ${moved.join('; ')}. Plan again`;
}

function madeOtherwise(wrong: readonly string[]): string {
  return `the server accepted the change and shows something else: ${wrong.join('; ')}`;
}
