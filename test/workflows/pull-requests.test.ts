import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { startGitHub } from '../support/github.ts';
import { customerFile } from '../support/lab.ts';
import { failures, type Hosting, openHosting, skipped } from './hosting.ts';

// Each starts the program several times, as a runner does.
vi.setConfig({ testTimeout: 180_000 });

/** A hosting whose main declares Alpha and Bravo, both applied. */
async function openApplied() {
  const github = await startGitHub();
  const hosting = await openHosting(github);
  hosting.commit({ 'customers/alpha.yaml': alpha('one.example'), 'customers/bravo.yaml': customerFile('Bravo') });
  hosting.push();
  expect((await hosting.sparkform('apply', '--auto-approve')).status).toBe(0);
  github.comments.set(7, []);
  return { github, hosting, comments: () => github.comments.get(7)?.map(({ body }) => body) ?? [] };
}

function alpha(domain: string): string {
  return customerFile('Alpha', [`  email_domain: ${domain}`]);
}

/** What would leave a trace if anything of the pull request were run. */
function trapsFor({ folder }: Hosting): { readonly files: Readonly<Record<string, string>>; readonly trace: string } {
  const trace = path.join(folder, 'was-run');
  const script = `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '')`;
  const files = {
    'dist/main.js': script,
    'package.json': JSON.stringify({
      type: 'commonjs',
      main: 'dist/main.js',
      scripts: { preinstall: `node -e "${script}"` },
    }),
    '.npmrc': 'node-options=--require=./dist/main.js\n',
  };
  return { files, trace };
}

test('a pull request with a create and an update gets one comment that is edited, from a plan that runs nothing of it', async () => {
  const { hosting, github, comments } = await openApplied();
  const { files, trace } = trapsFor(hosting);
  const writes = hosting.writes();
  hosting.commit({
    ...files,
    'customers/alpha.yaml': alpha('two.example'),
    'customers/charlie.yaml': customerFile('Charlie'),
  });
  const first = await hosting.propose(7).run('plan', 'plan');
  expect([first.status, failures(first), skipped(first)]).toEqual(['success', {}, []]);
  expect(comments()).toEqual([readFileSync(path.join(first.workspace, 'plan.md'), 'utf8')]);
  expect(comments()[0]).toContain('1 to update, 1 to create');
  expect(first.summary).toContain('1 to update, 1 to create');
  expect(first.artifacts).toEqual(['plan.md', 'plan.html', 'plan.json']);
  const plan = JSON.parse(readFileSync(path.join(first.workspace, 'plan.json'), 'utf8'));
  expect(plan.summary).toMatchObject({ create: 1, update: 1 });
  const holders = (value: string) =>
    first.steps.filter(({ env }) => Object.values(env).includes(value)).map(({ name }) => name);
  expect([holders(hosting.sandbox.password), holders(github.token)]).toEqual([['Plan'], ['Comment']]);

  hosting.commit({ 'customers/charlie.yaml': null });
  expect((await hosting.propose(7).run('plan', 'plan')).status).toBe('success');
  expect(comments()).toEqual([expect.stringContaining('1 to update')]);
  expect(comments()[0]).not.toContain('create');
  expect([hosting.writes(), existsSync(trace)]).toEqual([writes, false]);
});

test('a plan that is refused, and files that cannot be read, are red and told in the comment', async () => {
  const { hosting, comments } = await openApplied();
  hosting.commit(
    {
      'customers/alpha.yaml': null,
      'customers/bravo.yaml': null,
      'customers/charlie.yaml': customerFile('Charlie'),
    },
    'Gone\n\nSparkform-Allow: deletes-customer',
  );
  const refused = await hosting.propose(7).run('plan', 'plan');
  expect([refused.status, failures(refused)]).toEqual(['failure', { Plan: 4 }]);
  expect(comments()).toEqual([expect.stringContaining('--max-deletes')]);

  hosting.commit({ 'customers/charlie.yaml': 'hierarchy: [sys' });
  const broken = await hosting.propose(7).run('plan', 'plan');
  expect(failures(broken)).toEqual({ Plan: 1 });
  expect(comments()).toEqual([expect.stringContaining('customers/charlie.yaml')]);
});

test('a pull request with conflicts, whose merge is an old one, gets no plan', async () => {
  const { hosting, comments } = await openApplied();
  hosting.commit({ 'customers/alpha.yaml': alpha('two.example') });
  const stale = hosting.propose(7);
  hosting.commit({ 'customers/alpha.yaml': alpha('three.example') });
  const result = await stale.run('plan', 'plan', hosting.git('rev-parse', 'HEAD'));
  expect(Object.values(failures(result))).toEqual([1]);
  expect(skipped(result)).toContain('Plan');
  expect(comments()).toEqual([]);
});

test('a pull request of a fork is validated and planned without a credential and without a request; the live plan stays away', async () => {
  const { hosting, comments } = await openApplied();
  const requests = hosting.sandbox.requests.length;
  hosting.commit({ 'customers/alpha.yaml': alpha('two.example'), 'customers/charlie.yaml': customerFile('Charlie') });
  const fork = hosting.propose(7, 'stranger');
  expect((await fork.run('plan', 'plan')).status).toBe('skipped');
  const checked = await fork.run('check', 'customers');
  expect([checked.status, skipped(checked)]).toEqual(['success', []]);
  expect(checked.artifacts).toEqual(['offline-plan.md', 'offline-plan.html']);
  expect(checked.summary).toContain('1 to update, 1 to create');
  expect(checked.steps.flatMap(({ env }) => Object.keys(env))).toEqual([]);
  expect([hosting.sandbox.requests.length, comments()]).toEqual([requests, []]);

  hosting.commit({ 'customers/charlie.yaml': 'hierarchy: 7\ncustomer: {}\n' });
  const wrong = await hosting.propose(7, 'stranger').run('check', 'customers');
  expect(failures(wrong)).toEqual({ Validate: 1 });
  const [validate] = wrong.steps.filter(({ name }) => name === 'Validate');
  expect(validate?.output).toMatch(/^::error file=customers\/charlie\.yaml,line=1,/m);
});

test('a push to main is tested and validated, and planned by nobody', async () => {
  const { hosting } = await openApplied();
  expect((await hosting.run('check', 'push', {}, 'program')).status).toBe('success');
  const checked = await hosting.run('check', 'push', {}, 'customers');
  expect([checked.status, skipped(checked).length]).toEqual(['success', 3]);
});
