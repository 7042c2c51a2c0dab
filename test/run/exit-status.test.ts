import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Io } from '../../src/run/io.ts';
import { runHere } from '../support/in-process.ts';
import { customerFile, type Lab, openLab, type Run, top } from '../support/lab.ts';

const names = ['Alpha', 'Bravo'];
const seed = {
  nodes: [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
    ...names.map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' })),
  ],
  customers: [{ hierarchy: 'sys.hcs.Alpha', data: { name: 'Alpha', email_domain: 'one.example' } }],
};

function alpha(domain: string, lines: readonly string[] = []): Readonly<Record<string, string>> {
  return { 'customers/alpha.yaml': customerFile('Alpha', [`  email_domain: ${domain}`, ...lines]) };
}

const bravo = { 'customers/bravo.yaml': customerFile('Bravo') };
const fast = ['--rate', '1000'];
const apply = ['apply', '--auto-approve', ...fast];

/** Brings the server and the applied state to what is committed. */
async function applied(lab: Lab, files: Readonly<Record<string, string>>): Promise<void> {
  lab.commit(files);
  const { status, stderr } = await runHere(lab, [...apply, '--allow', 'adopts-customer']);
  expect([status, stderr]).toEqual([0, expect.any(String)]);
}

function driftOf(lab: Lab, domain: string): void {
  for (const { pkid } of lab.sandbox.state.named('Alpha')) lab.sandbox.state.change(pkid, { email_domain: domain });
}

interface Outcome {
  readonly words: readonly string[];
  readonly status: number;
  /** Stands in what is written, of whatever format: for an error, what to do. */
  readonly says?: string;
  /** What is different from the rest of the world of this outcome. */
  readonly before?: (lab: Lab) => void | Promise<void>;
  readonly io?: Partial<Io>;
}

/** A repository and a server, and what commands come to in it. */
interface World {
  readonly prepare: (lab: Lab) => void | Promise<void>;
  /** The commands change what the next one meets, so that each format needs a world of its own. */
  readonly writes?: true;
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

const deleting = ['--allow', 'deletes-customer', '--max-deletes', '0'];
const answering = (answer: string): Partial<Io> => ({ terminal: true, ask: () => Promise.resolve(answer) });

const worlds: Readonly<Record<string, World>> = {
  'right files': {
    prepare: (lab) => lab.write(alpha('one.example')),
    outcomes: { validate: { words: ['validate'], status: 0 } },
  },
  'wrong files': {
    prepare: (lab) => lab.commit(alpha('one.example', ['  nots: x', '  token: literal'])),
    outcomes: {
      validate: { words: ['validate'], status: 1, says: 'Did you mean "notes"?' },
      plan: { words: ['plan'], status: 1, says: 'customers/alpha.yaml' },
      apply: { words: apply, status: 1, says: 'customers/alpha.yaml' },
    },
  },
  'no folder': {
    prepare: (lab) => lab.commit({}),
    outcomes: {
      validate: { words: ['validate'], status: 1, says: '--customers' },
      plan: { words: ['plan'], status: 1, says: '--customers' },
    },
  },
  'no repository': {
    prepare: (lab) => {
      lab.write(bravo);
      rmSync(path.join(lab.path, '.git'), { recursive: true });
    },
    outcomes: {
      plan: { words: ['plan'], status: 1, says: 'git init' },
      apply: { words: apply, status: 1, says: 'git init' },
    },
  },
  'nothing to do': {
    prepare: (lab) => applied(lab, alpha('one.example')),
    outcomes: {
      plan: { words: ['plan'], status: 0 },
      'plan, told in detail': { words: ['plan', '--detailed-exitcode'], status: 0 },
      apply: { words: apply, status: 0 },
    },
  },
  'a customer to create': {
    prepare: (lab) => lab.commit(bravo),
    outcomes: {
      plan: { words: ['plan'], status: 0 },
      'plan, told in detail': { words: ['plan', '--detailed-exitcode'], status: 2 },
      'a report that cannot be written': {
        words: ['plan', '--output', 'missing/plan.txt'],
        status: 1,
        says: '--output',
      },
      'a report of an apply that cannot be written': {
        words: [...apply, '--output', 'missing/report.txt'],
        status: 1,
        says: '--output',
      },
      'nobody to approve': { words: ['apply'], status: 1, says: '--auto-approve' },
      'not approved': { words: ['apply'], status: 1, says: 'nothing was changed', io: answering('y') },
      'a login page': {
        words: ['plan'],
        status: 1,
        says: 'Check VOSS_URL',
        before: (lab) => lab.sandbox.setFaults([{ match: {}, kind: 'login-page' }]),
      },
      'a wrong password': {
        words: apply,
        status: 1,
        says: 'Check VOSS_USERNAME and VOSS_PASSWORD',
        before: (lab) => {
          lab.sandbox.setFaults([]);
          lab.env['VOSS_PASSWORD'] = 'not-the-password';
        },
      },
      'uncommitted changes': {
        words: apply,
        status: 1,
        says: '--allow-dirty',
        before: (lab) => lab.write(alpha('one.example')),
      },
      'the server is down': {
        words: ['plan', ...fast],
        status: 1,
        says: 'Check VOSS_URL, the network',
        before: (lab) => lab.sandbox.close(),
      },
      'no variables': {
        words: ['plan'],
        status: 1,
        says: 'Set VOSS_PASSWORD to',
        before: (lab) => {
          for (const name of ['VOSS_URL', 'VOSS_USERNAME', 'VOSS_PASSWORD']) delete lab.env[name];
        },
      },
    },
  },
  'an unknown hierarchy': {
    prepare: (lab) => lab.commit({ 'customers/x.yaml': customerFile('X', [], 'sys.hcs.Alfa') }),
    outcomes: {
      plan: { words: ['plan'], status: 1, says: 'Did you mean sys.hcs.Alpha?' },
      apply: { words: apply, status: 1, says: 'Did you mean sys.hcs.Alpha?' },
    },
  },
  'more deletes than allowed': {
    prepare: async (lab) => {
      await applied(lab, { ...alpha('one.example'), ...bravo });
      lab.commit({ 'customers/bravo.yaml': null });
    },
    outcomes: {
      plan: { words: ['plan', ...deleting], status: 4, says: '--max-deletes 1' },
      'plan, told in detail': {
        words: ['plan', '--detailed-exitcode', ...deleting],
        status: 4,
        says: '--max-deletes 1',
      },
      apply: { words: [...apply, ...deleting], status: 4, says: '--max-deletes 1' },
    },
  },
  'held, asked for by a commit': {
    prepare: (lab) => lab.commit(alpha('two.example')),
    outcomes: { apply: { words: apply, status: 4, says: 'adopts-customer' } },
  },
  'held for drift only': {
    prepare: async (lab) => {
      await applied(lab, alpha('one.example'));
      driftOf(lab, 'portal.example');
    },
    outcomes: { apply: { words: apply, status: 0, says: 'overwrites-drift' } },
  },
  'a secret that is missing': {
    prepare: (lab) =>
      lab.commit({ 'customers/bravo.yaml': customerFile('Bravo', ['  token: { env: WEBEX_BRAVO_TOKEN }']) }),
    outcomes: {
      plan: { words: ['plan'], status: 0, says: 'Store the secret as WEBEX_BRAVO_TOKEN' },
      apply: { words: apply, status: 1, says: 'Store the secret as WEBEX_BRAVO_TOKEN' },
    },
  },
  'work that succeeds': {
    prepare: (lab) => lab.commit(bravo),
    writes: true,
    outcomes: { apply: { words: apply, status: 0 } },
  },
  'work that is approved': {
    prepare: (lab) => lab.commit(bravo),
    writes: true,
    outcomes: { apply: { words: ['apply', ...fast], status: 0, io: answering('yes\n') } },
  },
  'work that fails in part': {
    prepare: (lab) => {
      lab.commit({ ...alpha('two.example'), ...bravo });
      lab.sandbox.setFaults([{ match: { method: 'POST', name: 'Bravo' }, kind: 'fail-transaction' }]);
    },
    writes: true,
    outcomes: {
      apply: { words: [...apply, '--allow', 'adopts-customer'], status: 3, says: 'Look at transaction' },
    },
  },
};

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false, formats: { 'date-time': true } });
for (const name of ['plan', 'report']) {
  ajv.addSchema(JSON.parse(readFileSync(path.join(top, `schemas/${name}.schema.json`), 'utf8')));
}

