import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const source = path.resolve(import.meta.dirname, '../../src');

/**
 * What each folder may import: folders or single files of ours, packages, Node.js modules. `src/README.md` says why. A row
 * for a file goes before the row of its folder.
 */
const table: Readonly<Record<string, readonly string[]>> = {
  model: [],
  config: ['model', 'yaml', 'ajv', 'ajv-formats', 'fastest-levenshtein', 'node:module', 'node:crypto'],
  plan: ['model', 'node:crypto', 'fastest-levenshtein'],
  adopt: ['model', 'config', 'plan', 'node:path'],
  report: ['model', 'picocolors', 'diff', 'htmlparser2'],
  'report/html/page.ts': ['report', 'node:crypto'],
  api: ['model', 'undici', 'p-limit', 'fflate', 'node:events', 'node:timers/promises'],
  sources: [
    'model',
    'config',
    'api/customers.ts',
    'api/wire/export.ts',
    'api/wire/shape.ts',
    'node:fs',
    'node:fs/promises',
    'node:path',
    'node:buffer',
    'simple-git',
    'fflate',
    'node:crypto',
    'node:timers/promises',
  ],
  'sources/git-process.ts': ['node:buffer', 'node:child_process'],
  apply: [
    'model',
    'api/customers.ts',
    'api/error.ts',
    'api/wire/transaction.ts',
    'config/applied.ts',
    'sources/git.ts',
    'sources/git-process.ts',
    'p-limit',
    'node:buffer',
  ],
  doctor: ['model', 'config', 'api', 'apply/lease.ts', 'apply/applied-ref.ts', 'sources/git.ts', 'node:crypto'],
  github: ['undici'],
  sandbox: ['model', 'hono', '@hono/node-server', 'fflate', 'write-excel-file', 'node:*'],
  run: [
    'model',
    'config',
    'sources',
    'plan',
    'adopt',
    'api',
    'apply',
    'doctor',
    'github',
    'report',
    'sandbox',
    'picomatch',
    'cli-progress',
    'node:path',
    'node:fs/promises',
  ],
  'cli.ts': ['cli', 'report', 'run/command.ts', 'commander'],
  cli: ['model', 'adopt/layout.ts', 'report', 'run', 'commander'],
  'main.ts': ['cli.ts', 'run/command.ts', 'run/io.ts', 'node:fs', 'node:os', 'node:readline/promises'],
  'demo.ts': ['sandbox', 'node:*'],
  'build.ts': ['config/schema-compiler.ts', 'config/shipped-schemas.ts', 'ajv', 'esbuild', 'node:*'],
};

/** Files below `src` with forward slashes. */
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts'));

/** What a file imports: files below `src`, packages, Node.js modules. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(path.join(source, file), 'utf8');
  const statics = text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'/gms);
  const dynamics = text.matchAll(/\bimport\('([^']+)'\)/g);
  return [...statics, ...dynamics].map(([, target]) => resolved(file, target ?? ''));
}

function resolved(file: string, target: string): string {
  return target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : target;
}

function rowOf(file: string): string {
  return file in table ? file : (file.split('/')[0] ?? file);
}

function allowed(file: string, target: string): boolean {
  const row = rowOf(file);
  const own = row.endsWith('.ts') ? null : row;
  return [...(own === null ? [] : [own]), ...(table[row] ?? [])].some(
    (word) => target === word || target.startsWith(`${word}/`) || (word === 'node:*' && target.startsWith('node:')),
  );
}

describe('the import table', () => {
  test('has a row for every file, and no row without one', () => {
    const rows = new Set(files.map(rowOf));
    expect([...rows].sort()).toEqual(Object.keys(table).sort());
  });

  test.each(files)('%s imports only what its folder may', (file) => {
    expect(importsOf(file).filter((target) => !allowed(file, target))).toEqual([]);
  });

  test('every permission in it is used', () => {
    const unused = Object.entries(table).flatMap(([row, words]) => {
      const targets = files.filter((file) => rowOf(file) === row).flatMap(importsOf);
      return words
        .filter(
          (word) => word !== 'node:*' && !targets.some((target) => target === word || target.startsWith(`${word}/`)),
        )
        .map((word) => `${row}: ${word}`);
    });
    expect(unused).toEqual([]);
  });
});

/** The build puts this one name in the place of the package's index (`leanUndici` in `src/build.ts`). */
test('of undici, EnvHttpProxyAgent is imported and types are, and nothing else', () => {
  const texts = files.map((file) => readFileSync(path.join(source, file), 'utf8'));
  const lists = texts.flatMap((text) => [...text.matchAll(/^import (type )?\{([^}]*)\} from 'undici'/gm)]);
  const names = lists.flatMap(([, type, list = '']) => (type === undefined ? list.split(',') : []));
  const values = names.map((name) => name.trim()).filter((name) => name !== '' && !name.startsWith('type '));
  expect([...new Set(values)]).toEqual(['EnvHttpProxyAgent']);
  expect(texts.join('')).not.toMatch(/import\('undici'\)|import \S+ from 'undici'/);
});

describe('the core', () => {
  const core = files.filter((file) => /^(plan|adopt|report|model)\//.test(file));

  test.each(core)('%s is synchronous, and has no clock, no chance and no environment', (file) => {
    const text = code(file);
    expect(text).not.toMatch(
      /\basync\b|\bawait\b|\bPromise\b|Date\.now|new Date\(\)|Math\.random|\bprocess\b|toLocale|localeCompare/,
    );
  });
});

test.each(files.filter((file) => file !== 'main.ts' && file !== 'demo.ts'))(
  '%s leaves the process to main.ts',
  (file) => {
    expect(code(file)).not.toMatch(/\bprocess\b(?!:)|\bconsole\b/);
  },
);

/** `as` only where outside data becomes ours, and in words such as `as const`. */
test.each(files.filter((file) => !/^(config|api\/wire|sandbox)\//.test(file)))('%s asserts no types', (file) => {
  expect(code(file).match(/[\w)\]}] as (?!const\b)(?:[A-Z{]|unknown|string|number|readonly|never|any)/g) ?? []).toEqual(
    [],
  );
});

/** The source without comments and without the texts in it. */
function code(file: string): string {
  return readFileSync(path.join(source, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .replace(/`(?:[^`\\$]|\\.|\$(?!\{))*`|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
    .replace(/^import[\s\S]*?;$/gm, '');
}
