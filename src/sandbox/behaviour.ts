import type { Profile } from '../model/profile.ts';

/** A profile in which everything is known: a server always behaves in one way or another. */
type Known = { readonly [Field in keyof Profile]: Exclude<Profile[Field], 'unknown'> };

/** How the sandbox behaves wherever the API's reference leaves it open. */
export interface Behaviour extends Known {
  /** Whether one hierarchy node may hold two records of one name. The reference gives the model no business key. */
  readonly duplicateNames: 'allowed' | 'refused';
}

/** What the sandbox does unless told otherwise; `schemas/profiles/sandbox.json` tells clients the same. */
export const defaultBehaviour: Behaviour = {
  payload: 'bare',
  createAnswer: 'instance',
  secretsReadAs: 'masked',
  omittedProperties: 'cleared',
  omittedSecrets: 'kept',
  emptyValues: 'omitted',
  hierarchyIn: 'path-text',
  succeededWords: ['Success', 'Completed'],
  failedWords: ['Fail'],
  moveKeepsPkid: 'yes',
  findsByExternalId: 'yes',
  duplicateNames: 'allowed',
};
