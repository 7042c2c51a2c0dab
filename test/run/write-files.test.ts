import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Rewrite, writeFiles } from '../../src/run/write-files.ts';

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'sparkform-write-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  mkdirSync(path.join(made, 'customers'));
  return made;
}

const rewrite = (name: string, before: string | null, after: string | null): Rewrite => ({
  file: `customers/${name}`,
  before,
  after,
});

test('new, changed and removed files, each in one piece, with the permissions that were there', async () => {
  const top = folder();
  const at = (name: string) => path.join(top, 'customers', name);
  for (const name of ['changed.yaml', 'gone.yaml', 'same.yaml']) writeFileSync(at(name), 'old\n');
  chmodSync(at('changed.yaml'), 0o600);
  const same = statSync(at('same.yaml')).ino;
  const files = [
    rewrite('a/b/new.yaml', null, 'new\n'),
    rewrite('changed.yaml', 'old\n', 'new\n'),
    rewrite('gone.yaml', 'old\n', null),
    rewrite('same.yaml', 'old\n', 'old\n'),
  ];
  expect(await writeFiles(top, files, 'x')).toEqual([]);
  expect(readdirSync(top, { recursive: true, encoding: 'utf8' }).sort()).toEqual([
    'customers',
    'customers/a',
    'customers/a/b',
    'customers/a/b/new.yaml',
    'customers/changed.yaml',
    'customers/same.yaml',
  ]);
  expect([
    readFileSync(at('changed.yaml'), 'utf8'),
    statSync(at('changed.yaml')).mode & 0o777,
    statSync(at('same.yaml')).ino,
  ]).toEqual(['new\n', 0o600, same]);
});

test.each<[string, (top: string) => void, Rewrite]>([
  [
    'a folder is a link',
    (top) => symlinkSync('/tmp', path.join(top, 'customers/out')),
    rewrite('out/new.yaml', null, 'x'),
  ],
  [
    'a folder is a file',
    (top) => writeFileSync(path.join(top, 'customers/out'), ''),
    rewrite('out/new.yaml', null, 'x'),
  ],
  [
    'the file is a link',
    (top) => symlinkSync('/etc/hostname', path.join(top, 'customers/one.yaml')),
    rewrite('one.yaml', 'old\n', 'x'),
  ],
  [
    'a link is where a new file goes',
    (top) => symlinkSync('nowhere', path.join(top, 'customers/one.yaml')),
    rewrite('one.yaml', null, 'x'),
  ],
  [
    'the file appeared',
    (top) => writeFileSync(path.join(top, 'customers/one.yaml'), 'theirs'),
    rewrite('one.yaml', null, 'x'),
  ],
  [
    'the file was changed',
    (top) => writeFileSync(path.join(top, 'customers/one.yaml'), 'theirs'),
    rewrite('one.yaml', 'old\n', 'x'),
  ],
  ['the file is gone', () => undefined, rewrite('one.yaml', 'old\n', null)],
])('nothing at all is written where %s', async (_, prepare, one) => {
  const top = folder();
  prepare(top);
  const before = readdirSync(path.join(top, 'customers'));
  const writing = writeFiles(top, [rewrite('first.yaml', null, 'x'), one], 'x');
  await expect(writing).rejects.toMatchObject({ diagnostics: [{ code: 'cannot-write-file' }] });
  expect(readdirSync(path.join(top, 'customers'))).toEqual(before);
});
