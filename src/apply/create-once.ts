import { ApiError } from '../api/error.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { Step } from '../model/plan.ts';
import { differences, initialProperties, secretReferences, valuesAfter } from './document.ts';
import { earlierTransactions, isLost, settleLost } from './lost-answer.ts';
import { applied, failed, type StepResult } from './result.ts';
import type { Server } from './server.ts';

type Create = Extract<Step, { readonly kind: 'create' }>;

/**
 * Creates a customer at most once, whatever became of earlier runs and of the answer (design, section 7): the operation has
 * the same name in every run, so the server's log is asked for it first. One that is queued is waited for; one that
 * succeeded is looked up; only where there is none, or it failed, is the create sent, and after a lost answer it is sent
 * again only where the log shows for certain that it did not arrive. Throws `ApiError`.
 */
export async function createOnce(step: Create, server: Server): Promise<StepResult> {
  const earlier = await earlierTransactions(step.operation, server);
  const open = earlier.find(({ state }) => state === 'running');
  if (open !== undefined) await settleOrNothing(open.id, step.hierarchy, server);
  if (open !== undefined || earlier.some(({ state }) => state === 'succeeded')) {
    const found = await findCreated(step, server);
    if (found !== null) return verify(step, found, open?.id ?? null, server, 'an earlier run had begun it');
  }
  const transaction = await send(step, earlier.length + 1, server);
  const found = await findCreated(step, server);
  if (found === null) return failed(null, 'the server says that it made the record, and does not show it', transaction);
  return verify(step, found, transaction, server, null);
}

/** Sends the create, and after a lost answer finds out what became of it. Returns the transaction. */
async function send(step: Create, attempt: number, server: Server): Promise<string | null> {
  const secrets = secretReferences(step.fields);
  const properties = initialProperties(step.fields, step.sync);
  const name = `${step.operation}.${attempt}`;
  try {
    return (await server.writer.create(step.hierarchy, properties, secrets, name)).transaction;
  } catch (error) {
    if (!isLost(error)) throw error;
    const transaction = await settleLost(error, name, step.hierarchy, server);
    if (transaction !== null || (await findCreated(step, server)) !== null) return transaction;
    // Only a server that is known to find what it did can tell by silence that it did nothing.
    if (server.profile.findsByExternalId !== 'yes' || attempt > 5) throw error;
    return send(step, attempt + 1, server);
  }
}

/** A create of an earlier run that failed in the end is as good as none. */
async function settleOrNothing(transaction: string, hierarchy: string, { writer }: Server): Promise<void> {
  try {
    await writer.settle(transaction, hierarchy);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'transaction-failed') throw error;
  }
}

/** The record that a create made: the one of its name at its node. Throws `ApiError` where there are two. */
async function findCreated(step: Create, { reader, nodes }: Server): Promise<LiveCustomer | null> {
  const wanted = valuesAfter(step.fields);
  const listed = await reader.listCustomers(step.hierarchy, nodes);
  const alike = listed.filter((one) => one.hierarchy === step.hierarchy && one.fields.name === wanted.name);
  if (alike.length < 2) return alike[0] ?? null;
  throw new ApiError({
    method: 'GET',
    path: step.hierarchy,
    code: 'unexpected-answer',
    what: `two records of this name are there: ${alike.map(({ pkid }) => pkid).join(', ')}`,
    hint: 'Look at both in VOSS Automate and delete the one that should not be.',
    outcome: 'not-done',
  });
}

/** Compares the record with what was asked; it is read whole only where the listing does not tell all of it. */
async function verify(
  step: Create,
  found: LiveCustomer,
  transaction: string | null,
  { reader, nodes }: Server,
  message: string | null,
): Promise<StepResult> {
  const wanted = valuesAfter(step.fields);
  const told = Object.keys(wanted).every((name) => Object.hasOwn(found.fields, name));
  const record = told ? found : (await reader.readCustomer(found.pkid, nodes)).live;
  const wrong = differences(record.fields, wanted);
  if (wrong.length === 0) return applied(found.pkid, transaction, message);
  return failed(found.pkid, `the server made the record and shows something else: ${wrong.join('; ')}`, transaction);
}
