import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Lab, openLab } from '../support/lab.ts';
import type { Event } from './run-job.ts';
import { type JobResult, runJob } from './run-job.ts';
import { readWorkflow } from './workflow.ts';

/** The repository of the customers on GitHub, where workflows run, in front of a sandbox. */
export interface Hosting extends Lab {
  /** Puts what is committed on main. */
  push(): void;
  /** Opens or updates a pull request with what is committed since `main`; of a fork, where `owner` is not ours. */
  propose(number: number, owner?: string): PullRequest;
  /** Runs the one job that a workflow has, or the job that is named, for a push to main, a schedule or a start by hand. */
  run(workflow: string, event: MainEvent, more?: Partial<Event>, job?: string): Promise<JobResult>;
}

type MainEvent = 'push' | 'schedule' | 'workflow_dispatch';

/** A pull request, for which workflows run. */
export interface PullRequest {
  /** Runs a job of a workflow as it runs for a pull request: with the rights of main, where the workflow asks for that. `head` is its latest commit, where that is not the one that was merged. */
  run(workflow: string, job: string, head?: string): Promise<JobResult>;
}

const repository = 'example/customers';
const names = ['Alpha', 'Bravo', 'Charlie', 'Delta'];
const seed = {
  nodes: [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
    ...names.map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' })),
  ],
  customers: [],
};

/** Secrets of the environments; the values are what no output may hold. */
export const secretValues = {
  WEBEX_ADATUM_TOKEN: 'VALUE-OF-ADATUM-TOKEN',
  WEBEX_ADATUM_REFRESH_TOKEN: 'VALUE-OF-ADATUM-REFRESH',
  WEBEX_CONTOSO_PROXY: 'http://VALUE-OF-PROXY',
  WEBEX_CONTOSO_SECRETS: JSON.stringify({ 'alpha.token': 'VALUE-OF-ALPHA-TOKEN' }),
};

/** Opens the repository, with nothing in it, and the sandbox, which end with the test. */
export async function openHosting(github: { readonly url: string; readonly token: string }): Promise<Hosting> {
  const lab = await openLab({ seed });
  const folder = path.join(lab.folder, 'runs');
  mkdirSync(folder);
  const { VOSS_URL = '', VOSS_USERNAME = '', VOSS_PASSWORD = '', SPARKFORM_PROFILE = '' } = lab.env;
  const event = (name: string, ref: string, more: Readonly<Record<string, unknown>>): Event => ({
    folder,
    remote: path.join(lab.folder, 'remote.git'),
    github: {
      event_name: name,
      ref,
      sha: lab.git('rev-parse', 'origin/main'),
      repository,
      token: github.token,
      ...more,
    },
    secrets: { VOSS_USERNAME, VOSS_PASSWORD, ...secretValues },
    vars: { VOSS_URL, VOSS_HIERARCHY: '', VOSS_CA_FILE: '', SPARKFORM_RUNNER: '' },
    inputs: { 'max-change-percent': '100' },
    env: {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: 'ada',
      GITHUB_API_URL: github.url,
      GITHUB_EVENT_NAME: name,
      GITHUB_REF: ref,
      GITHUB_REPOSITORY: repository,
      GITHUB_RUN_ID: '4711',
      GITHUB_SERVER_URL: 'https://github.example',
      SPARKFORM_PROFILE,
    },
  });
  const jobOf = (workflow: string, name?: string) => {
    const { jobs } = readWorkflow(workflow);
    const job = name === undefined ? Object.values(jobs)[0] : jobs[name];
    if (job === undefined) throw new Error(`${workflow} has no job ${name}`);
    return job;
  };
  return {
    ...lab,
    push: () => void lab.git('push', '--quiet', 'origin', 'HEAD:main'),
    run: (workflow, name, more = {}, job) =>
      runJob(jobOf(workflow, job), { ...event(name, 'refs/heads/main', {}), ...more }),
    propose: (number, owner = 'example') => {
      const head = lab.git('rev-parse', 'HEAD');
      lab.git('checkout', '--quiet', '--detach', 'origin/main');
      lab.git('merge', '--quiet', '--no-ff', '--message', `Merge pull request ${number}`, head);
      lab.git('push', '--quiet', '--force', 'origin', `HEAD:refs/pull/${number}/merge`);
      const merge = lab.git('rev-parse', 'HEAD');
      lab.git('checkout', '--quiet', '--detach', head);
      return {
        run: (workflow, job, sha = head) => {
          const pull_request = { number, head: { sha, repo: { full_name: `${owner}/customers` } } };
          const trusted = 'pull_request_target' in readWorkflow(workflow).on;
          const made = trusted
            ? event('pull_request_target', 'refs/heads/main', { event: { pull_request } })
            : event('pull_request', `refs/pull/${number}/merge`, { event: { pull_request }, sha: merge });
          // GitHub gives no secret to the run of a fork's code.
          const secrets = trusted || owner === 'example' ? made.secrets : {};
          return runJob(jobOf(workflow, job), { ...made, secrets });
        },
      };
    },
  };
}

/** The steps of a job that failed, with their exit statuses. */
export function failures({ steps }: JobResult): Readonly<Record<string, number | null>> {
  const failed = steps.filter(({ outcome }) => outcome === 'failure');
  return Object.fromEntries(failed.map(({ name, status }) => [name, status]));
}

/** The steps of a job that were left out. */
export function skipped({ steps }: JobResult): readonly string[] {
  return steps.filter(({ outcome }) => outcome === 'skipped').map(({ name }) => name);
}
