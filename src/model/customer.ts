import type { DeclaredName, SecretName } from './properties.ts';
import type { SecretReference } from './secret.ts';

/** A place in a file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * A declared value in its canonical form, the same for files and for the server: `null` is an absent, null or empty
 * string; a boolean is never null (absent and null are `false`).
 */
export type Value = string | boolean | null;

/**
 * Declared values by property, in the order of the API, those of a newer server's schema last. An absent property is not
 * managed (in a file) or not told (by a list entry).
 */
export type Fields = Readonly<Partial<Record<DeclaredName, Value>>> & { readonly [newer: string]: Value | undefined };

/** References by secret property. An absent one is not managed; `null` clears it (proxies only). */
export type SecretReferences = Readonly<Partial<Record<SecretName, SecretReference | null>>> & {
  readonly [newer: string]: SecretReference | null | undefined;
};

/** The actions of the API, by the names that customer files use. */
export type ActionName = 'refresh_access_token' | 'sync_roles_licences' | 'sync_users';

/** When one of the two syncs is run. */
export interface SyncTrigger {
  readonly on: readonly ('create' | 'change')[];
  /** Any text: the sync is run once whenever it differs from the applied one. */
  readonly rerun: string | null;
}

/** When the access token is refreshed ahead of the server's own schedule. */
export interface RefreshTrigger {
  /** Milliseconds before expiry. */
  readonly within: number;
}

export interface Actions {
  readonly refresh_access_token?: RefreshTrigger;
  readonly sync_roles_licences?: SyncTrigger;
  readonly sync_users?: SyncTrigger;
}

export interface Lifecycle {
  readonly protect: boolean;
  /** Properties left alone when only their live value changed. */
  readonly ignore: readonly string[];
}

/** One customer as a file declares it, the defaults of its folders merged in. */
export interface Customer {
  /** Path from the top of the repository, with forward slashes: the identity of the declaration. */
  readonly file: string;
  /** Dotted path of the hierarchy node that holds the record. */
  readonly hierarchy: string;
  readonly fields: Fields & { readonly name: string };
  readonly secrets: SecretReferences;
  /** The create-only `sync`: the server syncs roles and licences itself when it creates the record. */
  readonly sync: boolean;
  readonly actions: Actions;
  readonly lifecycle: Lifecycle;
  /** Where each property was written, which may be in a `_defaults.yaml`: to be asked with `placeOfSlot`. */
  readonly places: string;
  /**
   * What the folders' defaults supplied, in the shape of a customer file, or `null`. Kept with the applied state, because
   * a customer may have been applied with older defaults than its neighbour.
   */
  readonly inherited: Readonly<Record<string, unknown>> | null;
}
