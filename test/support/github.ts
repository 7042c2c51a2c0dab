import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';

/** A comment, or an issue, as the look-alike keeps it. */
export interface Post {
  readonly id: number;
  readonly number: number;
  readonly login: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
}

/** An answer that the look-alike gives in place of its own. */
export interface Trouble {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What of GitHub's API `sparkform comment` uses, over HTTP; everything in it may be looked at and set. */
export interface GitHubLookAlike {
  readonly url: string;
  readonly token: string;
  /** Who the token belongs to. */
  login: string;
  /** By the number of the pull request. */
  readonly comments: Map<number, Post[]>;
  readonly issues: Post[];
  /** Method and path of every request, in order. */
  readonly requests: string[];
  /** Given one after another to the next requests. */
  readonly troubles: Trouble[];
}

/** Starts it; it ends with the test. */
export async function startGitHub(): Promise<GitHubLookAlike> {
  const token = 'ghs_canary0123456789';
  const app = new Hono();
  let next = 1000;
  const github = {
    url: '',
    token,
    login: 'github-actions[bot]',
    comments: new Map<number, Post[]>(),
    issues: [] as Post[],
    requests: [] as string[],
    troubles: [] as Trouble[],
  };
  const shown = (post: Post) => ({
    ...post,
    user: { login: post.login },
    html_url: `https://github.example/${post.id}`,
  });
  const made = (title: string, body: string): Post => {
    next += 1;
    return { id: next, number: next, login: github.login, title, body, state: 'open' };
  };
  const page = (posts: readonly Post[], query: Record<string, string>) => {
    const [size, number] = [Number(query['per_page'] ?? 30), Number(query['page'] ?? 1)];
    return posts.slice((number - 1) * size, number * size).map(shown);
  };
  app.use(async (context, goOn) => {
    const { pathname, search } = new URL(context.req.url);
    github.requests.push(`${context.req.method} ${pathname}${search}`);
    const trouble = github.troubles.shift();
    if (trouble !== undefined) return new Response(trouble.body ?? '{}', trouble);
    if (context.req.header('authorization') !== `Bearer ${token}`)
      return context.json({ message: 'Bad credentials' }, 401);
    return goOn();
  });
  app.post('/graphql', (context) => context.json({ data: { viewer: { login: github.login } } }));
  const base = '/repos/example/customers';
  app.get(`${base}/issues/:number/comments`, (context) => {
    const posts = github.comments.get(Number(context.req.param('number')));
    return posts === undefined
      ? context.json({ message: 'Not Found' }, 404)
      : context.json(page(posts, context.req.query()));
  });
  app.post(`${base}/issues/:number/comments`, async (context) => {
    const post = made('', (await context.req.json()).body);
    github.comments.get(Number(context.req.param('number')))?.push(post);
    return context.json(shown(post), 201);
  });
  app.patch(`${base}/issues/comments/:id`, async (context) => {
    const post = [...github.comments.values()].flat().find((one) => one.id === Number(context.req.param('id')));
    if (post === undefined) return context.json({ message: 'Not Found' }, 404);
    post.body = (await context.req.json()).body;
    return context.json(shown(post));
  });
  app.get(`${base}/issues`, (context) =>
    context.json(
      page(
        github.issues.filter((one) => one.state === context.req.query('state')),
        context.req.query(),
      ),
    ),
  );
  app.post(`${base}/issues`, async (context) => {
    const { title, body } = await context.req.json();
    const post = made(title, body);
    github.issues.push(post);
    return context.json(shown(post), 201);
  });
  app.patch(`${base}/issues/:number`, async (context) => {
    const post = github.issues.find((one) => one.number === Number(context.req.param('number')));
    if (post === undefined) return context.json({ message: 'Not Found' }, 404);
    Object.assign(post, await context.req.json());
    return context.json(shown(post));
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  github.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return github;
}
