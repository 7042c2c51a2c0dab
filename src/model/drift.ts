import type { Place, Value } from './customer.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Forecast } from './expiry.ts';

/** A difference that somebody wrote into `customers/_drift.yaml`: `drift` does not fail on it until its day has passed. */
export interface Acknowledgement {
  /** The file of the customer, or its name. */
  readonly customer: string;
  /** A declared property, or `hierarchy` (it was moved) or `record` (it is missing, or unmanaged). */
  readonly property: string;
  readonly reason: string;
  /** The last day on which it counts, `2026-12-31`; `null`: for as long as it stands there. */
  readonly until: string | null;
  readonly place: Place;
}

/** One way in which a live customer is not as it was applied. */
export interface Difference {
  readonly property: string;
  /** Of a record: its name; `null` where it is unmanaged. */
  readonly applied: Value;
  /** Of a record: its name; `null` where it is missing. */
  readonly live: Value;
  /** Where the applied value was declared, in the tree of the applied ref. */
  readonly place: Place | null;
  /** Who wrote it off; `null`: nobody, so that it counts. An acknowledgement that has expired is not here but in `expired`. */
  readonly acknowledged: Acknowledgement | null;
  /** The acknowledgement that would have covered it, and whose day has passed. */
  readonly expired: Acknowledgement | null;
}

/** `missing`: applied and not live; `unmanaged`: live and never applied. */
export type DriftState = 'same' | 'changed' | 'missing' | 'unmanaged';

/** What became of one customer since it was applied. */
export interface CustomerDrift {
  /** The file, or `pkid:<pkid>` for a record without one. Unique within a report. */
  readonly id: string;
  readonly name: string;
  readonly file: string | null;
  /** Where the record is, or was when it went missing. */
  readonly hierarchy: string | null;
  readonly pkid: string | null;
  readonly state: DriftState;
  /** In the API's order; a move first. Properties that `lifecycle.ignore` names are in `ignored` instead. */
  readonly differences: readonly Difference[];
  readonly ignored: readonly string[];
  /** `null` where there is no live record, or its listing did not tell when its tokens run out and nobody asked. */
  readonly forecast: Forecast | null;
  /** Whether a person must see to its tokens within the time of `--fail-on-expiry`. */
  readonly expiring: boolean;
}

/**
 * How many customers. One that was moved and changed counts as both; one all of whose differences are acknowledged counts
 * as `acknowledged` only.
 */
export interface DriftSummary {
  readonly changed: number;
  readonly moved: number;
  readonly missing: number;
  readonly unmanaged: number;
  readonly acknowledged: number;
  readonly same: number;
  /** Managed customers whose tokens need a person within the time of `--fail-on-expiry`; 0 without it. */
  readonly expiring: number;
  readonly requests: { readonly read: number };
}

/** Live against applied. Equal to its own JSON round trip. */
export interface Drift {
  readonly format: 1;
  readonly env: string;
  readonly server: string;
  readonly applied: { readonly commit: string | null };
  readonly summary: DriftSummary;
  /** Sorted: what drifted first, then by file and name. */
  readonly customers: readonly CustomerDrift[];
  readonly diagnostics: readonly Diagnostic[];
}
