import { Buffer } from 'node:buffer';
import { simpleGit } from 'simple-git';
import type { Repository } from '../sources/git.ts';
import { gitWithInput } from '../sources/git-process.ts';
import type { NextState } from './next-state.ts';

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
 * Writes the state as a commit and moves the ref to it, if the ref still is where it was. Returns the commit, or `null`
 * when the tree is the parent's: then there is nothing to record. Throws `Error` with git's words when somebody else
 * moved the ref.
 */
export async function commitApplied(repository: Repository, commit: AppliedCommit): Promise<string | null> {
  const { name, email } = await repository.identity();
  const stream = fastImportStream(commit, `${oneLine(name)} <${oneLine(email)}>`);
  // A ref of its own, so that nothing is moved before it is known that the tree differs and the ref is where it was.
  const draft = `${commit.ref}-draft-${commit.now}`;
  await gitWithInput(repository.top, ['fast-import', '--quiet', '--force'], stream(draft));
  const git = simpleGit({ baseDir: repository.top });
  const made = await git.revparse([draft]);
  await git.raw(['update-ref', '-d', draft]);
  if (commit.parent !== null) {
    const [before, after] = await Promise.all([
      git.revparse([`${commit.parent}^{tree}`]),
      git.revparse([`${made}^{tree}`]),
    ]);
    if (before === after) return null;
  }
  await git.raw(['update-ref', commit.ref, made, commit.parent ?? '0'.repeat(made.length)]);
  return made;
}

/**
 * Pushes the ref, if the remote has nothing that the local one does not build on. Throws `Error` when it has, or cannot be
 * reached; the local ref keeps the record and the next run pushes it.
 */
export async function pushApplied(repository: Repository, ref: string): Promise<void> {
  const [remote, commit] = await Promise.all([repository.remote(), repository.resolve(ref)]);
  if (remote === null || commit === null) return;
  // Without force, git itself refuses to replace a commit that this one does not descend from.
  await simpleGit({ baseDir: repository.top }).raw(['push', '--quiet', remote, `${ref}:${ref}`]);
}

/** Text that cannot break out of a line of the stream. */
function oneLine(text: string): string {
  return text.replace(/[<>\n\0]/g, ' ').trim();
}

/** The commit in the language of `git fast-import`, for a ref to be named. */
function fastImportStream({ parent, state, message, now }: AppliedCommit, committer: string): (ref: string) => Buffer {
  const json = Buffer.from(`${JSON.stringify(state.json, null, 2)}\n`);
  const files = [...state.files, ['applied.json', json] as const];
  const seconds = Math.floor(now / 1000);
  return (ref) =>
    Buffer.concat([
      Buffer.from(`commit ${ref}\ncommitter ${committer} ${seconds} +0000\n`),
      data(Buffer.from(message)),
      Buffer.from(parent === null ? 'deleteall\n' : `from ${parent}\ndeleteall\n`),
      ...files.flatMap(([path, content]) => [Buffer.from(`M 100644 inline ${quoted(path)}\n`), data(content)]),
      Buffer.from('done\n'),
    ]);
}

function data(content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`data ${content.length}\n`), content, Buffer.from('\n')]);
}

function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
