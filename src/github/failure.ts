import { GitHubError } from './error.ts';
import { text } from './shape.ts';

/** An answer that is no success: its status, the headers that say why, and its decoded body. */
export interface Refusal {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly rateRemaining: string | null;
  /** Seconds since 1970. */
  readonly rateReset: string | null;
  readonly body: unknown;
}

/** The most of GitHub's own words that is repeated, in characters. */
const longestWords = 300;

/** What a refusal means and what to do about it. `asked` is method and path; `token` is kept out of what is repeated. */
export function failureOf(asked: string, refusal: Refusal, token: string): GitHubError {
  const { status, retryAfter, rateRemaining } = refusal;
  const said = text(refusal.body, 'message') ?? '';
  const words = said === '' || said.includes(token) ? '' : `; it said: ${said.slice(0, longestWords)}`;
  const error = (code: string, what: string, hint: string) =>
    new GitHubError(`github-${code}`, `${asked}: ${what} (status ${status})${words}`, hint);
  if (status >= 300 && status < 400) return error('moved', 'GitHub sends this elsewhere', movedHint);
  if (status === 401)
    return error('unauthorised', 'GitHub does not take the token', 'Set GITHUB_TOKEN to a valid token.');
  if (status === 429 || (status === 403 && (rateRemaining === '0' || retryAfter !== null))) {
    return error('rate-limited', 'GitHub takes no more requests for now', `Run it again ${whenText(refusal)}.`);
  }
  if (status === 403) return error('forbidden', 'the token may not do this', forbiddenHint);
  if (status === 404)
    return error('not-found', 'GitHub knows nothing there, or the token may not see it', notFoundHint);
  if (status === 410) return error('gone', 'it is switched off or was deleted', 'Switch issues on in the repository.');
  if (status === 422)
    return error('refused', 'GitHub does not take it', 'Check the number and the length of the text.');
  return error('failed', 'GitHub failed', 'Run it again; githubstatus.com tells of disturbances.');
}

const movedHint =
  'Set GITHUB_REPOSITORY to the new name of the repository. No redirect is followed, as it would take the token along.';

const forbiddenHint =
  'In a workflow grant the job "permissions: pull-requests: write" (for --issue "issues: write"). Pull requests from forks get a token that only reads: comment from a workflow_run workflow.';

const notFoundHint = 'Check the number, GITHUB_REPOSITORY, and that the token belongs to this repository.';

function whenText({ retryAfter, rateReset }: Refusal): string {
  if (retryAfter !== null && /^\d+$/.test(retryAfter)) return `in ${retryAfter} seconds`;
  const reset = Number(rateReset ?? '');
  if (!Number.isInteger(reset) || reset <= 0 || reset > 1e11) return 'in some minutes';
  return `after ${new Date(reset * 1000).toISOString()}`;
}
