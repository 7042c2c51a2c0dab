import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type GitHubLookAlike, type Post, startGitHub } from '../support/github.ts';
import { runHere } from '../support/in-process.ts';

const marker = '<!-- sparkform plan env=prod -->';

/** A folder with a report, the look-alike, and the command between them. */
async function open() {
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkform-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const github = await startGitHub();
  github.comments.set(7, []);
  const env: Record<string, string> = {
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: 'example/customers',
    GITHUB_TOKEN: github.token,
    GITHUB_REF: 'refs/pull/7/merge',
  };
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  write('plan.md', `${marker}\n## Plan\n`);
  const run = async (...words: readonly string[]) => {
    const result = await runHere({ path: folder, env }, ['comment', ...words]);
    expect(result.stdout + result.stderr).not.toContain(github.token);
    return result;
  };
  return { folder, github, env, write, run };
}

function post(id: number, login: string, body: string): Post {
  return { id, number: id, login, title: 'A title', body, state: 'open' };
}

const bodies = (github: GitHubLookAlike) => github.comments.get(7)?.map((one) => one.body);

describe('a comment', () => {
  test('is made once and edited from then on, and each environment has its own', async () => {
    const { github, write, run } = await open();
    expect(await run('plan.md')).toMatchObject({
      status: 0,
      stdout: 'The comment was created: https://github.example/1001.\n',
    });
    write('plan.md', `${marker}\n## Another plan\n`);
    expect((await run('plan.md')).stdout).toBe('The comment was edited: https://github.example/1001.\n');
    write('lab.md', '<!-- sparkform plan env=lab -->\n## Lab\n');
    expect((await run('lab.md')).stdout).toContain('created');
    expect(bodies(github)).toEqual([`${marker}\n## Another plan\n`, '<!-- sparkform plan env=lab -->\n## Lab\n']);
  });

  test('of a person, or of another app, is never edited, whatever it quotes', async () => {
    const { github, run } = await open();
    const others = [
      post(1, 'mallory', `${marker}\nmine`),
      post(2, 'github-actions', `${marker}\nmine`),
      post(3, 'github-actions[bot]', `Look:\n${marker}\n`),
    ];
    github.comments.set(7, [...others]);
    expect((await run('plan.md')).stdout).toContain('created');
    expect(bodies(github)?.slice(0, 3)).toEqual(others.map((one) => one.body));
  });

  test('is found on the third page, and with the line ends that GitHub makes', async () => {
    const { github, run } = await open();
    const own = post(300, 'GitHub-Actions[bot]', `${marker}\r\n## Old\r\n`);
    github.comments.set(7, [...Array.from({ length: 220 }, (_, id) => post(id + 1, 'ada', 'Nice.')), own]);
    expect((await run('plan.md')).stdout).toContain('edited');
    expect(github.requests).toEqual([
      ...[1, 2, 3].map((page) => `GET /repos/example/customers/issues/7/comments?per_page=100&page=${page}`),
      'POST /graphql',
      'PATCH /repos/example/customers/issues/comments/300',
    ]);
  });

  test('goes to the pull request that is named, else to that of the event, else to that of the ref', async () => {
    const { folder, github, env, write, run } = await open();
    for (const number of [8, 9]) github.comments.set(number, []);
    write('event.json', JSON.stringify({ pull_request: { number: 8 } }));
    env['GITHUB_EVENT_PATH'] = path.join(folder, 'event.json');
    await run('plan.md');
    await run('plan.md', '--pull-request', '9');
    env['GITHUB_EVENT_PATH'] = path.join(folder, 'no.json');
    await run('plan.md');
    expect([7, 8, 9].map((number) => github.comments.get(number)?.length)).toEqual([1, 1, 1]);
  });
});

