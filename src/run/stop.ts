import { ApiError } from '../api/error.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';

/** Ends a command before anything was changed, with everything that is in the way of it. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly diagnostics: readonly Diagnostic[];
  readonly status: ExitStatus;

  constructor(diagnostics: readonly Diagnostic[], status: ExitStatus = exitStatus.failed) {
    super(diagnostics.map((one) => one.message).join(' '));
    this.diagnostics = diagnostics;
    this.status = status;
  }
}

/** The exit status of a command that ended with this. */
export function statusOfError(error: unknown): ExitStatus {
  return error instanceof Stop ? error.status : exitStatus.failed;
}

/** Throws `Stop` when one of the diagnostics is an error. */
export function stopOnErrors(diagnostics: readonly Diagnostic[]): void {
  if (hasErrors(diagnostics)) throw new Stop(diagnostics);
}

/** Whether one of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((one) => one.severity === 'error');
}

/** What is in the way, when it is a mistake of the user or a failure of the outside world; throws on what is our own bug. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof Stop) return error.diagnostics;
  if (!(error instanceof ApiError)) throw error;
  return [{ severity: 'error', code: `api-${error.code}`, message: `${error.message}.`, hint: error.hint }];
}
