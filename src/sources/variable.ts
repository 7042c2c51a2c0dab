import type { Diagnostic } from '../model/diagnostic.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A value read from the environment; where it has diagnostics it is `null`. */
export interface Checked<T> {
  readonly value: T | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The value of a variable; `null` when it is not set or empty, which CI systems do not tell apart. */
export function readVariable(env: Environment, name: string): string | null {
  return (Object.hasOwn(env, name) ? env[name] : undefined) || null;
}

/** Makes an error about the environment. `message` must not repeat the value of a variable. */
export function environmentError(code: string, message: string, hint: string): Diagnostic {
  return { severity: 'error', code, message, hint };
}

/** A value that cannot be used, and why. */
export function refused(code: string, message: string, hint: string): Checked<never> {
  return { value: null, diagnostics: [environmentError(code, message, hint)] };
}
