import { appliedRef } from '../apply/applied-ref.ts';
import { decodeApplied, neverApplied } from '../config/applied.ts';
import type { FileSchema } from '../config/file-schema.ts';
import { appliedAt, type Known, nothingKnown } from '../config/known-customers.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import type { Applied } from '../model/state.ts';
import { readSecretNames } from '../sources/environment.ts';
import type { Repository } from '../sources/git.ts';
import { openKnownCache } from '../sources/known-cache.ts';
import { gitWords } from './git-words.ts';
import type { Io } from './io.ts';
import { readingOnce } from './reading-once.ts';
import type { Workplace } from './repository.ts';

interface State {
  readonly applied: Applied;
  /** What was known of it already. */
  readonly known: Known;
  /** The files it is made of, `applied.json` with its content. */
  files(): Promise<readonly SourceFile[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The applied state with the files it was read from, and what is wrong with it. */
export interface AppliedState extends State {
  /** An earlier run could not push what it recorded. */
  readonly unpushed: boolean;
}

/**
 * Brings the applied state up to date with the remote and decodes it. A remote that cannot be asked is a diagnostic of the
 * severity that is given; the local copy is then used. Files that are `known` are not parsed.
 */
export async function readApplied(
  { repository, customers: folder }: Workplace,
  env: string,
  unreachable: 'error' | 'warning',
  schema: FileSchema,
  known: Promise<readonly Known[]> = Promise.resolve([]),
): Promise<AppliedState> {
  const ref = appliedRef(env);
  const warnings: Diagnostic[] = [];
  const { commit, unpushed } = await repository.fetchRef(ref).catch(async (error: unknown) => {
    warnings.push(remoteUnreachable(ref, unreachable, error));
    return { commit: await repository.resolve(ref), unpushed: false };
  });
  const state = await readState(repository, commit, folder, schema, known);
  return { ...state, unpushed, diagnostics: [...warnings, ...state.diagnostics] };
}

/** What the last plan knew of the files of this repository, for commands that read the applied state and no more. */
export async function lastKnown({ repository }: Workplace, schema: FileSchema, io: Io): Promise<readonly Known[]> {
  const cache = await openKnownCache(repository.folder, readSecretNames(io.env).secretNames, schema.id);
  return [await cache.known()];
}

/** The applied state as this clone knows it: for commands without a network. */
export async function readLocalApplied(
  { repository, customers: folder }: Workplace,
  env: string,
  schema: FileSchema,
): Promise<Pick<AppliedState, 'applied' | 'diagnostics'>> {
  return readState(repository, await repository.resolve(appliedRef(env)), folder, schema, Promise.resolve([]));
}

async function readState(
  repository: Repository,
  commit: string | null,
  folder: string,
  schema: FileSchema,
  knowing: Promise<readonly Known[]>,
): Promise<State> {
  if (commit === null) return { applied: neverApplied, known: nothingKnown, files: async () => [], diagnostics: [] };
  const read = async (unread: (file: SourceFile) => boolean) => {
    const listed = await repository.listFiles(commit, folder, 'applied.json');
    return repository.withContents(listed, (file) => file.path === 'applied.json' || !unread(file));
  };
  const known = await knowing;
  for (const one of known) {
    const applied = appliedAt(commit, folder, one);
    if (applied !== null) return { applied, known: one, files: () => read(() => true), diagnostics: [] };
  }
  return readingOnce(async (unread) => {
    const files = await read(unread);
    const json = files.find(({ path }) => path === 'applied.json')?.content ?? null;
    return { ...decodeApplied(commit, files, json, folder, known, schema), files: async () => files };
  }, known);
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
