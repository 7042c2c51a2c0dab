import type { Written as Answer } from '../api/customers.ts';
import { ApiError } from '../api/error.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { CustomerPlan } from '../model/plan.ts';
import type { Bulk, BulkStep } from './bulk.ts';
import { differences, effectsInListing, toProperties, valuesAfter } from './document.ts';
import { applied, changedSincePlan, failed, fromError, type StepResult, stale, unchanged } from './result.ts';
import type { Server } from './server.ts';
import { didMore, madeOtherwise, verifyUpdate } from './verify-update.ts';

/** What became of the customers of a bulk, by id. One that is not in it was not touched and goes by itself. */
export type BulkResults = ReadonlyMap<string, StepResult>;

/**
 * Carries out the first step of all customers of a bulk with one write, between two listings: before it every record is
 * checked against what the plan saw, after it each is verified by itself, whatever the server answered. What a bulk of
 * updates does to what it leaves out is seen on one record first. Throws only for a bug.
 */
export async function runBulk(bulk: Bulk, server: Server): Promise<BulkResults> {
  if (bulk.step.kind !== 'update') return runTogether(bulk, server);
  const canaries = await runCanary(bulk, server);
  const isProven = [...canaries.values()].some(({ status }) => status === 'applied');
  const rest = bulk.customers.filter(({ id }) => !canaries.has(id));
  if (!isProven || rest.length === 0) return canaries;
  return new Map([...canaries, ...(await runTogether({ ...bulk, customers: rest }, server))]);
}

/** Modifies one record after the other by itself, until the first that was done as asked, or not. */
async function runCanary({ step, customers }: Bulk, server: Server): Promise<BulkResults> {
  const results = new Map<string, StepResult>();
  for (const customer of customers) {
    const result = await modifyOne(step, customer, server);
    // The server has no such call here, or does not let this user: one by one it is.
    if (result === null) break;
    results.set(customer.id, result);
    // One that somebody else changed meanwhile proves nothing.
    if (result.status !== 'stale' && result.status !== 'unchanged') break;
  }
  return results;
}

async function modifyOne(step: BulkStep, customer: CustomerPlan, server: Server): Promise<StepResult | null> {
  const { reader, nodes } = server;
  const pkid = customer.pkid ?? '';
  if (step.kind !== 'update') return null;
  try {
    const before = await reader.readCustomer(pkid, nodes);
    const stop = checkBefore(customer, step, new Map([[pkid, before.live]]));
    if (stop !== null) return stop;
    const { transaction } = await send(step, [pkid], server);
    return verifyUpdate(step.fields, before, await reader.readCustomer(pkid, nodes), transaction);
  } catch (error) {
    if (error instanceof ApiError && error.outcome === 'not-done') return null;
    return fromError(error, pkid);
  }
}

async function runTogether(bulk: Bulk, server: Server): Promise<BulkResults> {
  try {
    const before = await withUntold(bulk, await listByPkid(server), server);
    const checked = new Map(bulk.customers.map((one) => [one.id, checkBefore(one, bulk.step, before)]));
    const ready = bulk.customers.filter((one) => checked.get(one.id) === null);
    const done = await writeBulk({ ...bulk, customers: ready }, before, server);
    return new Map([...checked].map(([id, result]) => [id, result ?? done.get(id) ?? notDone(null)]));
  } catch (error) {
    return new Map(bulk.customers.map((one) => [one.id, fromError(error, one.pkid)]));
  }
}

async function listByPkid({ reader, nodes, root }: Server): Promise<ReadonlyMap<string, LiveCustomer>> {
  const listed = await reader.listCustomers(root, nodes);
  return new Map(listed.map((one) => [one.pkid, one]));
}

/** The records, those read whole of which the listing leaves out something that must be known of them. */
async function withUntold(
  { step, customers }: Bulk,
  listed: ReadonlyMap<string, LiveCustomer>,
  { reader, nodes }: Server,
): Promise<ReadonlyMap<string, LiveCustomer>> {
  const changed = step.kind === 'update' ? step.fields.map(({ path }) => path) : [];
  const untold = customers.flatMap(({ pkid, seen }) => {
    const live = listed.get(pkid ?? '');
    const needed = [...Object.keys(seen), ...changed];
    return live === undefined || needed.every((name) => Object.hasOwn(live.fields, name)) ? [] : [live.pkid];
  });
  const whole = await Promise.all(untold.map(async (pkid) => (await reader.readCustomer(pkid, nodes)).live));
  return new Map([...listed, ...whole.map((one) => [one.pkid, one] as const)]);
}

