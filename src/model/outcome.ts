import type { Expiry } from './expiry.ts';
import type { Step } from './plan.ts';

/**
 * What became of a step. `held`: a hazard nobody allowed. `stale`: the customer is no longer what the plan saw.
 * `skipped`: an earlier step, or a customer it waits for, did not succeed. `unknown`: it was sent and no answer tells.
 */
export type Status = 'applied' | 'unchanged' | 'held' | 'stale' | 'failed' | 'skipped' | 'unknown';

/** What became of one step of one customer. */
export interface StepOutcome {
  readonly step: Step;
  readonly status: Status;
  /** Why it was not applied, or what the server changed on its own. */
  readonly message: string | null;
  /** The server's transaction, for looking it up there. */
  readonly transaction: string | null;
}

/** What became of one customer. */
export interface CustomerOutcome {
  readonly id: string;
  readonly name: string;
  readonly file: string | null;
  /** The pkid after the steps: a create or a move may have given a new one. */
  readonly pkid: string | null;
  readonly steps: readonly StepOutcome[];
  /** When the tokens ran out before the steps and run out after them; told where a person asked for a refresh. */
  readonly expiry?: { readonly before: Expiry | null; readonly after: Expiry };
}
