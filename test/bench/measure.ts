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

/** Runs a program and gives the median of each figure. Throws `Error` where it does not end with status 0 or 2. */
export async function measure(program: Program): Promise<Usage> {
  const [usage] = await measureInTurn([program]);
  if (usage === undefined) throw new Error('nothing was measured');
  return usage;
}

/** The same for several programs that run in turn, so that a machine that gets slower meanwhile does so for all of them. */
export async function measureInTurn(programs: readonly Program[]): Promise<readonly Usage[]> {
  const runs: Usage[][] = programs.map(() => []);
  for (let run = 0; run < (programs[0]?.times ?? 0); run += 1) {
    for (const [index, program] of programs.entries()) {
      program.before?.(run);
      runs[index]?.push(await runOnce(program));
    }
  }
  return runs.map(medians);
}

function medians(runs: readonly Usage[]): Usage {
  const median = (of: (usage: Usage) => number) =>
    runs.map(of).sort((left, right) => left - right)[runs.length >> 1] ?? 0;
  return {
    wall: median((one) => one.wall),
    cpu: median((one) => one.cpu),
    memory: median((one) => one.memory),
    reads: median((one) => one.reads),
    writes: median((one) => one.writes),
  };
}

async function runOnce({ words, folder, env, sandbox }: Program): Promise<Usage> {
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