/** Why nothing is to be written for the customer; `null` when its record is as the plan saw it. */
function checkBefore(
  customer: CustomerPlan,
  step: BulkStep,
  before: ReadonlyMap<string, LiveCustomer>,
): StepResult | null {
  const pkid = customer.pkid ?? '';
  const live = before.get(pkid);
  if (live === undefined) {
    if (step.kind === 'delete') return { ...unchanged(pkid, 'somebody else deleted it since the plan'), pkid: null };
    return stale(pkid, 'the record is no longer there. Plan again');
  }
  if (step.kind === 'move' && live.hierarchy === step.to) {
    return unchanged(pkid, 'somebody else moved it there since the plan');
  }
  if (step.kind === 'update' && isAlready(live, customer, step)) {
    return unchanged(pkid, 'somebody else made the same change since the plan');
  }
  const moved = differences(live.fields, customer.seen);
  const elsewhere = live.hierarchy === customer.hierarchy ? [] : [`it is in ${live.hierarchy}`];
  if (moved.length + elsewhere.length === 0) return null;
  return stale(pkid, changedSincePlan([...elsewhere, ...moved]));
}

function isAlready(
  live: LiveCustomer,
  { seen }: CustomerPlan,
  { fields }: Extract<BulkStep, { readonly kind: 'update' }>,
): boolean {
  return differences(live.fields, { ...seen, ...valuesAfter(fields) }).length === 0;
}

function send(step: BulkStep, pkids: readonly string[], { writer, root }: Server): Promise<Answer> {
  const name = `${step.operation}.bulk`;
  switch (step.kind) {
    case 'delete':
      return writer.removeAll(pkids, root);
    case 'move':
      return writer.moveAll(pkids, root, step.to, name);
    case 'update':
      return writer.modifyAll(pkids, root, toProperties(step.fields), name);
  }
}

async function writeBulk(bulk: Bulk, before: ReadonlyMap<string, LiveCustomer>, server: Server): Promise<BulkResults> {
  const { step, customers } = bulk;
  if (customers.length === 0) return new Map();
  let transaction: string | null = null;
  let trouble: ApiError | null = null;
  try {
    transaction = (
      await send(
        step,
        customers.flatMap((one) => one.pkid ?? []),
        server,
      )
    ).transaction;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // A bulk that failed may have done some of its records: only a look tells.
    trouble = error;
    transaction = error.transaction;
  }
  const after = await withUntold(bulk, await listByPkid(server), server);
  return new Map(customers.map((one) => [one.id, verify(one, step, { before, after, transaction, trouble })]));
}

interface Written {
  readonly before: ReadonlyMap<string, LiveCustomer>;
  readonly after: ReadonlyMap<string, LiveCustomer>;
  readonly transaction: string | null;
  readonly trouble: ApiError | null;
}

function verify(customer: CustomerPlan, step: BulkStep, written: Written): StepResult {
  const pkid = customer.pkid ?? '';
  const live = written.after.get(pkid);
  switch (step.kind) {
    case 'delete':
      return live === undefined ? applied(null, written.transaction) : notDone(pkid, written);
    case 'move':
      return live === undefined ? verifyNewPkid(pkid, step.to, written) : verifyPlace(live, step.to, written);
    case 'update':
      return verifyModified(pkid, step, live, written);
  }
}

function verifyPlace({ pkid, hierarchy }: LiveCustomer, to: string, written: Written): StepResult {
  return hierarchy === to ? applied(pkid, written.transaction) : notDone(pkid, written);
}

/** A move may give a record another pkid: then it is the one of its name that was not there before. */
function verifyNewPkid(pkid: string, to: string, written: Written): StepResult {
  const name = written.before.get(pkid)?.fields.name;
  const alike = [...written.after.values()].filter(
    (one) => one.hierarchy === to && one.fields.name === name && !written.before.has(one.pkid),
  );
  const [found] = alike;
  return found !== undefined && alike.length === 1 ? applied(found.pkid, written.transaction) : notDone(pkid, written);
}

function verifyModified(
  pkid: string,
  { fields }: Extract<BulkStep, { readonly kind: 'update' }>,
  live: LiveCustomer | undefined,
  written: Written,
): StepResult {
  const before = written.before.get(pkid);
  if (live === undefined || before === undefined) return didMore(pkid, ['the record is gone'], written.transaction);
  const effects = effectsInListing(before, live, fields);
  if (effects.length > 0) return didMore(pkid, effects, written.transaction);
  const wrong = differences(live.fields, valuesAfter(fields));
  if (wrong.length === 0) return applied(pkid, written.transaction);
  return written.trouble === null ? madeOtherwise(pkid, wrong, written.transaction) : notDone(pkid, written);
}

function notDone(pkid: string | null, written?: Written): StepResult {
  if (written?.trouble) return fromError(written.trouble, pkid);
  return failed(pkid, 'the server says that it did it, and shows the record as before', written?.transaction ?? null);
}
