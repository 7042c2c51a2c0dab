import { Buffer } from 'node:buffer';
import { openGit, type Repository } from '../sources/git.ts';
import { appliedJsonText, type NextState } from './next-state.ts';
import { writeCommit } from './write-commit.ts';

/** The ref that holds the applied state of an environment (design, section 6). */
export function appliedRef(env: string): string {
  return `refs/sparkform/${env}/applied`;
}

/** A commit to be put on the applied ref. */
export interface AppliedCommit {
  readonly env: string;
  /** The commit that the state was computed from; `null` for the first. */
  readonly parent: string | null;
  readonly state: NextState;
  /** The record of one apply. */
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Writes the state as a commit and moves the ref to it, if the ref still is where it was. Returns the commit. Throws
 * `Error` with git's words when somebody else moved the ref.
 */
export async function commitApplied(repository: Repository, commit: AppliedCommit): Promise<string> {
  const { env, parent, state, message, now } = commit;
  const json = { path: 'applied.json', content: Buffer.from(appliedJsonText(state.json)), problem: null };
  const files = [...state.files.values(), json];
  const made = await writeCommit(repository, { parent, files, message, now, namespace: `refs/sparkform/${env}` });
  const git = openGit(repository.top);
  await git.raw(['update-ref', appliedRef(env), made, parent ?? repository.noCommit]);
  return made;
}

/**
 * Pushes the ref, if the remote has nothing that the local one does not build on. Throws `Error` when it has, or cannot be
 * reached; the local ref keeps the record and the next run pushes it.
 */
export async function pushApplied(repository: Repository, env: string): Promise<void> {
  const remote = await repository.remote();
  if (remote === null) return;
  const ref = appliedRef(env);
  // Without force, git itself refuses to replace a commit that this one does not descend from.
  await openGit(repository.top).raw(['push', '--quiet', remote, `${ref}:${ref}`]);
}
