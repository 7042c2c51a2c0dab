/** Why GitHub did not do what it was asked for. The message holds no token. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
  /** Stable and searchable: `github-forbidden`. */
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
