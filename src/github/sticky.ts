import type { GitHub } from './client.ts';
import { GitHubError } from './error.ts';
import { member, positive, text } from './shape.ts';

/** What became of the one comment or issue. `absent`: there was none to close. */
export interface Written {
  readonly done: 'created' | 'edited' | 'closed' | 'absent';
  /** Its address for people; `null` where GitHub did not tell, or nothing is there. */
  readonly url: string | null;
}

/** Edits our comment on a pull request, found by the marker in its first line, or makes it. Throws `GitHubError`. */
export async function putComment(github: GitHub, pullRequest: number, body: string): Promise<Written> {
  const own = await findOwn(github, `/issues/${pullRequest}/comments`, body, 'id');
  const answer =
    own === null
      ? await github.send('POST', `/issues/${pullRequest}/comments`, { body })
      : await github.send('PATCH', `/issues/comments/${own}`, { body });
  return { done: own === null ? 'created' : 'edited', url: text(answer, 'html_url') };
}

/** Edits our open issue with this marker, or opens one. Throws `GitHubError`. */
export async function putIssue(github: GitHub, title: string, body: string): Promise<Written> {
  const own = await findOwn(github, '/issues?state=open', body, 'number');
  const answer =
    own === null
      ? await github.send('POST', '/issues', { title, body })
      : await github.send('PATCH', `/issues/${own}`, { title, body });
  return { done: own === null ? 'created' : 'edited', url: text(answer, 'html_url') };
}

/** Closes our open issue with this marker, if there is one, with the text as its last state. Throws `GitHubError`. */
export async function closeIssue(github: GitHub, body: string): Promise<Written> {
  const own = await findOwn(github, '/issues?state=open', body, 'number');
  if (own === null) return { done: 'absent', url: null };
  const answer = await github.send('PATCH', `/issues/${own}`, { body, state: 'closed', state_reason: 'completed' });
  return { done: 'closed', url: text(answer, 'html_url') };
}

/**
 * Of a list of comments or issues the first that is ours: it begins with the same marker, and whoever the token belongs to
 * wrote it, since a person may quote the marker and an app may edit what others wrote.
 */
async function findOwn(github: GitHub, path: string, body: string, name: 'id' | 'number'): Promise<number | null> {
  const marker = firstLine(body);
  const marked = (await github.list(path)).filter(
    (one) => firstLine(text(one, 'body') ?? '') === marker && member(one, 'pull_request') === undefined,
  );
  if (marked.length === 0) return null;
  const login = (await github.login()).toLowerCase();
  const own = marked.find((one) => text(member(one, 'user'), 'login')?.toLowerCase() === login);
  if (own === undefined) return null;
  const number = positive(own, name);
  if (number !== null) return number;
  throw new GitHubError('github-strange-answer', `GET ${path}: a comment without ${name}`, 'Check GITHUB_API_URL.');
}

/** The first line of a text, without its end. */
export function firstLine(body: string): string {
  return body.split(/\r?\n/, 1)[0] ?? '';
}
