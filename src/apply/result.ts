import { ApiError } from '../api/error.ts';
import type { Status } from '../model/outcome.ts';

/** What a step came to. */
export interface StepResult {
  readonly status: Status;
  /** Why it did not come to `applied`, or what a person should know of it. */
  readonly message: string | null;
  readonly transaction: string | null;
  /** The pkid after the step; `null` where the record is gone or was never made. */
  readonly pkid: string | null;
  /** True when the server did something that nobody asked for: then no further customer is touched. */
  readonly harm: boolean;
}

/** A step that was done and verified. */
export function applied(pkid: string | null, transaction: string | null, message: string | null = null): StepResult {
  return { status: 'applied', message, transaction, pkid, harm: false };
}

/** A step that was not needed: the live record is already as desired. */
export function unchanged(pkid: string, message: string): StepResult {
  return { status: 'unchanged', message, transaction: null, pkid, harm: false };
}

/** A step that was not begun because the live record is not what the plan saw. */
export function stale(pkid: string, message: string): StepResult {
  return { status: 'stale', message, transaction: null, pkid, harm: false };
}

/** Why a step is stale: what is no longer as the plan saw it. */
export function changedSincePlan(moved: readonly string[]): string {
  return `the live record changed since the plan: ${moved.join('; ')}. Plan again`;
}

/** A step that was done with another result than asked for. `harm`: so bad that the run must stop. */
export function failed(pkid: string | null, message: string, transaction: string | null, harm = false): StepResult {
  return { status: 'failed', message, transaction, pkid, harm };
}

/** What an error of the API says of the step: failed for certain, or perhaps done. Throws anything that is not an `ApiError`. */
export function fromError(error: unknown, pkid: string | null): StepResult {
  if (!(error instanceof ApiError)) throw error;
  const status = error.outcome === 'unknown' ? 'unknown' : 'failed';
  return { status, message: `${error.message}. ${error.hint}`, transaction: error.transaction, pkid, harm: false };
}
