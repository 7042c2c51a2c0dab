import { Buffer } from 'node:buffer';
import { openGit, type Repository } from '../sources/git.ts';
import { gitWithInput } from '../sources/git-process.ts';

/** A commit that is to be made, on no branch. */
export interface NewCommit {
  readonly parent: string | null;
  /** Contents by path: the whole tree. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The namespace for the ref that holds the commit while it is made: `refs/sparkform/<env>`. */
  readonly namespace: string;
}

/** Writes a commit with one process, whatever the number of files, and returns its id. No ref points at it yet. */
export async function writeCommit(repository: Repository, commit: NewCommit): Promise<string> {
  const { name, email } = await repository.identity();
  const draft = `${commit.namespace}/draft-${commit.now}`;
  const stream = fastImportStream(commit, draft, `${oneLine(name)} <${oneLine(email)}>`);
  await gitWithInput(repository.top, ['fast-import', '--quiet', '--force'], stream);
  const git = openGit(repository.top);
  const made = await git.revparse([draft]);
  await git.raw(['update-ref', '-d', draft]);
  return made;
}

/** Text that cannot break out of a line of the stream. */
function oneLine(text: string): string {
  return text.replace(/[<>\n\0]/g, ' ').trim();
}

/** The commit in the language of `git fast-import`. */
function fastImportStream({ parent, files, message, now }: NewCommit, ref: string, committer: string): Buffer {
  return Buffer.concat([
    Buffer.from(`commit ${ref}\ncommitter ${committer} ${Math.floor(now / 1000)} +0000\n`),
    data(Buffer.from(message)),
    Buffer.from(`${parent === null ? '' : `from ${parent}\n`}deleteall\n`),
    ...[...files].flatMap(([path, content]) => [Buffer.from(`M 100644 inline ${quoted(path)}\n`), data(content)]),
  ]);
}

function data(content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`data ${content.length}\n`), content, Buffer.from('\n')]);
}

function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
