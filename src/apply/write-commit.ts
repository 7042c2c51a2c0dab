import { Buffer } from 'node:buffer';
import type { SourceFile } from '../model/source-file.ts';
import type { Repository } from '../sources/git.ts';
import { gitWithInput } from '../sources/git-process.ts';

/** A commit that is to be made, on no branch. */
export interface NewCommit {
  readonly parent: string | null;
  /** The whole tree. One that has no content must have the id of a blob that git holds. */
  readonly files: readonly SourceFile[];
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The namespace of the ref that the commit is made on: `refs/sparkform/<env>`. */
  readonly namespace: string;
}

/** Writes a commit with one process, whatever the number of files, and returns its id. No ref points at it. */
export async function writeCommit(repository: Repository, commit: NewCommit): Promise<string> {
  const { name, email } = await repository.identity();
  const stream = fastImportStream(commit, `${oneLine(name)} <${oneLine(email)}>`, repository.noCommit);
  const output = await gitWithInput(repository.top, ['fast-import', '--quiet', '--force'], stream);
  return output.toString('utf8').trim();
}

/** Text that cannot break out of a line of the stream. */
function oneLine(text: string): string {
  return text.replace(/[<>\n\0]/g, ' ').trim();
}

/**
 * The commit in the language of `git fast-import`, which puts every commit on a ref: this one is taken back before it is
 * written. The answer is the commit's id.
 */
function fastImportStream({ parent, files, message, now, namespace }: NewCommit, by: string, noCommit: string): Buffer {
  const ref = `${namespace}/draft`;
  return Buffer.concat([
    Buffer.from(`commit ${ref}\nmark :1\ncommitter ${by} ${Math.floor(now / 1000)} +0000\n`),
    data(Buffer.from(message)),
    Buffer.from(`${parent === null ? '' : `from ${parent}\n`}deleteall\n`),
    ...files.flatMap(fileChange),
    Buffer.from(`get-mark :1\nreset ${ref}\nfrom ${noCommit}\n\n`),
  ]);
}

function fileChange({ path, content, blob }: SourceFile): readonly Buffer[] {
  if (content === null) return [Buffer.from(`M 100644 ${blob} ${quoted(path)}\n`)];
  return [Buffer.from(`M 100644 inline ${quoted(path)}\n`), data(content)];
}

function data(content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`data ${content.length}\n`), content, Buffer.from('\n')]);
}

function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
