import type { ActionName, Customer, SecretReferences } from './customer.ts';

/** The customers that are declared, and the tree they were read from. */
export interface Desired {
  /** The commit, or `null` for a work tree without one. */
  readonly commit: string | null;
  /** True when the files differ from that commit. */
  readonly dirty: boolean;
  readonly customers: readonly Customer[];
}

/** What a run began for a customer and did not finish, so that the next run neither forgets nor repeats it. */
export interface Unfinished {
  /** Actions that were due and did not run to success. */
  readonly actions: readonly ActionName[];
  /** References whose secrets were sent although the file is not recorded as applied. */
  readonly secrets: SecretReferences;
  /** The `rerun` texts whose syncs did run although the file is not recorded as applied. */
  readonly reruns: Readonly<Partial<Record<ActionName, string>>>;
}

/** A customer as the last applies left it. */
export interface AppliedCustomer {
  readonly file: string;
  /** The declaration that was applied; `null` when a create succeeded and a later step of the same customer failed. */
  readonly customer: Customer | null;
  readonly pkid: string | null;
  readonly unfinished: Unfinished | null;
}

/** The state kept in git under `refs/sparkform/<env>/applied`. */
export interface Applied {
  /** The commit of the ref; `null` when nothing was ever applied. */
  readonly commit: string | null;
  /** The server it was applied to. */
  readonly server: string | null;
  /**
   * The source commit up to which permissions in commits are used up: the one applied last. `null`: none is; left out where
   * the state does not tell.
   */
  readonly source?: string | null;
  readonly customers: readonly AppliedCustomer[];
}
