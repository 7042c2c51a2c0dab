import { parseCommandLine } from '../../src/cli.ts';
import { runCommand } from '../../src/run/command.ts';
import { runDoctor } from '../../src/run/doctor.ts';
import type { Io } from '../../src/run/io.ts';
import type { Lab, Run } from './lab.ts';
import { quickPace } from './quick-pace.ts';

/**
 * Runs a command as `main.ts` does, but in this process: for tests with thousands of runs. Git is the real one and the
 * server is reached over HTTP; only the start of a process is saved, and its waiting is made short. `more` replaces parts of
 * the process.
 */
export async function runHere(
  lab: Pick<Lab, 'path' | 'env'>,
  words: readonly string[],
  more: Partial<Io> = {},
): Promise<Run> {
  const written = { stdout: '', stderr: '' };
  const stdout = (text: string) => {
    written.stdout += text;
  };
  const stderr = (text: string) => {
    written.stderr += text;
  };
  const io: Io = {
    folder: lab.path,
    host: 'test host',
    env: lab.env,
    stdout,
    stderr,
    terminal: false,
    errorTerminal: null,
    now: Date.now,
    ask: () => Promise.resolve(''),
    interrupted: () => new Promise(() => undefined),
    pace: quickPace(10_000),
    ...more,
  };
  const parsed = parseCommandLine(words, '0.0.0', { stdout, stderr, colours: false });
  const status = await dispatch(parsed, io);
  return { status, ...written };
}

function dispatch(parsed: ReturnType<typeof parseCommandLine>, io: Io): Promise<number> {
  if (parsed.command === 'answered') return Promise.resolve(parsed.status);
  if (parsed.command !== 'doctor') return runCommand(parsed, io);
  return runDoctor(parsed.options, io, { firstDelay: 2, longestDelay: 20, deadline: 1500, late: 300 });
}
