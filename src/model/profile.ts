/**
 * What is known of one server's undocumented behaviour (`schemas/profile.schema.json`, files in `schemas/profiles`).
 * `unknown` always means: take the most careful reading.
 */
export interface Profile {
  /** How the server wants a record: its properties at the top, or under `data`. */
  readonly payload: 'bare' | 'wrapped' | 'unknown';
  /** What a synchronous create answers with: the id of the new record, or of the transaction. */
  readonly createAnswer: 'instance' | 'transaction' | 'unknown';
  /** How secrets come back on a read. */
  readonly secretsReadAs: 'absent' | 'empty' | 'masked' | 'ciphertext' | 'unknown';
  /** What PUT does to a property that the payload leaves out. */
  readonly omittedProperties: 'kept' | 'cleared' | 'unknown';
  /** What PUT does to a secret that the payload leaves out. */
  readonly omittedSecrets: 'kept' | 'cleared' | 'unknown';
  /** Whether reads leave out false and empty strings, or show them. */
  readonly emptyValues: 'omitted' | 'shown' | 'unknown';
  /** Where a record says which hierarchy node holds it: `meta.path` as text or as a list of names, `meta.references.parent`. */
  readonly hierarchyIn: 'path-text' | 'path-list' | 'parent' | 'unknown';
  /** Status words of transactions, compared without case. A word in neither list means: not finished. */
  readonly succeededWords: readonly string[];
  readonly failedWords: readonly string[];
  /** Whether a record keeps its pkid when it moves. */
  readonly moveKeepsPkid: 'yes' | 'no' | 'unknown';
  /** Whether transactions can be found by `external.id` and `external.reference`. */
  readonly findsByExternalId: 'yes' | 'no' | 'unknown';
  /**
   * How a bulk modification names its records, on a server where it changes nothing but what it is given. `none`: it is not
   * to be used, as there is no such call, or it touches what is left out.
   */
  readonly bulkModify: 'pkids' | 'hrefs' | 'none' | 'unknown';
}
