import { readFileSync } from 'node:fs';
import { isLoopback } from './connection.ts';
import { type Checked, type Environment, readVariable, refused } from './variable.ts';

/** Reads `GITHUB_API_URL`, by default that of github.com: https, or http to this very machine. */
export function readGitHubApi(env: Environment): Checked<string> {
  const text = readVariable(env, 'GITHUB_API_URL') ?? 'https://api.github.com';
  const url = URL.canParse(text) ? new URL(text) : null;
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url !== null && secure && `${url.username}${url.password}${url.search}${url.hash}` === '') {
    return { value: url.origin + url.pathname.replace(/\/+$/, ''), diagnostics: [] };
  }
  return refused('bad-github-url', 'GITHUB_API_URL is no plain https address.', 'Unset it for github.com.');
}

/** Reads `GITHUB_REPOSITORY`: `owner/name`. */
export function readGitHubRepository(env: Environment): Checked<string> {
  const text = readVariable(env, 'GITHUB_REPOSITORY');
  if (text !== null && /^[\w.-]+\/[\w.-]+$/.test(text) && !/(^|\/)\.\.?(\/|$)/.test(text)) {
    return { value: text, diagnostics: [] };
  }
  return refused('no-github-repository', 'GITHUB_REPOSITORY is not set, or no owner/name.', 'Set it: owner/name.');
}

/** Reads `GITHUB_TOKEN`, behind a function so that printing it shows nothing. */
export function readGitHubToken(env: Environment): Checked<() => string> {
  const token = readVariable(env, 'GITHUB_TOKEN');
  if (token !== null && /^[!-~]+$/.test(token)) return { value: () => token, diagnostics: [] };
  const hint = 'In a workflow hand it over as a variable of the step, with "permissions: pull-requests: write".';
  return refused('no-github-token', 'GITHUB_TOKEN is not set, or no token.', hint);
}

/** The pull request that a workflow runs for: of its event (`GITHUB_EVENT_PATH`), or of `GITHUB_REF`. */
export function readPullRequest(env: Environment): Checked<number> {
  const [, ref] = /^refs\/pull\/(\d{1,15})\//.exec(readVariable(env, 'GITHUB_REF') ?? '') ?? [];
  const number = pullRequestOf(readEvent(readVariable(env, 'GITHUB_EVENT_PATH'))) ?? Number(ref ?? 0);
  if (number > 0) return { value: number, diagnostics: [] };
  const message = 'Which pull request is meant is not known: neither GITHUB_EVENT_PATH nor GITHUB_REF tells.';
  return refused('no-pull-request', message, 'Say it with --pull-request NUMBER.');
}

function readEvent(file: string | null): unknown {
  try {
    return file === null ? null : JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function pullRequestOf(event: unknown): number | null {
  if (typeof event !== 'object' || event === null || !('pull_request' in event)) return null;
  const { pull_request: pullRequest } = event;
  if (typeof pullRequest !== 'object' || pullRequest === null || !('number' in pullRequest)) return null;
  const { number } = pullRequest;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : null;
}
