import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { programEnvironment } from '../support/lab.ts';
import type { SandboxProcess } from './sandbox.ts';

/** What a run of a program took. */
export interface Usage {
  /** Milliseconds by the clock. */
  readonly wall: number;
  /** Milliseconds of CPU, without those of git. */
  readonly cpu: number;
  /** Megabytes at the peak, without git. */
  readonly memory: number;
  readonly reads: number;
  readonly writes: number;
}

/** A program to measure. */
export interface Program {
  /** A script and its words. */
  readonly words: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whose requests are counted. */
  readonly sandbox: SandboxProcess;
  /** How often it is run: the medians count. */
  readonly times: number;
  /** Puts everything back before a run, where a run changes something. */
  readonly before?: (run: number) => void;
}

/** What a program took beside another. */
export interface Comparison extends Usage {
  /** Milliseconds by the clock that the other took. */
  readonly floor: number;
  /** Of a run and that of the other beside it: a machine that gets slower for a while does so for both. */
  readonly ratio: number;
}

/** Runs a program and gives the median of each figure. Throws `Error` where it does not end with status 0 or 2. */
export async function measure(program: Program): Promise<Usage> {
  const runs: Usage[] = [];
  for (let run = 0; run < program.times; run += 1) runs.push(await runOnce(program, run));
  return medians(runs);
}

/** The same for a program that runs in turn with a `floor`. */
export async function measureBeside(program: Program, floor: Program): Promise<Comparison> {
  const runs: { readonly own: Usage; readonly other: Usage }[] = [];
  for (let run = 0; run < program.times; run += 1) {
    runs.push({ own: await runOnce(program, run), other: await runOnce(floor, run) });
  }
  return {
    ...medians(runs.map(({ own }) => own)),
    floor: median(runs.map(({ other }) => other.wall)),
    ratio: median(runs.map(({ own, other }) => own.wall / other.wall)),
  };
}

function medians(runs: readonly Usage[]): Usage {
  return {
    wall: median(runs.map((one) => one.wall)),
    cpu: median(runs.map((one) => one.cpu)),
    memory: median(runs.map((one) => one.memory)),
    reads: median(runs.map((one) => one.reads)),
    writes: median(runs.map((one) => one.writes)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
}

async function runOnce({ words, folder, env, sandbox, before }: Program, run: number): Promise<Usage> {
  before?.(run);
  const scratch = mkdtempSync(path.join(tmpdir(), 'sparkform-bench-'));
  const file = path.join(scratch, 'usage.json');
  await sandbox.methods();
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', path.join(import.meta.dirname, 'usage.mjs'), ...words], {
    cwd: folder,
    env: { ...programEnvironment(env), BENCH_USAGE: file },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const [status] = await once(child, 'close');
  const wall = performance.now() - began;
  if (status !== 0 && status !== 2)
    throw new Error(`${words.join(' ')} ended with ${status}: ${errors.slice(0, 2000)}`);
  const { cpu, memory } = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(scratch, { recursive: true });
  const methods = await sandbox.methods();
  const reads = methods.filter((one) => one === 'GET').length;
  return { wall, cpu, memory, reads, writes: methods.length - reads };
}
