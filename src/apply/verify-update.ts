import type { InstanceDocument } from '../api/customers.ts';
import type { Change } from '../model/plan.ts';
import { differences, sideEffects, valuesAfter } from './document.ts';
import { applied, failed, type StepResult } from './result.ts';

/** What an update came to, from the record before and after it: done, done otherwise, or more than was asked. */
export function verifyUpdate(
  changes: readonly Change[],
  before: InstanceDocument,
  after: InstanceDocument,
  transaction: string | null,
): StepResult {
  const { pkid } = after.live;
  const effects = sideEffects(before, after, changes);
  if (effects.length > 0) return didMore(pkid, effects, transaction);
  const wrong = differences(after.live.fields, valuesAfter(changes));
  return wrong.length === 0 ? applied(pkid, transaction) : madeOtherwise(pkid, wrong, transaction);
}

/** The server did what nobody asked for: the run must stop. */
export function didMore(pkid: string, effects: readonly string[], transaction: string | null): StepResult {
  const message = `the server did more than the update asked: ${effects.join('; ')}. Nothing else is touched in this run; look at the record and at the profile`;
  return failed(pkid, message, transaction, true);
}

/** The server did something, and not what was asked. */
export function madeOtherwise(pkid: string, wrong: readonly string[], transaction: string | null): StepResult {
  return failed(pkid, `the server accepted the change and shows something else: ${wrong.join('; ')}`, transaction);
}