describe('an issue', () => {
  test('is opened, edited while it is open, closed when clean, and opened anew', async () => {
    const { github, write, run } = await open();
    github.issues.push(post(1, 'mallory', `${marker}\nmine`));
    const issue = ['plan.md', '--issue', 'Drift of prod'];
    expect((await run(...issue, '--clean')).stdout).toBe('There is no open issue to close.\n');
    expect((await run(...issue)).stdout).toBe('The issue was created: https://github.example/1001.\n');
    write('plan.md', `${marker}\n## More\n`);
    expect((await run(...issue)).stdout).toContain('The issue was edited');
    expect((await run(...issue, '--clean')).stdout).toContain('The issue was closed');
    expect((await run(...issue)).stdout).toContain('The issue was created');
    expect(github.issues.map(({ title, state }) => [title, state])).toEqual([
      ['A title', 'open'],
      ['Drift of prod', 'closed'],
      ['Drift of prod', 'open'],
    ]);
  });
});

describe('what goes wrong is told, and the token never', () => {
  const echo = JSON.stringify({ message: 'no: Bearer ghs_canary0123456789' });

  test.each([
    ['a token that is not valid', { status: 401, body: echo }, 'github-unauthorised', 'GITHUB_TOKEN'],
    [
      'a token that may not',
      { status: 403, body: '{"message":"Resource not accessible"}' },
      'github-forbidden',
      'it said: Resource not accessible',
    ],
    [
      'no more requests',
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1800000000' } },
      'github-rate-limited',
      'after 2027-01-15T08:00:00.000Z',
    ],
    ['too fast', { status: 429, headers: { 'retry-after': '30' } }, 'github-rate-limited', 'in 30 seconds'],
    ['nothing there', { status: 404 }, 'github-not-found', 'GITHUB_REPOSITORY'],
    ['issues switched off', { status: 410 }, 'github-gone', 'issues'],
    ['not taken', { status: 422, body: echo }, 'github-refused', 'length'],
    [
      'a redirect',
      { status: 307, headers: { location: 'http://127.0.0.1:1/' } },
      'github-moved',
      'No redirect is followed',
    ],
    ['something else than JSON', { status: 200, body: '<html>' }, 'github-no-json', 'GITHUB_API_URL'],
    ['something else than a list', { status: 200, body: '{"a":1}' }, 'github-strange-answer', 'GITHUB_API_URL'],
  ])('%s', async (_, trouble, code, hint) => {
    const { github, run } = await open();
    github.troubles.push(trouble);
    const { status, stdout, stderr } = await run('plan.md');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`[${code}]`);
    expect(stderr).toContain(hint);
    expect(github.requests).toHaveLength(1);
  });

  test('a failure that passes is waited for, but nothing is made twice', async () => {
    const { github, run } = await open();
    github.troubles.push({ status: 502 });
    expect((await run('plan.md')).status).toBe(0);
    github.comments.set(7, []);
    github.troubles.push({ status: 200, body: '[]' }, { status: 502 });
    expect((await run('plan.md')).stderr).toContain('[github-failed]');
    expect(github.requests.filter((one) => one.startsWith('POST /repos'))).toHaveLength(2);
  });

  test('everything that is missing at once, before anything is sent', async () => {
    const { github, env, run } = await open();
    Object.assign(env, {
      GITHUB_API_URL: 'http://github.example',
      GITHUB_REPOSITORY: '../x',
      GITHUB_TOKEN: '',
      GITHUB_REF: 'refs/heads/main',
    });
    const { status, stderr } = await run('plan.md');
    expect(status).toBe(1);
    expect(stderr.match(/\[[a-z-]+\]/g)).toEqual([
      '[bad-github-url]',
      '[no-github-repository]',
      '[no-github-token]',
      '[no-pull-request]',
    ]);
    expect(github.requests).toEqual([]);
  });

  test.each([
    ['no.md', null, 'no-report'],
    ['bare.md', '## Plan\n', 'no-marker'],
    ['long.md', `${marker}\n${'x'.repeat(65_536)}`, 'too-long'],
  ])('%s is refused', async (name, text, code) => {
    const { github, write, run } = await open();
    if (text !== null) write(name, text);
    expect((await run(name)).stderr).toContain(`[${code}]`);
    expect(github.requests).toEqual([]);
  });

  test.each([
    [['--clean'], 'needs --issue'],
    [['--issue', 'A', '--pull-request', '1'], 'goes without'],
  ])('%j is no command', async (words, told) => {
    const { run } = await open();
    expect(await run('plan.md', ...words)).toMatchObject({ status: 1, stderr: expect.stringContaining(told) });
  });
});
