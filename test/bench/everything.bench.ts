import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { onTestFinished, test } from 'vitest';
import { openRepository, top } from '../support/lab.ts';
import { customerFile, estateOf, fileOf } from './estate.ts';
import { measure, measureBeside, type Program } from './measure.ts';
import { startSandboxProcess } from './sandbox.ts';
import { type Row, tableOf } from './table.ts';

const sizes = (process.env['SPARKFORM_BENCH_SIZES'] ?? '100,1000,10000').split(',').map(Number);
/** Milliseconds that the sandbox adds to each request. */
const latency = 20;
const times = Number(process.env['SPARKFORM_BENCH_TIMES'] ?? 5);
/** Only rows with this in their name are measured. */
const wanted = process.env['SPARKFORM_BENCH_ROWS'] ?? '';

test('what every command costs', { timeout: 3_600_000 }, async () => {
  const rows: Row[] = [];
  for (const size of sizes) rows.push(...(await benchmark(size)));
  const [cpu] = cpus();
  const machine = `${cpus().length} cores of ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node.js ${process.version}`;
  const file = process.env['SPARKFORM_BENCH_OUTPUT'] ?? path.join(top, 'bench.json');
  const base = process.env['SPARKFORM_BENCH_BASE'];
  const before: { readonly rows: readonly Row[] } | null =
    base === undefined ? null : JSON.parse(readFileSync(base, 'utf8'));
  writeFileSync(file, `${JSON.stringify({ machine, latency, rows }, null, 2)}\n`);
  process.stdout.write(
    `\n${machine}; ${latency} ms a request; medians of ${times}\n\n${tableOf(rows, before?.rows ?? [])}\nwritten to ${file}\n`,
  );
});

/** Every row of one size. The state is applied once before, so that git and the server agree. */
async function benchmark(size: number): Promise<readonly Row[]> {
  const estate = estateOf(size);
  const sandbox = await startSandboxProcess(estate.seed, latency);
  onTestFinished(() => sandbox.close());
  const repository = openRepository();
  const env = {
    ...estate.env,
    VOSS_URL: sandbox.url,
    VOSS_USERNAME: sandbox.username,
    VOSS_PASSWORD: sandbox.password,
    SPARKFORM_PROFILE: path.join(top, 'schemas/profiles/sandbox.json'),
  };
  repository.commit(estate.files);
  const main = path.join(top, 'dist/main.js');
  const program = (...words: readonly string[]): Program => ({ words, folder: repository.path, env, sandbox, times });
  const fast = ['--rate', '1000', '--concurrency', '16'];
  const authorization = `Basic ${Buffer.from(`${sandbox.username}:${sandbox.password}`).toString('base64')}`;
  const floor = program(path.join(import.meta.dirname, 'floor.mjs'), repository.path, sandbox.url, authorization);
  const rows: Row[] = [];
  const row = async (name: string, one: Program): Promise<void> => {
    if (!name.includes(wanted)) return;
    const usage = await measureBeside(one, floor);
    rows.push({ name, size, ...usage });
    process.stdout.write(`${name} with ${size}: ${Math.round(usage.wall)} ms, floor ${Math.round(usage.floor)} ms\n`);
  };

  await row('bare node', program(path.join(import.meta.dirname, 'bare.mjs')));
  await row('floor', floor);
  await row('--help', program(main, '--help'));
  repository.write({ 'one/customer.yaml': customerFile(0) });
  await row('validate, one file', program(main, 'validate', '--customers', 'one'));
  rmSync(path.join(repository.path, 'one'), { recursive: true });
  await row('validate', program(main, 'validate'));
  await measure({ ...program(main, 'apply', '--auto-approve', ...fast), times: 1 });
  await row('plan, nothing to do', program(main, 'plan', ...fast));
  await row('drift', program(main, 'drift', ...fast));

  const tenth = Math.min(10, size);
  const change = (numbers: readonly number[], domain: string) =>
    repository.write(
      Object.fromEntries(
        numbers.map((number) => [fileOf(number), customerFile(number, `${domain}-${number}.example`)]),
      ),
    );
  const few = Array.from({ length: tenth }, (_, index) => Math.floor((index * size) / tenth));
  const percent = Array.from({ length: Math.max(1, size / 100) }, (_, index) => index * 100 + 7).filter(
    (one) => one < size,
  );
  change(few, 'few');
  await row('plan --changed, 10 changed', program(main, 'plan', '--changed', ...fast));
  repository.git('checkout', '--quiet', '.');
  change(percent, 'percent');
  await row('plan, 1 % changed', program(main, 'plan', ...fast));
  repository.git('checkout', '--quiet', '.');
  await row('apply, 1 % changed', {
    ...program(main, 'apply', '--auto-approve', ...fast),
    before: (run) => {
      change(percent, `run-${run}`);
      repository.git('commit', '--quiet', '--all', '--message', `change ${run}`);
    },
  });
  await row('import, into an empty folder', {
    ...program(main, 'import', '--customers', 'imported', ...fast),
    before: () => rmSync(path.join(repository.path, 'imported'), { recursive: true, force: true }),
  });
  return rows;
}