function schemaFor(command: string | undefined): ValidateFunction {
  const base = 'https://sparkform.example/schemas';
  const id =
    command === 'validate'
      ? 'plan.schema.json#/definitions/diagnostic'
      : `${command === 'plan' ? 'plan' : 'report'}.schema.json`;
  const validate = ajv.getSchema(`${base}/${id}`);
  if (validate === undefined) throw new Error(`no schema ${id}`);
  return validate;
}

/** What does not fit the schema of the command's report, in words. */
function misfits(command: string | undefined, report: { readonly diagnostics: unknown }): readonly string[] {
  const validate = schemaFor(command);
  const values = command === 'validate' && Array.isArray(report.diagnostics) ? report.diagnostics : [report];
  return values.flatMap((value) => (validate(value) ? [] : [ajv.errorsText(validate.errors)]));
}

interface Told {
  readonly severity: string;
  readonly hint?: string;
}

describe.each(Object.entries(worlds))('%s', (_, { prepare, writes, outcomes }) => {
  const labs: { readonly text: Lab; readonly json: Lab }[] = [];

  beforeAll(async () => {
    const text = await openLab({ seed }, afterAll);
    const json = writes === true ? await openLab({ seed }, afterAll) : text;
    for (const lab of new Set([text, json])) await prepare(lab);
    labs.push({ text, json });
  });

  // In this order: what one of them prepares stays for the next.
  test.each(Object.entries(outcomes))('%s', async (_name, { words, status, says, before, io }) => {
    for (const { text, json } of labs) {
      await before?.(text);
      check(await runHere(text, words, io), status, says);

      const run = await runHere(json, [...words, '--format', 'json'], io);
      check(run, status, says);
      const report = JSON.parse(run.stdout);
      expect(misfits(words[0], report)).toEqual([]);
      const errors: readonly Told[] = [...report.diagnostics, ...(report.refusals ?? [])];
      expect(errors.filter((one) => one.severity === 'error' && (one.hint ?? '') === '')).toEqual([]);
      if (status === 1) expect(errors.some((one) => one.severity === 'error')).toBe(true);
    }
    expect(labs).toHaveLength(1);
  });
});

function check(run: Run, status: number, says: string | undefined): void {
  expect([run.status, run.stderr]).toEqual([status, expect.not.stringMatching(/^\s+at .+:\d+:\d+\)?$/m)]);
  if (says !== undefined) expect(`${run.stdout}${run.stderr}`.replaceAll('\\"', '"')).toContain(says);
}

test('a reader that goes away, as head does, ends nothing with a stack trace', async () => {
  const child = spawn(process.execPath, [path.join(top, 'dist/main.js'), 'plan', '--help'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const errors: string[] = [];
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const [status] = await once(child, 'close');
  expect([status, errors.join('')]).toEqual([0, '']);
});
