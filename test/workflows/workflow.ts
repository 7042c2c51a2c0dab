import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { top } from '../support/lab.ts';

/** One step of a job, as it is written. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string | boolean;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

/** One job, as it is written. */
export interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

/** One workflow, as it is written, with its text. */
export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = path.join(top, '.github/workflows');

/** Reads a workflow of this repository by the name of its file without `.yml`. */
export function readWorkflow(name: string): Workflow {
  const file = `.github/workflows/${name}.yml`;
  const text = readFileSync(path.join(top, file), 'utf8');
  return { ...parse(text), file, text };
}

/** Every workflow of this repository. */
export const workflows: readonly Workflow[] = readdirSync(folder)
  .sort()
  .map((file) => readWorkflow(path.basename(file, '.yml')));
