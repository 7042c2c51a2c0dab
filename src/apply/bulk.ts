import { ApiError } from '../api/error.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { CustomerPlan, Plan, Step } from '../model/plan.ts';
import { differences } from './document.ts';
import { applied, changedSincePlan, failed, fromError, type StepResult, stale, unchanged } from './result.ts';
import type { Server } from './server.ts';

/** Customers whose first step is the same for all, so that one request can do it: all deletes, or moves to one hierarchy. */
export interface Bulk {
  readonly step: Extract<Step, { readonly kind: 'delete' | 'move' }>;
  readonly customers: readonly CustomerPlan[];
}

/** With fewer it is not worth the two listings. */
const smallestBulk = 3;

/** More would make one request too long, and the damage of a misunderstanding too large. */
const largestBulk = 100;

/**
 * The bulks in a plan. The first customer of each is left out and goes by itself, as the canary; so is one that waits for
 * another's name.
 */
export function findBulks(plan: Plan): readonly Bulk[] {
  const groups = new Map<string, CustomerPlan[]>();
  for (const customer of plan.customers) {
    const [step] = customer.steps;
    if (step?.kind !== 'delete' && step?.kind !== 'move') continue;
    if (customer.held.length + customer.blocked.length + customer.after.length > 0 || customer.pkid === null) continue;
    const key = step.kind === 'move' ? `move ${step.to}` : 'delete';
    groups.set(key, [...(groups.get(key) ?? []), customer]);
  }
  return [...groups.values()]
    .map((customers) => customers.slice(1))
    .flatMap(chunks)
    .filter((customers) => customers.length >= smallestBulk)
    .flatMap((customers) => {
      const step = customers[0]?.steps[0];
      return step?.kind === 'delete' || step?.kind === 'move' ? [{ step, customers }] : [];
    });
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / largestBulk);
  return Array.from({ length: count }, (_, index) => items.slice(index * largestBulk, (index + 1) * largestBulk));
}

/**
 * Carries out the first step of all customers of a bulk with one write, between two listings: before it every record is
 * checked against what the plan saw, after it each is verified by itself, whatever the server answered. Returns the
 * result of each customer by id. Throws only for a bug.
 */
export async function runBulk(bulk: Bulk, server: Server): Promise<ReadonlyMap<string, StepResult>> {
  try {
    const before = await withUntold(bulk.customers, await listByPkid(server), server);
    const checked = new Map(bulk.customers.map((one) => [one.id, checkBefore(one, bulk.step, before)]));
    const ready = bulk.customers.filter((one) => checked.get(one.id) === null);
    const done = await writeBulk(bulk.step, ready, before, server);
    return new Map([...checked].map(([id, result]) => [id, result ?? done.get(id) ?? notDone(null)]));
  } catch (error) {
    return new Map(bulk.customers.map((one) => [one.id, fromError(error, one.pkid)]));
  }
}

async function listByPkid({ reader, nodes, root }: Server): Promise<ReadonlyMap<string, LiveCustomer>> {
  const listed = await reader.listCustomers(root, nodes);
  return new Map(listed.map((one) => [one.pkid, one]));
}

/** The records, those read whole of which the listing leaves out something that the plan saw and somebody may have changed. */
async function withUntold(
  customers: readonly CustomerPlan[],
  listed: ReadonlyMap<string, LiveCustomer>,
  { reader, nodes }: Server,
): Promise<ReadonlyMap<string, LiveCustomer>> {
  const untold = customers.flatMap(({ pkid, seen }) => {
    const live = listed.get(pkid ?? '');
    return live === undefined || Object.keys(seen).every((name) => Object.hasOwn(live.fields, name)) ? [] : [live.pkid];
  });
  const whole = await Promise.all(untold.map(async (pkid) => (await reader.readCustomer(pkid, nodes)).live));
  return new Map([...listed, ...whole.map((one) => [one.pkid, one] as const)]);
}

/** Why nothing is to be written for the customer; `null` when its record is as the plan saw it. */
function checkBefore(
  customer: CustomerPlan,
  step: Bulk['step'],
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
  const moved = differences(live.fields, customer.seen);
  const elsewhere = live.hierarchy === customer.hierarchy ? [] : [`it is in ${live.hierarchy}`];
  if (moved.length + elsewhere.length === 0) return null;
  return stale(pkid, changedSincePlan([...elsewhere, ...moved]));
}

async function writeBulk(
  step: Bulk['step'],
  customers: readonly CustomerPlan[],
  before: ReadonlyMap<string, LiveCustomer>,
  server: Server,
): Promise<ReadonlyMap<string, StepResult>> {
  if (customers.length === 0) return new Map();
  const pkids = customers.flatMap((one) => one.pkid ?? []);
  let transaction: string | null = null;
  let trouble: ApiError | null = null;
  try {
    const name = `${step.operation}.bulk`;
    const written =
      step.kind === 'delete'
        ? await server.writer.removeAll(pkids, server.root)
        : await server.writer.moveAll(pkids, server.root, step.to, name);
    transaction = written.transaction;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // A bulk that failed may have done some of its records: only a look tells.
    trouble = error;
    transaction = error.transaction;
  }
  const after = await listByPkid(server);
  return new Map(customers.map((one) => [one.id, verify(one, step, { before, after, transaction, trouble })]));
}

interface Written {
  readonly before: ReadonlyMap<string, LiveCustomer>;
  readonly after: ReadonlyMap<string, LiveCustomer>;
  readonly transaction: string | null;
  readonly trouble: ApiError | null;
}

function verify(customer: CustomerPlan, step: Bulk['step'], written: Written): StepResult {
  const pkid = customer.pkid ?? '';
  const live = written.after.get(pkid);
  if (step.kind === 'delete') return live === undefined ? applied(null, written.transaction) : notDone(pkid, written);
  if (live !== undefined) {
    return live.hierarchy === step.to ? applied(pkid, written.transaction) : notDone(pkid, written);
  }
  // A move may give a record another pkid: then it is the one of its name that was not there before.
  const name = written.before.get(pkid)?.fields.name;
  const alike = [...written.after.values()].filter(
    (one) => one.hierarchy === step.to && one.fields.name === name && !written.before.has(one.pkid),
  );
  const [found] = alike;
  return found !== undefined && alike.length === 1 ? applied(found.pkid, written.transaction) : notDone(pkid, written);
}

function notDone(pkid: string | null, written?: Written): StepResult {
  if (written?.trouble) return fromError(written.trouble, pkid);
  return failed(pkid, 'the server says that it did it, and shows the record as before', written?.transaction ?? null);
}
