import { appliedRef } from '../apply/applied-ref.ts';
import { decodeApplied, neverApplied } from '../config/applied.ts';
import type { Known } from '../config/known-customers.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import type { Applied } from '../model/state.ts';
import type { Repository } from '../sources/git.ts';
import { gitWords } from './git-words.ts';
import { readingOnce } from './reading-once.ts';
import type { Workplace } from './repository.ts';

/** The applied state with the files it was read from, and what is wrong with it. */
export interface AppliedState {
  readonly applied: Applied;
  readonly files: readonly SourceFile[];
  /** An earlier run could not push what it recorded. */
  readonly unpushed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Brings the applied state up to date with the remote and decodes it. A remote that cannot be asked is a diagnostic of the
 * severity that is given; the local copy is then used. Files that are `known` are not parsed.
 */
export async function readApplied(
  { repository, customers: folder }: Workplace,
  env: string,
  unreachable: 'error' | 'warning',
  known: Promise<readonly Known[]> = Promise.resolve([]),
): Promise<AppliedState> {
  const ref = appliedRef(env);
  const warnings: Diagnostic[] = [];
  const { commit, unpushed } = await repository.fetchRef(ref).catch(async (error: unknown) => {
    warnings.push(remoteUnreachable(ref, unreachable, error));
    return { commit: await repository.resolve(ref), unpushed: false };
  });
  const { applied, files, diagnostics } = await readState(repository, commit, folder, known);
  return { applied, files, unpushed, diagnostics: [...warnings, ...diagnostics] };
}

/** The applied state as this clone knows it: for commands without a network. */
export async function readLocalApplied(
  { repository, customers: folder }: Workplace,
  env: string,
): Promise<Pick<AppliedState, 'applied' | 'diagnostics'>> {
  return readState(repository, await repository.resolve(appliedRef(env)), folder, Promise.resolve([]));
}

async function readState(
  repository: Repository,
  commit: string | null,
  folder: string,
  known: Promise<readonly Known[]>,
) {
  if (commit === null) return { applied: neverApplied, files: [], diagnostics: [] };
  const listed = await repository.listFiles(commit, folder, 'applied.json');
  const decode = async (unread: (file: SourceFile) => boolean) => {
    const files = await repository.withContents(listed, (file) => !unread(file));
    const json = files.find(({ path }) => path === 'applied.json')?.content ?? null;
    return { ...decodeApplied(commit, files, json, folder, await known), files };
  };
  return readingOnce(decode, await known);
}

function remoteUnreachable(ref: string, severity: 'error' | 'warning', error: unknown): Diagnostic {
  return {
    severity,
    code: 'remote-unreachable',
    message: `The remote could not be asked for ${ref}: ${gitWords(error)}`,
    hint:
      severity === 'error'
        ? 'Without it, what was applied is not known. Check with git ls-remote, and run apply again.'
        : 'The local copy is used; it may be old. Check with git ls-remote.',
  };
}
