import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeCustomers } from '../../src/config/decode.ts';
import { readSourceFiles } from '../../src/sources/files.ts';

const text = 'hierarchy: sys\ncustomer: { name: Acme }\n';
let top = '';

beforeEach(async () => {
  top = await mkdtemp(path.join(await realpath(tmpdir()), 'sparkform-files-'));
  await mkdir(path.join(top, 'customers/emea/deep'), { recursive: true });
});

afterEach(() => rm(top, { recursive: true, force: true }));

async function write(file: string, content: string | Uint8Array = text): Promise<void> {
  await writeFile(path.join(top, 'customers', file), content);
}

async function read(folder = 'customers') {
  const { files, diagnostics } = await readSourceFiles(top, folder);
  return {
    entries: files.map((file) => `${file.path}${file.problem === null ? '' : ` ${file.problem}`}`),
    codes: diagnostics.map(({ code }) => code),
    decoded: decodeCustomers(files, { folder, secretNames: null, inherited: null }),
    files,
  };
}

test('YAML files are read wherever they are, sorted, hidden entries and other files left out', async () => {
  for (const file of ['b.yaml', 'emea/deep/a.yml', 'emea/_defaults.yaml', 'A.YAML', '.hidden.yaml', 'README.md'])
    await write(file);
  await mkdir(path.join(top, 'customers/.git'));
  await write('.git/x.yaml');
  const { entries, files, codes } = await read();
  expect(codes).toEqual([]);
  expect(entries).toEqual([
    'customers/A.YAML',
    'customers/b.yaml',
    'customers/emea/_defaults.yaml',
    'customers/emea/deep/a.yml',
  ]);
  expect(files.map(({ content }) => new TextDecoder().decode(content ?? undefined))).toEqual(Array(4).fill(text));
});

test('the bytes arrive as they are', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  await write('a.yaml', bytes);
  expect((await read()).files[0]?.content).toEqual(bytes);
});

test.each(['customers', 'customers/', './customers', 'customers/.'])('the folder may be written %s', async (folder) => {
  await write('a.yaml');
  expect((await read(folder)).entries).toEqual(['customers/a.yaml']);
});

test('the top itself may be the folder', async () => {
  await write('a.yaml');
  const { entries, decoded } = await read('.');
  expect(entries).toEqual(['customers/a.yaml']);
  expect(decoded.customers).toHaveLength(1);
});

test('an empty folder is no error here; a missing one and a file are', async () => {
  expect(await read()).toMatchObject({ entries: [], codes: [] });
  await writeFile(path.join(top, 'file'), '');
  expect(await read('nowhere')).toMatchObject({ entries: [], codes: ['no-folder'] });
  expect(await read('file')).toMatchObject({ entries: [], codes: ['no-folder'] });
});

test('links to files and folders, inside and outside, are named and not followed', async () => {
  const outside = await mkdtemp(path.join(tmpdir(), 'sparkform-outside-'));
  await writeFile(path.join(outside, 'secret.yaml'), text);
  await write('real.yaml');
  await symlink(path.join(outside, 'secret.yaml'), path.join(top, 'customers/a.yaml'));
  await symlink(outside, path.join(top, 'customers/folder'));
  await symlink('real.yaml', path.join(top, 'customers/inside.yaml'));
  await symlink('nowhere', path.join(top, 'customers/broken'));
  await symlink('.', path.join(top, 'customers/emea/loop'));
  const { entries, files, decoded } = await read();
  expect(entries).toEqual([
    'customers/a.yaml link',
    'customers/broken link',
    'customers/emea/loop link',
    'customers/folder link',
    'customers/inside.yaml link',
    'customers/real.yaml',
  ]);
  expect(files.filter(({ problem }) => problem === 'link').every(({ content }) => content === null)).toBe(true);
  expect(decoded.diagnostics.map(({ code }) => code)).toEqual(Array(5).fill('link'));
  await rm(outside, { recursive: true });
});

test.each(['linked', 'linked/emea'])('a folder %s that is a link, or lies behind one, is refused', async (folder) => {
  await write('emea/a.yaml');
  await symlink('customers', path.join(top, 'linked'));
  expect(await read(folder)).toMatchObject({ entries: [], codes: ['link'] });
});

test('a top that itself lies behind a link is fine', async () => {
  await write('a.yaml');
  await symlink(top, `${top}-link`);
  const { files, diagnostics } = await readSourceFiles(`${top}-link`, 'customers');
  expect([files.length, diagnostics]).toEqual([1, []]);
  await rm(`${top}-link`);
});

test('a folder with the name of a file, a pipe and a huge file are named and not read', async () => {
  await mkdir(path.join(top, 'customers/x.yaml'));
  await write('x.yaml/a.yaml');
  await write('huge.yaml', new Uint8Array(20 * 1024 * 1024));
  await write('limit.yaml', `${text}#${'x'.repeat(256 * 1024 - text.length - 1)}`);
  await write('over.yaml', `${text}#${'x'.repeat(256 * 1024 - text.length)}`);
  execFileSync('mkfifo', [path.join(top, 'customers/pipe.yaml'), path.join(top, 'customers/pipe')]);
  const { entries, decoded } = await read();
  expect(entries).toEqual([
    'customers/huge.yaml too-large',
    'customers/limit.yaml',
    'customers/over.yaml too-large',
    'customers/pipe.yaml not-a-file',
    'customers/x.yaml folder',
  ]);
  expect(decoded.diagnostics.map(({ code }) => code)).toEqual(['too-large', 'too-large', 'not-a-file', 'not-a-file']);
  expect(decoded.customers).toHaveLength(1);
});

test.skipIf(process.getuid?.() === 0)('a file or folder without permission is an error, not an absence', async () => {
  await write('a.yaml');
  await chmod(path.join(top, 'customers/a.yaml'), 0);
  await chmod(path.join(top, 'customers/emea'), 0);
  const { entries, decoded } = await read();
  await chmod(path.join(top, 'customers/emea'), 0o700);
  expect(entries).toEqual(['customers/a.yaml unreadable', 'customers/emea unreadable']);
  expect(decoded.diagnostics.map(({ code }) => code)).toEqual(['unreadable', 'unreadable']);
});

test('many files are read in order', async () => {
  const names = Array.from({ length: 150 }, (_, index) => `c${String(index).padStart(3, '0')}.yaml`);
  await Promise.all(names.map((name) => write(name, name)));
  const { files } = await readSourceFiles(top, 'customers');
  expect(files.map(({ content }) => new TextDecoder().decode(content ?? undefined))).toEqual(names);
});
