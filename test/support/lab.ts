import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/server.ts';
import { runHere } from './in-process.ts';

/** Where this project is. */
export const top = path.resolve(import.meta.dirname, '../..');

/** What a command of the real program came to. */
export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A git repository with a bare remote, in a temporary folder that goes away with the test. */
export interface Repository {
  /** Holds the repository and its remote. */
  readonly folder: string;
  readonly path: string;
  git(...words: readonly string[]): string;
  /** Writes files by path and commits them; `null` removes one. */
  commit(files: Readonly<Record<string, string | null>>, message?: string): void;
  write(files: Readonly<Record<string, string | null>>): void;
  /** Every byte that git and the tests left in the folder, objects unpacked. */
  everything(): string;
}

/** A repository and a sandbox, and the real command line between them. */
export interface Lab extends Repository {
  readonly sandbox: Sandbox;
  /** Variables for the program, on top of an otherwise bare environment. */
  readonly env: Record<string, string>;
  sparkform(...words: readonly string[]): Promise<Run>;
  /** Requests other than GET that the sandbox received so far. */
  writes(): number;
}

const identity = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@sparkform.example',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@sparkform.example',
  // Neither the settings of the person who runs the tests nor their signing key have a part in them.
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** Registers what is to be done when the test is over; tests that run side by side must give their own. */
export type AtEnd = (action: () => void | Promise<void>) => void;

function gitIn(where: string, words: readonly string[]): string {
  return execFileSync('git', words, {
    cwd: where,
    env: { ...process.env, ...identity },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** Where an empty repository with its remote is kept: starting git costs more than copying a few files. */
const template = path.join(top, 'node_modules/.cache/sparkform-tests/repositories');

/** Makes that folder, unless it is there; of several that make it at once, the first one's stays. */
function emptyRepositories(): string {
  if (existsSync(template)) return template;
  mkdirSync(path.dirname(template), { recursive: true });
  const folder = mkdtempSync(`${template}-`);
  gitIn(folder, ['init', '--quiet', '--template=', '--bare', 'remote.git']);
  gitIn(folder, ['init', '--quiet', '--template=', '--initial-branch', 'main', 'repository']);
  gitIn(path.join(folder, 'repository'), ['remote', 'add', 'origin', '../remote.git']);
  try {
    renameSync(folder, template);
  } catch {
    rmSync(folder, { recursive: true });
  }
  return template;
}

/** Makes the repository with its remote. */
export function openRepository(atEnd: AtEnd = onTestFinished): Repository {
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkform-test-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(emptyRepositories(), folder, { recursive: true });
  const repository = path.join(folder, 'repository');
  const git = (...words: readonly string[]) => gitIn(repository, words);
  const write = (files: Readonly<Record<string, string | null>>) => {
    for (const [file, content] of Object.entries(files)) {
      const full = path.join(repository, file);
      mkdirSync(path.dirname(full), { recursive: true });
      if (content === null) rmSync(full);
      else writeFileSync(full, content);
    }
  };
  return {
    folder,
    path: repository,
    git,
    write,
    commit: (files, message = 'change') => {
      write(files);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', message);
    },
    everything: () => {
      const objects = [repository, path.join(folder, 'remote.git')].map((where) =>
        gitIn(where, ['cat-file', '--batch-all-objects', '--batch']),
      );
      const files = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.name}\n${readFileSync(path.join(entry.parentPath, entry.name), 'latin1')}`);
      return [...objects, ...files].join('\n');
    },
  };
}

/** Starts a sandbox that ends with the test, and the repository that is to be applied to it. */
export async function openLab(options: SandboxOptions = {}, atEnd: AtEnd = onTestFinished): Promise<Lab> {
  const repository = openRepository(atEnd);
  const sandbox = await startSandbox(options);
  atEnd(() => sandbox.close());
  const env: Record<string, string> = {
    VOSS_URL: sandbox.url,
    VOSS_USERNAME: sandbox.username,
    VOSS_PASSWORD: sandbox.password,
    SPARKFORM_PROFILE: path.join(top, 'schemas/profiles/sandbox.json'),
  };
  return {
    ...repository,
    sandbox,
    env,
    sparkform: (...words) => runHere({ path: repository.path, env }, words),
    writes: () => sandbox.requests.filter(({ method }) => method !== 'GET').length,
  };
}

/** An environment that holds nothing but what git needs and `env`. */
export function programEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, ...identity, ...env };
}

/** Runs the compiled program with nothing in its environment but what git needs and `env`. */
export function sparkform(
  words: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Run> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: programEnvironment(env), maxBuffer: 1 << 28 };
    execFile(process.execPath, [path.join(top, 'dist/main.js'), ...words], options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ status, stdout, stderr });
    });
  });
}

/** A customer file. */
export function customerFile(name: string, lines: readonly string[] = [], hierarchy = `sys.hcs.${name}`): string {
  return `hierarchy: ${hierarchy}\ncustomer:\n  name: ${name}\n${lines.map((line) => `${line}\n`).join('')}`;
}
