import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { programEnvironment, top } from '../support/lab.ts';
import { checkOut } from './checkout.ts';
import { type Contexts, evaluate, interpolate, type JobStatus, runs } from './expressions.ts';
import type { Job, Step } from './workflow.ts';

/** An event on GitHub, with what it gives to the run of a job. */
export interface Event {
  /** Holds a folder for each run. */
  readonly folder: string;
  /** The bare repository that stands for the one on GitHub. */
  readonly remote: string;
  readonly github: Readonly<Record<string, unknown>> & {
    readonly event_name: string;
    readonly ref: string;
    readonly sha: string;
  };
  readonly secrets: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  /** Variables that GitHub sets for every step. */
  readonly env: Readonly<Record<string, string>>;
  /** Called when a step has started, with the process that a cancelled run would send a signal to. */
  readonly onStart?: (step: Step, pid: number) => void;
}

/** What one step came to. */
export interface StepResult {
  readonly name: string;
  readonly outcome: 'success' | 'failure' | 'skipped';
  /** Exit status of a command, else `null`. */
  readonly status: number | null;
  readonly output: string;
  /** What the step had in its environment besides what every step has. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a job came to. */
export interface JobResult {
  readonly status: JobStatus | 'skipped';
  readonly steps: readonly StepResult[];
  /** Absolute path of the workspace. */
  readonly workspace: string;
  /** What the page of the run shows. */
  readonly summary: string;
  /** Files that were kept, by path from the workspace. */
  readonly artifacts: readonly string[];
}

/**
 * Installing and testing the program are the two commands that are not run as they are written: the one links the program
 * that was built for these tests, the other would run them inside of themselves.
 */
const stands: Readonly<Record<string, (workspace: string) => void>> = {
  'npm ci': (workspace) => symlinkSync(path.join(top, 'dist'), path.join(workspace, 'dist')),
  'npm test': () => undefined,
};

/** Runs the steps of a job in order, as GitHub does: commands as they are written, actions as what they do. */
export async function runJob(job: Job, event: Event): Promise<JobResult> {
  const workspace = mkdtempSync(path.join(event.folder, 'run-'));
  const given = { github: { ...event.github, workspace }, vars: event.vars, inputs: event.inputs };
  const nothing = { steps: [], workspace, summary: '', artifacts: [] };
  if (!runs(job.if, given, 'success')) return { status: 'skipped', ...nothing };
  const summaryFile = `${workspace}-summary.md`;
  writeFileSync(summaryFile, '');
  const steps: StepResult[] = [];
  const artifacts: string[] = [];
  const known: Record<string, { readonly outcome: string }> = {};
  let status: JobStatus = 'success';
  for (const step of job.steps) {
    const contexts = { ...given, secrets: event.secrets, steps: known };
    const result = runs(step.if, contexts, status)
      ? await runStep(step, job, { event, contexts, status, workspace, summaryFile, artifacts })
      : { name: nameOf(step), outcome: 'skipped' as const, status: null, output: '', env: {} };
    steps.push(result);
    if (step.id !== undefined) known[step.id] = { outcome: result.outcome };
    if (result.outcome === 'failure') status = 'failure';
  }
  return { status, steps, workspace, summary: readFileSync(summaryFile, 'utf8'), artifacts };
}

interface Surroundings {
  readonly event: Event;
  readonly contexts: Contexts;
  readonly status: JobStatus;
  readonly workspace: string;
  readonly summaryFile: string;
  readonly artifacts: string[];
}

async function runStep(step: Step, job: Job, around: Surroundings): Promise<StepResult> {
  const { event, contexts, status, workspace, summaryFile } = around;
  const fill = (value: unknown) => interpolate(String(value), contexts, status);
  const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)]));
  const name = nameOf(step);
  if (step.uses !== undefined) {
    const inputs = Object.fromEntries(Object.entries(step.with ?? {}).map(([key, value]) => [key, fill(value)]));
    useAction(step.uses, inputs, job, around);
    return { name, outcome: 'success', status: null, output: '', env };
  }
  const run = step.run ?? '';
  const stand = stands[run];
  if (stand !== undefined) {
    stand(workspace);
    return { name, outcome: 'success', status: 0, output: '', env };
  }
  const variables = { ...event.env, GITHUB_WORKSPACE: workspace, GITHUB_STEP_SUMMARY: summaryFile, ...env };
  const folder = path.join(workspace, step['working-directory'] ?? '.');
  const { code, output } = await runScript(run, folder, variables, (pid) => event.onStart?.(step, pid));
  return { name, outcome: code === 0 ? 'success' : 'failure', status: code, output, env };
}

function useAction(uses: string, inputs: Readonly<Record<string, string>>, job: Job, around: Surroundings): void {
  const { event, workspace, artifacts } = around;
  switch (uses.split('@')[0]) {
    case 'actions/setup-node':
      return;
    case 'actions/checkout': {
      const { ref = event.github.sha, path: below = '.' } = inputs;
      refuseForks(ref, event);
      checkOut({
        remote: event.remote,
        folder: path.join(workspace, below),
        ref,
        whole: inputs['fetch-depth'] === '0',
        persists: inputs['persist-credentials'] === 'true',
        mayWrite: job.permissions?.['contents'] === 'write',
      });
      return;
    }
    case 'actions/upload-artifact': {
      const files = (inputs['path'] ?? '').split('\n').filter((file) => file !== '');
      const there = files.filter((file) => existsSync(path.join(workspace, file)));
      if (there.length < files.length && inputs['if-no-files-found'] !== 'ignore') {
        throw new Error(`of ${files.join(', ')} there are only: ${there.join(', ')}`);
      }
      artifacts.push(...there);
      return;
    }
    default:
      throw new Error(`nothing stands for ${uses} here`);
  }
}

/** As checkout does since its seventh version. */
function refuseForks(ref: string, { github }: Event): void {
  if (github.event_name !== 'pull_request_target' || !ref.startsWith('refs/pull/')) return;
  const own = evaluate('github.event.pull_request.head.repo.full_name == github.repository', { github }, 'success');
  if (own.coerceString() !== 'true') {
    throw new Error('checkout refuses the commits of a fork where secrets are at hand');
  }
}

/** Runs a script as GitHub does where no shell is named: the shell is the process that gets the signals. */
function runScript(
  script: string,
  folder: string,
  env: Readonly<Record<string, string>>,
  onStart: (pid: number) => void,
): Promise<{ readonly code: number; readonly output: string }> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'sparkform-script-')), 'script.sh');
  writeFileSync(file, script);
  return new Promise((resolve) => {
    const child = spawn('bash', ['-e', file], {
      cwd: folder,
      env: programEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, which does not outlive a test that fails.
      detached: true,
    });
    let closed = false;
    onTestFinished(() => {
      if (!closed && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    });
    let output = '';
    const take = (text: Buffer) => {
      output += text.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('spawn', () => onStart(child.pid ?? 0));
    child.once('close', (code, signal) => {
      closed = true;
      rmSync(path.dirname(file), { recursive: true });
      resolve({ code: code ?? -1, output: `${output}${signal ?? ''}` });
    });
  });
}

function nameOf({ name, uses, run }: Step): string {
  return name ?? uses ?? run ?? '';
}
