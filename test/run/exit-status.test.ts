import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
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
  readonly prepare: (lab: Lab) => void | Promise<void>;
  readonly status: number;
  /** What stands in what is written, of whatever format: for an error, what to do. */
  readonly says?: string;
  readonly io?: Partial<Io>;
  /** The command changes what the next one meets, so that each format needs a world of its own. */
  readonly writes?: true;
}

const outcomes: Readonly<Record<string, Outcome>> = {
  'validate: right': { words: ['validate'], prepare: (lab) => lab.write(alpha('one.example')), status: 0 },
  'validate: wrong': {
    words: ['validate'],
    prepare: (lab) => lab.write(alpha('one.example', ['  nots: x', '  token: literal'])),
    status: 1,
    says: 'Did you mean "notes"?',
  },
  'validate: no folder': { words: ['validate'], prepare: () => undefined, status: 1, says: '--customers' },

  'plan: nothing': { words: ['plan'], prepare: (lab) => applied(lab, alpha('one.example')), status: 0 },
  'plan: nothing, told in detail': {
    words: ['plan', '--detailed-exitcode'],
    prepare: (lab) => applied(lab, alpha('one.example')),
    status: 0,
  },
  'plan: changes': { words: ['plan'], prepare: (lab) => lab.commit(bravo), status: 0 },
  'plan: changes, told in detail': {
    words: ['plan', '--detailed-exitcode'],
    prepare: (lab) => lab.commit(bravo),
    status: 2,
  },
  'plan: refused': {
    words: ['plan', '--allow', 'deletes-customer', '--max-deletes', '0'],
    prepare: async (lab) => {
      await applied(lab, { ...alpha('one.example'), ...bravo });
      lab.commit({ 'customers/bravo.yaml': null });
    },
    status: 4,
    says: '--max-deletes 1',
  },
  'plan: refused, told in detail': {
    words: ['plan', '--detailed-exitcode', '--allow', 'deletes-customer', '--max-deletes', '0'],
    prepare: async (lab) => {
      await applied(lab, { ...alpha('one.example'), ...bravo });
      lab.commit({ 'customers/bravo.yaml': null });
    },
    status: 4,
    says: '--max-deletes 1',
  },
  'plan: a bad file': {
    words: ['plan'],
    prepare: (lab) => lab.commit(alpha('one.example', ['  token: literal'])),
    status: 1,
    says: 'customers/alpha.yaml',
  },
  'plan: an unknown hierarchy': {
    words: ['plan'],
    prepare: (lab) => lab.commit({ 'customers/x.yaml': customerFile('X', [], 'sys.hcs.Alfa') }),
    status: 1,
    says: 'Did you mean sys.hcs.Alpha?',
  },
  'plan: no variables': {
    words: ['plan'],
    prepare: (lab) => {
      lab.commit(bravo);
      for (const name of ['VOSS_URL', 'VOSS_USERNAME', 'VOSS_PASSWORD']) delete lab.env[name];
    },
    status: 1,
    says: 'Set VOSS_PASSWORD to',
  },
  'plan: the server is down': {
    words: ['plan', ...fast],
    prepare: async (lab) => {
      lab.commit(bravo);
      await lab.sandbox.close();
    },
    status: 1,
    says: 'Check VOSS_URL, the network',
  },
  'plan: a wrong password': {
    words: ['plan'],
    prepare: (lab) => {
      lab.commit(bravo);
      lab.env['VOSS_PASSWORD'] = 'not-the-password';
    },
    status: 1,
    says: 'Check VOSS_USERNAME and VOSS_PASSWORD',
  },
  'plan: a login page': {
    words: ['plan'],
    prepare: (lab) => {
      lab.commit(bravo);
      lab.sandbox.setFaults([{ match: {}, kind: 'login-page' }]);
    },
    status: 1,
    says: 'Check VOSS_URL',
  },
  'plan: no repository': {
    words: ['plan'],
    prepare: (lab) => {
      lab.write(bravo);
      rmSync(path.join(lab.path, '.git'), { recursive: true });
    },
    status: 1,
    says: 'git init',
  },
  'plan: the report cannot be written': {
    words: ['plan', '--output', 'missing/plan.txt'],
    prepare: (lab) => lab.commit(bravo),
    status: 1,
    says: '--output',
  },

  'apply: done': { words: apply, prepare: (lab) => lab.commit(bravo), status: 0, writes: true },
  'apply: nothing': { words: apply, prepare: (lab) => applied(lab, alpha('one.example')), status: 0 },
  'apply: done after a yes': {
    words: ['apply', ...fast],
    prepare: (lab) => lab.commit(bravo),
    io: { terminal: true, ask: () => Promise.resolve('yes\n') },
    status: 0,
    writes: true,
  },
  'apply: held, asked for by a commit': {
    words: apply,
    prepare: (lab) => lab.commit(alpha('two.example')),
    status: 4,
    says: 'adopts-customer',
  },
  'apply: held for drift only': {
    words: apply,
    prepare: async (lab) => {
      await applied(lab, alpha('one.example'));
      driftOf(lab, 'portal.example');
    },
    status: 0,
    says: 'overwrites-drift',
  },
  'apply: partly failed': {
    words: [...apply, '--allow', 'adopts-customer'],
    prepare: (lab) => {
      lab.commit({ ...alpha('two.example'), ...bravo });
      lab.sandbox.setFaults([{ match: { method: 'POST', name: 'Bravo' }, kind: 'fail-transaction' }]);
    },
    status: 3,
    writes: true,
    says: 'Look at transaction',
  },
  'apply: refused': {
    words: [...apply, '--allow', 'deletes-customer', '--max-deletes', '0'],
    prepare: async (lab) => {
      await applied(lab, { ...alpha('one.example'), ...bravo });
      lab.commit({ 'customers/bravo.yaml': null });
    },
    status: 4,
    says: '--max-deletes 1',
  },
  'apply: nobody to approve': {
    words: ['apply'],
    prepare: (lab) => lab.commit(bravo),
    status: 1,
    says: '--auto-approve',
  },
  'apply: not approved': {
    words: ['apply'],
    prepare: (lab) => lab.commit(bravo),
    io: { terminal: true, ask: () => Promise.resolve('y') },
    status: 1,
    says: 'nothing was changed',
  },
  'apply: a secret is missing': {
    words: apply,
    prepare: (lab) =>
      lab.commit({ 'customers/bravo.yaml': customerFile('Bravo', ['  token: { env: WEBEX_BRAVO_TOKEN }']) }),
    status: 1,
    says: 'Store the secret as WEBEX_BRAVO_TOKEN',
  },
  'apply: uncommitted changes': {
    words: apply,
    prepare: (lab) => {
      lab.commit({});
      lab.write(bravo);
    },
    status: 1,
    says: '--allow-dirty',
  },
  'apply: the report could not be written': {
    words: [...apply, '--output', 'missing/report.txt'],
    prepare: (lab) => lab.commit(bravo),
    status: 1,
    says: '--output',
  },
};

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false });
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

describe.each(Object.entries(outcomes))('%s', (_, { words, prepare, status, says, io, writes }) => {
  const [command] = words;

  test(`ends with ${status}, as text and as JSON`, async () => {
    const text = await openLab({ seed });
    await prepare(text);
    check(await runHere(text, words, io), status, says);

    const json = writes === true ? await openLab({ seed }) : text;
    if (writes === true) await prepare(json);
    const run = await runHere(json, [...words, '--format', 'json'], io);
    check(run, status, says);
    const report = JSON.parse(run.stdout);
    expect(misfits(command, report)).toEqual([]);
    const errors: readonly Told[] = [...report.diagnostics, ...(report.refusals ?? [])];
    expect(errors.filter((one) => one.severity === 'error' && (one.hint ?? '') === '')).toEqual([]);
    if (status === 1) expect(errors.some((one) => one.severity === 'error')).toBe(true);
  });
});

function check(run: Run, status: number, says: string | undefined): void {
  expect([run.status, run.stderr]).toEqual([status, expect.not.stringMatching(/^\s+at .+:\d+:\d+\)?$/m)]);
  if (says !== undefined) expect(`${run.stdout}${run.stderr}`.replaceAll('\\"', '"')).toContain(says);
}
