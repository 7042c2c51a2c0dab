import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { customerFile } from '../support/lab.ts';
import { failures, openHosting, secretValues } from './hosting.ts';
import type { JobResult } from './run-job.ts';

// Each starts the program several times, as a runner does.
vi.setConfig({ testTimeout: 180_000 });

const nobody = { url: 'http://127.0.0.1:9', token: 'no-token' };

function files(domain: string, names: readonly string[] = ['Alpha', 'Bravo', 'Charlie']) {
  return Object.fromEntries(
    names.map((name) => [`customers/${name.toLowerCase()}.yaml`, customerFile(name, [`  email_domain: ${domain}`])]),
  );
}

function reportOf({ workspace }: JobResult) {
  return JSON.parse(readFileSync(path.join(workspace, 'apply.json'), 'utf8'));
}

test('a merge is applied with its secrets, recorded on the refs, and told in each form; nothing is left to do', async () => {
  const hosting = await openHosting(nobody);
  const token = '  token: { env: WEBEX_CONTOSO_SECRETS, key: alpha.token }';
  hosting.commit({ ...files('one.example'), 'customers/alpha.yaml': customerFile('Alpha', [token]) });
  hosting.push();
  const run = await hosting.run('apply', 'push');
  expect([run.status, failures(run)]).toEqual(['success', {}]);
  expect(run.artifacts).toEqual(['apply.md', 'apply.html', 'apply.json']);
  expect(run.summary).toContain('3 applied');
  expect(hosting.sandbox.state.named('Alpha')[0]?.data).toMatchObject({ token: 'VALUE-OF-ALPHA-TOKEN' });
  const refs = hosting.git('ls-remote', 'origin', 'refs/sparkform/*');
  expect(refs).toBe(`${reportOf(run).applied}\trefs/sparkform/default/applied`);
  hosting.git('fetch', '--quiet', 'origin', 'refs/sparkform/default/applied');
  expect(hosting.git('log', '-1', '--format=%B', 'FETCH_HEAD')).toContain(
    'By: ada, https://github.example/example/customers/actions/runs/4711',
  );
  const told = [run.summary, ...run.steps.map(({ output }) => output), JSON.stringify(reportOf(run))].join('\n');
  for (const value of [...Object.values(secretValues), 'VALUE-OF-ALPHA-TOKEN', hosting.sandbox.password]) {
    expect(told).not.toContain(value);
  }

  const writes = hosting.writes();
  expect((await hosting.run('apply', 'workflow_dispatch')).status).toBe('success');
  expect(hosting.writes()).toBe(writes);
});

test('a merge that fails for one customer is red, applies the others, and running it again finishes it', async () => {
  const hosting = await openHosting(nobody);
  hosting.commit(files('one.example'));
  hosting.push();
  hosting.sandbox.setFaults([{ match: { method: 'POST', name: 'Bravo' }, kind: 'fail-transaction' }]);
  const run = await hosting.run('apply', 'push');
  expect([run.status, failures(run)]).toEqual(['failure', { Apply: 3 }]);
  expect(reportOf(run).summary).toMatchObject({ applied: 2, failed: 1 });
  expect(run.artifacts).toContain('apply.html');
  expect(run.summary).toContain('Bravo');

  hosting.sandbox.setFaults([]);
  const again = await hosting.run('apply', 'workflow_dispatch');
  expect([again.status, reportOf(again).summary.applied]).toEqual(['success', 1]);
});

test('a run that was skipped is made good by the next, and an old run that is started again goes back on nothing', async () => {
  const hosting = await openHosting(nobody);
  hosting.commit(files('one.example', ['Alpha']));
  hosting.push();
  const first = hosting.git('rev-parse', 'HEAD');
  // GitHub keeps one run waiting: the second of these merges is never applied by a run of its own.
  hosting.commit(files('two.example', ['Bravo']));
  hosting.push();
  hosting.commit(files('three.example', ['Alpha', 'Charlie']));
  hosting.push();
  expect((await hosting.run('apply', 'push')).status).toBe('success');
  const domains = () =>
    ['Alpha', 'Bravo', 'Charlie'].map((name) => hosting.sandbox.state.named(name)[0]?.data['email_domain']);
  expect(domains()).toEqual(['three.example', 'two.example', 'three.example']);

  const writes = hosting.writes();
  const github = { event_name: 'push', ref: 'refs/heads/main', sha: first };
  expect((await hosting.run('apply', 'push', { github })).status).toBe('success');
  expect([hosting.writes(), domains()]).toEqual([writes, ['three.example', 'two.example', 'three.example']]);
});

test('a run that is cancelled records what is done and gives the lease back, as the program itself gets the signal', async () => {
  const hosting = await openHosting(nobody);
  hosting.commit(files('one.example'));
  hosting.push();
  hosting.sandbox.setFaults([{ match: { method: 'POST', name: 'Bravo' }, kind: 'hang' }]);
  const cancel = ({ id }: { readonly id?: string }, pid: number) => {
    if (id !== 'apply') return;
    const timer = setInterval(() => {
      if (
        !hosting.sandbox.requests.some(
          ({ method, body }) => method === 'POST' && JSON.stringify(body ?? null).includes('Bravo'),
        )
      )
        return;
      clearInterval(timer);
      process.kill(pid, 'SIGINT');
    }, 5);
  };
  const run = await hosting.run('apply', 'push', { onStart: cancel });
  expect(failures(run)).toEqual({ Apply: 130 });
  expect(hosting.git('ls-remote', 'origin', 'refs/sparkform/*')).toMatch(/^\w+\trefs\/sparkform\/default\/applied$/);
  expect(run.artifacts).toContain('apply.json');
  const statuses = reportOf(run).customers.map((one: { readonly steps: readonly { readonly status: string }[] }) =>
    one.steps.map(({ status }) => status),
  );
  expect(statuses).toContainEqual(['applied']);
});
