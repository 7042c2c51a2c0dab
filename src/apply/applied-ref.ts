import { Buffer } from 'node:buffer';
import { simpleGit } from 'simple-git';
import type { Repository } from '../sources/git.ts';
import { gitWithInput } from '../sources/git-process.ts';
import { appliedJsonText, type NextState } from './next-state.ts';

/** The ref that holds the applied state of an environment (design, section 6). */
export function appliedRef(env: string): string {
  return `refs/sparkform/${env}/applied`;
}

/** A commit to be put on the applied ref. */
export interface AppliedCommit {
  readonly ref: string;
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
  const { name, email } = await repository.identity();
  // A ref of its own, since fast-import would move the real one without looking where it is.
  const draft = `${commit.ref}-draft-${commit.now}`;
  const stream = fastImportStream(commit, draft, `${oneLine(name)} <${oneLine(email)}>`);
  await gitWithInput(repository.top, ['fast-import', '--quiet', '--force'], stream);
  const git = simpleGit({ baseDir: repository.top });
  const made = await git.revparse([draft]);
  await git.raw(['update-ref', '-d', draft]);
  await git.raw(['update-ref', commit.ref, made, commit.parent ?? '0'.repeat(made.length)]);
  return made;
}

/**
 * Pushes the ref, if the remote has nothing that the local one does not build on. Throws `Error` when it has, or cannot be
 * reached; the local ref keeps the record and the next run pushes it.
 */
export async function pushApplied(repository: Repository, ref: string): Promise<void> {
  const remote = await repository.remote();
  if (remote === null) return;
  // Without force, git itself refuses to replace a commit that this one does not descend from.
  await simpleGit({ baseDir: repository.top }).raw(['push', '--quiet', remote, `${ref}:${ref}`]);
}

/** Text that cannot break out of a line of the stream. */
function oneLine(text: string): string {
  return text.replace(/[<>\n\0]/g, ' ').trim();
}

/** The commit in the language of `git fast-import`. */
function fastImportStream({ parent, state, message, now }: AppliedCommit, ref: string, committer: string): Buffer {
  const files = [...state.files, ['applied.json', Buffer.from(appliedJsonText(state.json))] as const];
  return Buffer.concat([
    Buffer.from(`commit ${ref}\ncommitter ${committer} ${Math.floor(now / 1000)} +0000\n`),
    data(Buffer.from(message)),
    Buffer.from(`${parent === null ? '' : `from ${parent}\n`}deleteall\n`),
    ...files.flatMap(([path, content]) => [Buffer.from(`M 100644 inline ${quoted(path)}\n`), data(content)]),
  ]);
}

function data(content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`data ${content.length}\n`), content, Buffer.from('\n')]);
}

function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
