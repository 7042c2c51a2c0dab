import path from 'node:path';
import { openRepository, type Repository } from '../sources/git.ts';
import { gitWords } from './git-words.ts';
import { Stop } from './stop.ts';

/** The repository around the folder of the command, and the customers folder as a path from its top. */
export interface Workplace {
  readonly repository: Repository;
  readonly customers: string;
}

/** Opens the repository. Throws `Stop` outside of one, without git, and for a customers folder that is not in it. */
export async function openWorkplace(folder: string, customers: string): Promise<Workplace> {
  const repository = await openRepository(folder).catch((error: unknown) => {
    throw new Stop([gitProblem(error)]);
  });
  if (repository === null) {
    const hint =
      'Run it in the clone that holds the customer files, or begin one: git init && git add . && git commit.';
    throw new Stop([
      problem('no-repository', 'This folder is in no git repository, which holds what was applied.', hint),
    ]);
  }
  const inside = path.posix.normalize(path.posix.join(repository.prefix, customers.split(path.sep).join('/')));
  const plain = inside.replace(/\/+$/, '');
  if (plain === '.' || plain.startsWith('..') || path.isAbsolute(customers)) {
    const hint = 'Name it from the folder you are in: --customers customers.';
    throw new Stop([
      problem('bad-folder', 'The customers folder must be a folder below the top of the repository.', hint),
    ]);
  }
  return { repository, customers: plain };
}

function gitProblem(error: unknown) {
  const isMissing = error instanceof Error && error.message.includes('ENOENT');
  return isMissing
    ? problem('no-git', 'git could not be run.', 'Install git and put it on the PATH.')
    : problem(
        'git-refuses',
        `git refuses to work here: ${gitWords(error)}`,
        'Run git status here: it says what to do.',
      );
}

function problem(code: string, message: string, hint: string) {
  return { severity: 'error', code, message, hint } as const;
}

/** For commands that work without git too: `null` in place of the error that there is no repository, or no git. Throws any other. */
export function outsideOfGit(error: unknown): null {
  const codes = error instanceof Stop ? error.diagnostics.map((one) => one.code) : [];
  if (codes.some((one) => one === 'no-repository' || one === 'no-git')) return null;
  throw error;
}
