#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { parseCommandLine } from './cli.ts';
import { runCommand } from './run/command.ts';
import type { Io } from './run/io.ts';

const colours = process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

function processIo(): Io {
  return {
    folder: process.cwd(),
    host: `${hostname()}, process ${process.pid}`,
    env: process.env,
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    terminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
    errorTerminal: process.stderr.isTTY === true && process.env['TERM'] !== 'dumb' ? process.stderr : null,
    now: Date.now,
    ask: async (question) => {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
    interrupted: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      }),
  };
}

async function main(): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const parsed = parseCommandLine(process.argv.slice(2), version, {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    colours,
  });
  return parsed.command === 'answered' ? parsed.status : runCommand(parsed, processIo());
}

for (const stream of [process.stdout, process.stderr]) {
  // A reader that went away (`| head`) must not end an apply between a write and its record.
  stream.on('error', () => undefined);
}

try {
  // Not process.exit: what was written must still reach a pipe.
  process.exitCode = await main();
} catch (error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`This is a bug in sparkform; please report it with these lines:\n${text}\n`);
  process.exitCode = 1;
}
