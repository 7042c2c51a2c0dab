/** The pattern for names of secrets where `SPARKFORM_SECRET_NAMES` sets none. */
export const defaultSecretNames = /^(WEBEX|SPARK)_[A-Z0-9_]+$/;

/**
 * Why a customer file may not name a variable, or `null`. The rule of the design, section 2: a pull request must not be
 * able to send the other credentials of the CI to the server. `pattern` null leaves the pattern out, for files that
 * were applied under an older one; the connection's own variables are refused all the same.
 */
export function secretNameProblem(name: string, pattern: RegExp | null): string | null {
  if (/^VOSS_/i.test(name)) return 'names that begin with VOSS_ belong to the connection itself';
  if (pattern !== null && !pattern.test(name)) return `the name does not match ${pattern.source}`;
  return null;
}
