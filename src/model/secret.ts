/** The name of a secret. Files, plans, reports and git objects hold this and never the value. */
export interface SecretReference {
  /** The environment variable that holds the secret, or a JSON object of many. */
  readonly env: string;
  /** The key in that JSON object. */
  readonly key: string | null;
  /** Raised by a person who wants the secret sent again. */
  readonly version: number | string | null;
}

/** Gives secrets out. Only the code that builds a request body asks. */
export interface Secrets {
  /** Throws `Error` for a reference that was not resolved beforehand: a bug, as missing variables are reported earlier. */
  reveal(reference: SecretReference): string;
}
