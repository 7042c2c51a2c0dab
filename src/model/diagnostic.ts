import type { Place } from './customer.ts';

/** Something that is wrong or noteworthy, as a value: many are collected and reported at once. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'notice';
  /** Stable and searchable, in kebab-case: `unknown-property`. */
  readonly code: string;
  /** What happened and why, in one sentence. Never holds a secret. May hold hostile text: renderers clean it. */
  readonly message: string;
  /** What to do next. */
  readonly hint?: string;
  readonly place?: Place;
  /** The customer concerned, where no place says it: its name. */
  readonly customer?: string;
}
