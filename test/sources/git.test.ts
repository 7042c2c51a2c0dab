import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openRepository as openGitRepository } from '../../src/sources/git.ts';
import { openRepository } from '../support/lab.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('what git wrote and the machine was slow to deliver is waited for: a listing is whole, or it is none', async () => {
  const repository = openRepository();
  const files = Object.fromEntries(['a', 'b', 'c'].map((name) => [`customers/${name}.yaml`, name]));
  repository.commit(files);
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const folder = path.join(repository.folder, 'path');
  mkdirSync(folder);
  // Ends at once, and what it has to say comes later.
  writeFileSync(path.join(folder, 'git'), `#!/bin/sh\n(sleep 0.3; '${real}' "$@" <&3) 3<&0 &\nexit 0\n`);
  chmodSync(path.join(folder, 'git'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);

  const opened = await openGitRepository(repository.path);
  const read = await opened?.listFiles(repository.git('rev-parse', 'HEAD'), 'customers');
  expect(read?.map((one) => one.path)).toEqual(Object.keys(files));
});

test('the state of thousands of customers is read whatever its size; a customer file of that size is not', async () => {
  const repository = openRepository();
  const large = 'x'.repeat(300 * 1024);
  repository.commit({ 'applied.json': large, 'customers/a.yaml': large });
  const opened = await openGitRepository(repository.path);
  const listed = await opened?.listFiles(repository.git('rev-parse', 'HEAD'), 'customers', 'applied.json');
  const read = await opened?.withContents(listed ?? [], () => true);
  expect(read?.map((one) => [one.path, one.content?.length, one.problem])).toEqual([
    ['applied.json', large.length, null],
    ['customers/a.yaml', undefined, 'too-large'],
  ]);
});
