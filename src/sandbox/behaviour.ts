import type { Profile } from '../model/profile.ts';

/** A profile in which everything is known: a server always behaves in one way or another. */
type Known = { readonly [Field in keyof Profile]: Exclude<Profile[Field], 'unknown'> };

/** How the sandbox behaves wherever the API's reference leaves it open. */
export interface Behaviour extends Known {
  /** Whether one hierarchy node may hold two records of one name. The reference gives the model no business key. */
  readonly duplicateNames: 'allowed' | 'refused';
  /** How secrets stand in exports: as in reads, or as they are. The reference does not say. */
  readonly secretsInExports: 'as-read' | 'clear';
  /** Whether a bulk modification keeps what it leaves out, or treats that as an update of one record does. */
  readonly omittedInBulk: 'kept' | 'as-update';
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
  secretsInExports: 'as-read',
  bulkModify: 'pkids',
  omittedInBulk: 'kept',
};
