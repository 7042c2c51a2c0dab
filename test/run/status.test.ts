import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, onTestFinished, test } from 'vitest';
import type { Status } from '../../src/model/status.ts';
import { demoSeed } from '../../src/sandbox/seed.ts';
import { runHere } from '../support/in-process.ts';
import { customerFile, openLab, top } from '../support/lab.ts';

function schemaOf(name: string): object {
  return JSON.parse(readFileSync(path.join(top, `schemas/${name}.schema.json`), 'utf8'));
}

const ajv = new Ajv({ strict: false, validateFormats: false, schemas: [schemaOf('plan'), schemaOf('drift-report')] });
const validate = ajv.compile(schemaOf('status'));
const status = ['status', '--rate', '1000', '--concurrency', '8'];

test('without anything applied, and outside of git: every record, soonest first, for two lists and one read each', async () => {
  const lab = await openLab({ seed: demoSeed(Date.now()) });
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkform-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  lab.write({
    'customers/a.yaml': customerFile(
      'Proseware',
      ['actions:', '  refresh_access_token: { within: 10d }'],
      'sys.hcs.Contoso.Proseware',
    ),
    'customers/b.yaml': 'nonsense: true\n',
  });
  const inGit = await runHere(lab, [...status, '--format', 'json']);
  const report: Status = JSON.parse(inGit.stdout);
  expect([inGit.status, validate(report), validate.errors]).toEqual([0, true, null]);
  expect(report.customers.map((one) => one.name).slice(0, 3)).toEqual([
    'Graphic Design Institute',
    'Bellows College',
    'Coho Winery',
  ]);
  expect(report.summary).toMatchObject({ customers: 12, person: 1, nobody: 3, sparkform: 1, unmanaged: 11 });
  expect([lab.sandbox.requests.length, report.summary.requests.read]).toEqual([14, 14]);
  expect(report.diagnostics.map((one) => one.code)).toEqual(['files-with-errors']);

  const outside = await runHere({ path: folder, env: lab.env }, [...status, '--only', '{Proseware,Bellows*}']);
  expect([outside.status, outside.stderr]).toEqual([0, '']);
  expect(outside.stdout).toMatch(/Bellows College .* 1 d .*\n.*Proseware .* 12 d /);
  expect(outside.stdout).toMatch(/\nStatus: 2 customers, .* 4 requests read\.\n$/);
  expect(lab.writes()).toBe(0);
});

test('without a connection it says what is missing, in JSON too', async () => {
  const {
    status: failed,
    stdout,
    stderr,
  } = await runHere({ path: tmpdir(), env: {} }, [...status, '--format', 'json']);
  expect([failed, stderr]).toEqual([1, expect.stringContaining('VOSS_URL is not set')]);
  expect(validate(JSON.parse(stdout))).toBe(true);
});
