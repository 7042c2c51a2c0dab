import { succeeded } from '../apply/apply-plan.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { CustomerOutcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { mayRun } from '../plan/summary.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';

/** Failures first: a run that must be repeated says so, whatever else was held. */
export function statusOfOutcomes(
  plan: Plan,
  outcomes: readonly CustomerOutcome[],
  problems: readonly Diagnostic[],
): ExitStatus {
  const failed = outcomes.flatMap((one) => one.steps).some((step) => !succeeded(step) && step.status !== 'held');
  if (failed || problems.length > 0) return exitStatus.partly;
  const held = plan.customers.some((one) => one.asked && one.steps.length > 0 && !mayRun(one));
  return held ? exitStatus.refused : exitStatus.done;
}
