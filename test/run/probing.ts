import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import type { Check, Finding } from '../../src/model/doctor.ts';
import type { Io } from '../../src/run/io.ts';
import type { SandboxOptions } from '../../src/sandbox/server.ts';
import { runHere } from '../support/in-process.ts';
import { type AtEnd, type Lab, openLab, type Run } from '../support/lab.ts';
import { type Canary, openSearch } from './canaries.ts';

/** Where the throw-away customer is made, and where it is moved to and back from. */
export const [home, away] = ['sys.hcs.Contoso.Acme', 'sys.hcs.Northwind.Wide World Importers'];

/** A probe of both nodes without a question. */
export const probeWords = ['doctor', '--probe', home, '--probe-move', away, '--auto-approve', '--rate', '1000'];

/** Requests that the checks send before the probe begins, at that rate. */
export const checksFirst = 24;

/** A lab whose server nobody knows. */
export async function openUnknown(options: SandboxOptions = {}, atEnd?: AtEnd): Promise<Lab> {
  const lab = await openLab(options, atEnd);
  delete lab.env['SPARKFORM_PROFILE'];
  return lab;
}

/** What a run of the doctor said in JSON. */
export interface Told {
  readonly status: number;
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
  readonly values: Readonly<Record<string, Finding['value']>>;
  /** Everything that was written anywhere. */
  readonly text: string;
}

const schema: object = JSON.parse(readFileSync(new URL('../../schemas/doctor.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

/** Runs the doctor with a JSON report, which is as its schema says. */
export async function askDoctor(lab: Lab, words: readonly string[], io: Partial<Io> = {}): Promise<Told> {
  const run = await runHere(lab, [...words, '--format', 'json'], io);
  const report = JSON.parse(run.stdout);
  expect([validate(report), validate.errors]).toEqual([true, null]);
  const findings: readonly Finding[] = report.findings;
  const values = Object.fromEntries(findings.map(({ name, value }) => [name, value]));
  return { status: run.status, checks: report.checks, findings, values, text: textOf(run) };
}

function textOf({ stdout, stderr }: Run): string {
  return `${stdout}\n${stderr}`;
}

/** The records of a server with everything in them, to be compared. */
export function recordsOf({ sandbox }: Lab): string {
  return JSON.stringify(sandbox.state.customers.toSorted((left, right) => (left.pkid < right.pkid ? -1 : 1)));
}

/** Places where a fake secret that the server got stands in a text. */
export function leaksOf({ sandbox }: Lab, text: string): readonly string[] {
  const bodies = sandbox.requests.map(({ body }) => JSON.stringify(body ?? null)).join('\n');
  const cores = [...bodies.matchAll(/FAKE-(?:[A-Z]+-)?([0-9a-f]{16,})/g)].map(([, core = '']) => core);
  const canaries = [...new Set(cores)].map((core): Canary => ({ text: core, core }));
  return openSearch(canaries)('the output', text);
}
