import type { Finding } from '../model/doctor.ts';
import type { Laboratory, Subject } from './laboratory.ts';
import { refresh } from './secrets-experiment.ts';
import { update } from './update-experiment.ts';
import { type Ended, saysSucceeded } from './watch.ts';

/** The words for success: those of an update that was seen to be done. */
export function succeededWords({ words }: Ended): Finding {
  const how =
    words.length === 0
      ? 'the server answered an update without a transaction'
      : 'an update that was seen to be done ended so';
  return { name: 'succeededWords', value: words.length === 0 ? 'unknown' : words, how };
}

/**
 * The words for failure, provoked where it harms nothing: a refresh of the tokens of the throw-away customer once it has
 * none. `cleared`: it has none already; `succeeded`: the words for success. Throws `ApiError`, `ProbeProblem`.
 */
export async function failedWords(
  lab: Laboratory,
  subject: Subject,
  cleared: boolean,
  succeeded: readonly string[],
): Promise<Finding> {
  const name = 'failedWords';
  if (!cleared) {
    const empty = { token: '', refresh_token: '', https_proxy: '', account_email: 'emptied@sparkform.invalid' };
    await update(lab, subject, { ...lab.throwAway.whole, ...empty });
  }
  const ended = await refresh(lab, subject);
  if (ended === null || ended.words.length === 0) {
    return {
      name,
      value: 'unknown',
      how: 'the server refused a token refresh without tokens at once: no transaction failed',
    };
  }
  if (saysSucceeded(ended, succeeded)) {
    return { name, value: 'unknown', how: 'a token refresh without tokens succeeded: no transaction failed' };
  }
  return { name, value: ended.words, how: 'a token refresh without tokens, which must fail, ended so' };
}
