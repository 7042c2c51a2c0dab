import type { ActionName, Fields, Place, Value } from './customer.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Expiry } from './expiry.ts';
import type { SecretReference } from './secret.ts';

/** Who changed a value: a commit (applied differs from desired), somebody on the server (live differs), or both. */
export type Cause = 'git' | 'drift' | 'conflict';

/** A reason a customer's steps may hurt. Until it is allowed by name, that customer is held. */
export type Hazard =
  | 'deletes-customer'
  | 'recreates-customer'
  | 'adopts-customer'
  | 'overwrites-drift'
  | 'may-clear-secrets'
  | 'resends-secrets';

/** A hazard that was let through, and by what: the commit whose trailer says so, or `null` for the flag of a command. */
export interface Allowance {
  readonly hazard: Hazard;
  readonly commit: string | null;
}

/** A declared property that an update changes, or a create sets (then `before` is null). */
export interface FieldChange {
  readonly path: string;
  readonly before: Value;
  readonly after: Value;
  readonly cause: Cause;
  readonly place: Place | null;
}

/** A secret that is sent; `reference` is null where the file clears the property. */
export interface SecretChange {
  readonly path: string;
  readonly reference: SecretReference | null;
}

export type Change = FieldChange | SecretChange;

/** One thing to do to one customer. `operation` names it for the server's transaction log: the same work, the same name. */
export type Step =
  | {
      readonly kind: 'create';
      readonly operation: string;
      readonly hierarchy: string;
      readonly fields: readonly Change[];
      /** The create-only instruction. */
      readonly sync: boolean;
    }
  | {
      readonly kind: 'move';
      readonly operation: string;
      readonly from: string;
      readonly to: string;
      readonly cause: Cause;
    }
  | { readonly kind: 'update'; readonly operation: string; readonly fields: readonly Change[] }
  | { readonly kind: 'delete'; readonly operation: string; readonly hierarchy: string }
  | { readonly kind: 'action'; readonly operation: string; readonly action: ActionName; readonly why: string };

export type StepKind = Step['kind'];

/** What is decided for one customer. `action`: equal, but an action is due. `forget`: gone on both sides, drop the record. */
export type Decision = StepKind | 'keep' | 'forget';

/** Why: a row of the decision table. */
export type Why =
  | 'added in git'
  | 'vanished outside git'
  | 'adopted'
  | 'edited in git'
  | 'drifted'
  | 'edited in git and drifted'
  | 'action due'
  | 'unchanged'
  | 'removed in git'
  | 'already gone'
  | 'unmanaged'
  | 'asked by hand';

/** The plan for one customer. */
export interface CustomerPlan {
  /** The file; `removed:<file>` where it was removed; `pkid:<pkid>` for a live record without one. Unique within a plan. */
  readonly id: string;
  readonly name: string;
  readonly file: string | null;
  /** The file under which it was last applied: another one where the file was moved; `null` when it never was. */
  readonly recordedAs: string | null;
  /** Where the record is, or will be created. */
  readonly hierarchy: string | null;
  readonly pkid: string | null;
  readonly decision: Decision;
  readonly why: Why;
  /** True when a commit asked for at least one of the steps: held then is a failure, not a notice. */
  readonly asked: boolean;
  readonly hazards: readonly Hazard[];
  /** The hazards that somebody allowed, with who did. */
  readonly allowed: readonly Allowance[];
  /** The hazards that nobody allowed: while there is one, none of the steps run. */
  readonly held: readonly Hazard[];
  /** Why the steps cannot run whatever is allowed: a name that is taken, a hierarchy that does not exist. */
  readonly blocked: readonly Diagnostic[];
  readonly steps: readonly Step[];
  /** Secret references that stay on the server as they are. */
  readonly kept: readonly SecretChange[];
  /** Drifted properties that the file's `lifecycle.ignore` leaves alone. */
  readonly ignored: readonly string[];
  /** What a delete takes with it, in words. */
  readonly consequences: readonly string[];
  /** The live values of managed properties as the plan saw them: an update checks them again before it writes. */
  readonly seen: Fields;
  /** Hash of `seen` and the hierarchy; null for a record that does not exist. */
  readonly fingerprint: string | null;
  /** When the tokens of the live record run out; `null` where there is no record. */
  readonly expiry: Expiry | null;
  /** Ids of customers whose steps must succeed first, because they hold a name or account that this one claims. */
  readonly after: readonly string[];
}

export interface Summary {
  readonly create: number;
  readonly update: number;
  readonly move: number;
  readonly delete: number;
  readonly actions: number;
  readonly unchanged: number;
  readonly unmanaged: number;
  readonly drifted: number;
  /** Customers whose steps are held or blocked. */
  readonly held: number;
  /** Requests: what planning cost, and how many writes applying sends. */
  readonly requests: { readonly read: number; readonly write: number };
}

/** What to do, as data. Equal to its own JSON round trip. */
export interface Plan {
  readonly format: 1;
  readonly env: string;
  readonly server: string;
  /**
   * How much of the live system it rests on, or was to. `all`: all there is; `changed`: the customers whose file differs from what was
   * applied (`--changed`); `none`: nothing was asked, live is taken to be as it was applied (`--offline`).
   */
  readonly observed: 'all' | 'changed' | 'none';
  readonly desired: { readonly commit: string | null; readonly dirty: boolean };
  readonly applied: { readonly commit: string | null };
  readonly summary: Summary;
  readonly customers: readonly CustomerPlan[];
  /** Errors stop the plan as a whole: bad input. Warnings and notices do not. */
  readonly diagnostics: readonly Diagnostic[];
  /** What a guard refuses: while there is one, nothing at all is applied. */
  readonly refusals: readonly Diagnostic[];
}
