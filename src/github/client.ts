import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { GitHubError } from './error.ts';
import { failureOf } from './failure.ts';
import { member, text } from './shape.ts';

/** How to reach GitHub for one repository. */
export interface GitHubConnection {
  /** Address of the API, without a slash at the end: `https://api.github.com`. */
  readonly api: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: () => string;
  readonly proxy: { readonly https: string | null; readonly http: string | null; readonly none: string | null };
}

/** The way to one repository. The token goes to the origin of the API alone; no redirect is followed. */
export interface GitHub {
  /** Sends a request for a path below that of the repository. Throws `GitHubError`. */
  send(method: Method, path: string, body?: Readonly<Record<string, string>>): Promise<unknown>;
  /** All entries of a list, page by page. Throws `GitHubError`. */
  list(path: string): Promise<readonly unknown[]>;
  /** The login of whoever the token belongs to: a person, or an app such as `github-actions[bot]`. Throws `GitHubError`. */
  login(): Promise<string>;
  close(): Promise<void>;
}

type Method = 'GET' | 'POST' | 'PATCH';

/** Entries on a page: as many as GitHub gives. */
const pageSize = 100;

/** A list with more pages than this is not read on: something answers for ever. */
const mostPages = 500;

/** What may be repeated is tried so many times, with a pause of so many milliseconds. */
const tries = 3;
const pause = 1000;

/** Opens the way; nothing is sent yet. */
export function openGitHub({ api, repository, token, proxy }: GitHubConnection): GitHub {
  const { origin, pathname } = new URL(api);
  const base = pathname.replace(/\/$/, '');
  const pool = new EnvHttpProxyAgent({
    // An empty text keeps undici from reading the environment for itself.
    httpProxy: proxy.http ?? '',
    httpsProxy: proxy.https ?? '',
    noProxy: proxy.none ?? '',
    connect: { timeout: 10_000 },
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
    maxResponseSize: 32 * 1024 * 1024,
  });

  async function attempt(method: Method, path: string, body: unknown, count: number): Promise<unknown> {
    const asked = `${method} ${path}`;
    const answer = await exchange(pool, { origin, path, method, body, token: token() }).catch(() => null);
    const overloaded = answer === null || answer.status >= 500;
    if (overloaded && method !== 'POST' && count < tries) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      return attempt(method, path, body, count + 1);
    }
    if (answer === null) {
      throw new GitHubError('github-unreachable', `${asked}: GitHub does not answer at ${origin}`, unreachableHint);
    }
    if (answer.status < 200 || answer.status > 299) throw failureOf(asked, answer, token());
    if (answer.body !== undefined) return answer.body;
    throw new GitHubError('github-no-json', `${asked}: the answer of ${origin} is no JSON`, unreachableHint);
  }

  const send: GitHub['send'] = (method, path, body) =>
    attempt(method, `${base}/repos/${repository}${path}`, body ?? null, 1);

  return {
    send,
    async list(path) {
      const entries: unknown[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const separator = path.includes('?') ? '&' : '?';
        const answer = await send('GET', `${path}${separator}per_page=${pageSize}&page=${page}`);
        if (!Array.isArray(answer)) throw strange(`GET ${path}`);
        entries.push(...answer);
        if (answer.length < pageSize) return entries;
      }
      throw strange(`GET ${path}`);
    },
    async login() {
      // The REST API does not tell this to an app, which the token of a workflow belongs to.
      const path = `${base.replace(/\/v3$/, '')}/graphql`;
      const answer = await attempt('POST', path, { query: '{ viewer { login } }' }, 1);
      const login = text(member(member(answer, 'data'), 'viewer'), 'login');
      if (login === null) throw strange(`POST ${path}`);
      return login;
    },
    close: () => pool.destroy(),
  };
}

const unreachableHint = 'Check GITHUB_API_URL, the network and the proxy settings, and run it again.';

function strange(asked: string): GitHubError {
  return new GitHubError('github-strange-answer', `${asked}: this is no answer of GitHub`, 'Check GITHUB_API_URL.');
}

interface Exchange {
  readonly origin: string;
  readonly path: string;
  readonly method: Method;
  readonly body: unknown;
  readonly token: string;
}

/** One request and its answer; the body is `undefined` where it is no JSON. Throws what undici throws. */
async function exchange(pool: Dispatcher, { origin, path, method, body, token }: Exchange) {
  const answer = await pool.request({
    origin,
    path,
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
      'user-agent': 'sparkform',
      ...(body === null ? {} : { 'content-type': 'application/json' }),
    },
    body: body === null ? null : JSON.stringify(body),
  });
  const header = (name: string) => {
    const value = answer.headers[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    status: answer.statusCode,
    retryAfter: header('retry-after'),
    rateRemaining: header('x-ratelimit-remaining'),
    rateReset: header('x-ratelimit-reset'),
    body: parse(await answer.body.text()),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
