import type { DeclaredName, SecretName } from '../model/properties.ts';

/** A reference to a secret as a file writes it. */
export interface RawReference {
  readonly env: string;
  readonly key?: string;
  readonly version?: number | string;
}

/** A trigger of a sync as a file writes it. */
export interface RawSync {
  readonly on?: readonly ('create' | 'change')[];
  readonly rerun?: string | null;
}

/** The `customer` section: canonical forms come later. */
export type RawProperties = Readonly<Partial<Record<DeclaredName, string | boolean | null>>> &
  Readonly<Partial<Record<SecretName, RawReference | null>>> & { readonly sync?: boolean | null } & {
    readonly [newer: string]: RawReference | string | boolean | null | undefined;
  };

/** The `actions` section. */
export interface RawActions {
  readonly sync_roles_licences?: RawSync | null;
  readonly sync_users?: RawSync | null;
  readonly refresh_access_token?: { readonly within: string } | null;
}

/** The `lifecycle` section. */
export interface RawLifecycle {
  readonly protect?: boolean | null;
  readonly ignore?: readonly string[];
}

/** A customer file or defaults file that has the shape of its schema. */
export interface RawFile {
  readonly hierarchy?: string;
  readonly customer?: RawProperties;
  readonly actions?: RawActions;
  readonly lifecycle?: RawLifecycle;
}
