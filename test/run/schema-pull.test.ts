import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { customerFile, openLab, top } from '../support/lab.ts';

const file = 'schemas/relation_SparkCustomer.json';
const packaged = readFileSync(path.join(top, file), 'utf8');
const validate = new Ajv({ strictTypes: false }).compile(
  JSON.parse(readFileSync(path.join(top, 'schemas/schema-report.schema.json'), 'utf8')),
);

/** The schema of the server as it was a release ago: another version, other choices, one property more and one less. */
const older = JSON.stringify(
  JSON.parse(
    packaged.replaceAll('Calling in Webex App', 'Calling in Webex Teams').replace('"1.2.7"', '"1.1.0"'),
    (key, value) => (key === 'email_domain' ? undefined : value),
  ),
).replace('"properties":{', '"properties":{"gone\\u001b[31m":{"type":"boolean"},');

const teams = '  default_calling_behaviour: Calling in Webex Teams';
const files = {
  'customers/a.yaml': customerFile('Adatum', [teams]),
  'customers/emea/_defaults.yaml': 'customer:\n  default_calling_behaviour: Calling in Webex Teams (Unified CM)\n',
  'customers/good.yaml': customerFile('Good', ['  default_calling_behaviour: Third-Party app']),
  'customers/broken.yaml': 'a: [\n',
};

function jsonOf(run: { readonly stdout: string }) {
  const report = JSON.parse(run.stdout);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  return report;
}

test('a schema that is known already costs one request and writes nothing', async () => {
  const lab = await openLab();
  const run = await lab.sparkform('schema', 'pull');
  expect([run.status, run.stderr]).toEqual([0, '']);
  expect(run.stdout).toContain('as known, nothing to write. 1 request read.');
  expect(() => readFileSync(path.join(lab.path, file))).toThrow('ENOENT');
  expect([lab.sandbox.requests.length, (await lab.sparkform('schema', 'pull', '--check')).status]).toEqual([1, 0]);
});

test('a newer schema is written, with the lines of the files that it no longer takes', async () => {
  const lab = await openLab();
  lab.write({ ...files, [file]: older });
  const checked = await lab.sparkform('schema', 'pull', '--check', '--format', 'json');
  expect([checked.status, checked.stderr, readFileSync(path.join(lab.path, file), 'utf8')]).toEqual([2, '', older]);
  const report = jsonOf(checked);
  expect(report).toMatchObject({ known: 'file', outcome: 'differs', requests: { read: 1 } });
  expect(report.changes).toEqual([
    { property: null, what: 'version', before: '1.1.0', after: '1.2.7' },
    { property: 'gone\u001b[31m', what: 'property', before: 'boolean', after: null },
    renamed('Calling in Webex Teams', 'Calling in Webex App'),
    renamed('Calling in Webex Teams (Unified CM)', 'Calling in Webex App (Unified CM)'),
    { property: 'email_domain', what: 'property', before: null, after: 'string' },
  ]);

  const pulled = await lab.sparkform('schema', 'pull');
  expect([pulled.status, pulled.stderr]).toEqual([0, '']);
  expect(pulled.stdout).toContain(
    'customers/a.yaml:4:30: warning [choice-is-gone] "Calling in Webex Teams" is no choice of "default_calling_behaviour" on the server.\n' +
      '    → The nearest that it has is "Calling in Webex App".\n',
  );
  expect(pulled.stdout).toContain('customers/emea/_defaults.yaml:2:30: warning [choice-is-gone]');
  expect(pulled.stdout).toContain('customers/broken.yaml:1:1: warning [not-looked-at]');
  expect(pulled.stdout).not.toContain('good.yaml');
  expect(pulled.stdout).not.toContain('\u001b');
  expect(pulled.stdout).toContain(
    '5 changes, written to schemas/relation_SparkCustomer.json: commit it. 1 request read.',
  );
  expect(JSON.parse(readFileSync(path.join(lab.path, file), 'utf8'))).toEqual(JSON.parse(packaged));
  expect(jsonOf(await lab.sparkform('schema', 'pull', '--format', 'json'))).toMatchObject({ outcome: 'as-known' });
  expect(lab.writes()).toBe(0);
});

function renamed(before: string, after: string) {
  return { property: 'default_calling_behaviour', what: 'choice', before, after };
}

test('a value that was never a choice is not repeated, as it may be a secret', async () => {
  const lab = await openLab();
  lab.write({ 'customers/a.yaml': customerFile('Adatum', ['  default_calling_behaviour: CANARY-1']) });
  const { stdout } = await lab.sparkform('schema', 'pull');
  expect(stdout).toContain('customers/a.yaml:4:30: warning [choice-is-gone] The value is no choice');
  expect(stdout).not.toContain('CANARY');
});

test('a file that holds no schema is told and replaced; what cannot be asked is a failure in each form', async () => {
  const lab = await openLab();
  lab.write({ [file]: '{' });
  const run = await lab.sparkform('schema', 'pull');
  expect([run.status, run.stdout]).toEqual([0, expect.stringContaining('[bad-schema]')]);
  expect(JSON.parse(readFileSync(path.join(lab.path, file), 'utf8'))).toEqual(JSON.parse(packaged));

  lab.env['VOSS_PASSWORD'] = 'CANARY-2';
  const failed = await lab.sparkform('schema', 'pull', '--format', 'json');
  expect([failed.status, jsonOf(failed).outcome]).toEqual([1, 'failed']);
  expect(`${failed.stdout}${failed.stderr}`).not.toContain('CANARY');
});

test('plan warns once of another version than the known one, without a request more, until the schema is pulled', async () => {
  const lab = await openLab();
  lab.commit({ 'customers/a.yaml': customerFile('Adatum') });
  const plan = async () => {
    const { summary, diagnostics } = JSON.parse((await lab.sparkform('plan', '--format', 'json')).stdout);
    const told: readonly { readonly code: string; readonly message: string }[] = diagnostics;
    const warned = told.filter(({ code }) => code === 'schema-differs').map(({ message }) => message);
    return { read: summary.requests.read, warned };
  };
  const before = await plan();
  expect(before.warned).toEqual([]);
  lab.write({ [file]: older });
  const message = expect.stringContaining('known is 1.1.0, that of schemas/relation_SparkCustomer.json');
  expect(await plan()).toEqual({ ...before, warned: [message] });
  await lab.sparkform('schema', 'pull');
  expect(await plan()).toEqual(before);
});
