import { createWriter } from '../api/customer-writer.ts';
import type { CustomerReader } from '../api/customers.ts';
import { applyPlan } from '../apply/apply-plan.ts';
import type { StopSign } from '../apply/stop-sign.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { CustomerOutcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { expiryOf } from '../plan/expiry.ts';
import { resolveSecrets } from '../sources/environment.ts';
import type { Stage } from './by-hand-stage.ts';
import type { ByHandOptions, Task } from './by-hand-task.ts';
import type { Io } from './io.ts';
import { openProgress } from './progress.ts';

/** Carries out what a task decided, as an apply does. Returns an outcome for each customer. */
export async function carryOut(
  task: Task,
  plan: Plan,
  { transport, profile, live, reader, run }: Stage,
  options: ByHandOptions,
  io: Io,
  stop: StopSign,
): Promise<readonly CustomerOutcome[]> {
  const progress = openProgress(plan.customers.length, io);
  const { secrets } = resolveSecrets([], io.env);
  const last = new Map<string, LiveCustomer>();
  const watching: CustomerReader = {
    ...reader,
    readCustomer: async (pkid, nodes) => {
      const document = await reader.readCustomer(pkid, nodes);
      last.set(pkid, document.live);
      return document;
    },
  };
  const writer = createWriter(transport, profile, secrets, { name: run, root: live.hierarchy }, io.pace?.patience);
  const server = {
    reader: watching,
    writer: task.writer?.(writer) ?? writer,
    nodes: live.nodes,
    profile,
    root: live.hierarchy,
    pause: (milliseconds: number) => transport.clock.sleep(milliseconds),
  };
  const { concurrency } = options;
  const applying = { server, concurrency, bulk: true, onOutcome: progress.advance, stop };
  const outcomes = await applyPlan(plan, applying).finally(progress.end);
  return outcomes.map((one) => withExpiry(one, plan, last));
}

/** Where a token was refreshed, what was read back of it is told beside what it was. */
function withExpiry(outcome: CustomerOutcome, plan: Plan, last: ReadonlyMap<string, LiveCustomer>): CustomerOutcome {
  const refreshed = outcome.steps.some(
    ({ step, status }) => step.kind === 'action' && step.action === 'refresh_access_token' && status === 'applied',
  );
  const after = last.get(outcome.pkid ?? '');
  if (!refreshed || after === undefined) return outcome;
  const before = plan.customers.find((one) => one.id === outcome.id)?.expiry ?? null;
  return { ...outcome, expiry: { before, after: expiryOf(after) } };
}
