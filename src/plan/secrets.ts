import type { Customer, SecretReferences } from '../model/customer.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { SecretChange } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import { secretNames } from '../model/properties.ts';
import type { SecretReference } from '../model/secret.ts';
import type { AppliedCustomer } from '../model/state.ts';

/** Every secret that the file declares, as a create sends them; one that is cleared has nothing to send. */
export function initialSecrets(desired: Customer): readonly SecretChange[] {
  return declaredSecrets(desired.secrets).filter((one) => one.reference !== null);
}

/**
 * The secrets an update sends: those whose reference changed since it was applied. The server rotates tokens itself, so
 * an unchanged reference may name an older token than the server holds; for the same reason adopting a record sends none,
 * and only clears what the file says is to be empty and the server shows that it is not.
 */
export function changedSecrets(
  desired: Customer,
  applied: AppliedCustomer | null,
  live: LiveCustomer,
): readonly SecretChange[] {
  if (applied === null) {
    return declaredSecrets(desired.secrets).filter(
      (one) => one.reference === null && live.echoedSecrets.includes(one.path),
    );
  }
  // The usual case: a file that was not touched since says so with the very same object.
  if (applied.unfinished === null && applied.customer?.secrets === desired.secrets) return [];
  const sent: SecretReferences = { ...applied.customer?.secrets, ...applied.unfinished?.secrets };
  return declaredSecrets(desired.secrets).filter((one) => !sameReference(one.reference, sent[one.path]));
}

/** The declared secrets that are not in `sent`: they stay on the server as they are. */
export function keptSecrets(desired: Customer, sent: readonly SecretChange[]): readonly SecretChange[] {
  const declared = declaredSecrets(desired.secrets);
  return sent.length === 0 ? declared : declared.filter((one) => !sent.some((other) => other.path === one.path));
}

function declaredSecrets(references: SecretReferences): readonly SecretChange[] {
  // In a loop, as it is done for every customer.
  const declared: SecretChange[] = [];
  for (const path of Object.keys(references)) {
    const reference = references[path];
    if (reference !== undefined) declared.push({ path, reference });
  }
  return declared;
}

function sameReference(left: SecretReference | null, right: SecretReference | null | undefined): boolean {
  if (left === null || right === null || right === undefined) return left === right;
  return left.env === right.env && left.key === right.key && left.version === right.version;
}

/** What is known of the secrets that a live record holds. */
export interface HeldSecrets {
  /** There for certain: the server showed them, or tells when they expire. */
  readonly certain: readonly string[];
  /** May be there: nothing tells. */
  readonly possible: readonly string[];
}

/** Which secrets the live record holds, as far as the server and our own files tell. */
export function heldSecrets(live: LiveCustomer, files: readonly (Customer | null)[], profile: Profile): HeldSecrets {
  const named = files.flatMap((file) => Object.keys(file?.secrets ?? {}));
  const all = [...new Set([...secretNames, ...live.echoedSecrets, ...named])];
  const certain = all.filter((name) => live.echoedSecrets.includes(name) || hasExpiry(live, name));
  // Only a server that shows a mask or a ciphertext for a secret tells by its absence that there is none.
  const tellsAbsence = live.whole && (profile.secretsReadAs === 'masked' || profile.secretsReadAs === 'ciphertext');
  if (tellsAbsence) return { certain, possible: [] };
  const wasAuthorised = certain.length > 0;
  const possible = all.filter((name) => !certain.includes(name) && (wasAuthorised || named.includes(name)));
  return { certain, possible };
}

function hasExpiry(live: LiveCustomer, name: string): boolean {
  const accessToken = typeof live.accessTokenExpires === 'string';
  if (name === 'token') return accessToken;
  return name === 'refresh_token' && (accessToken || typeof live.refreshTokenExpires === 'string');
}
