import type { Diagnostic } from './diagnostic.ts';
import type { Forecast } from './expiry.ts';

/** How things stand with the tokens of one live record. */
export interface CustomerStatus {
  readonly pkid: string;
  readonly name: string;
  /** `null` for a record that no file declares and that was never applied. */
  readonly file: string | null;
  readonly hierarchy: string | null;
  /** `null` where the server does not tell when the tokens run out, even when asked for the record alone. */
  readonly forecast: Forecast | null;
}

/** The live records by the time their tokens have left. Equal to its own JSON round trip. */
export interface Status {
  readonly format: 1;
  readonly env: string;
  readonly server: string;
  /** How many records. */
  readonly summary: {
    readonly customers: number;
    /** Those whose tokens are kept by each of these. */
    readonly server: number;
    readonly sparkform: number;
    readonly person: number;
    readonly nobody: number;
    readonly unmanaged: number;
    readonly requests: { readonly read: number };
  };
  /** Soonest expiry first, those without one last. */
  readonly customers: readonly CustomerStatus[];
  readonly diagnostics: readonly Diagnostic[];
}
