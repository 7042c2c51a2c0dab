import type { SimpleGit } from 'simple-git';

/** A commit with trailers of ours in its message, and what it touched. */
export interface TrailerCommit {
  readonly commit: string;
  /** The values of `Sparkform-Allow` as they are written, with commas between them; empty where there are none. */
  readonly allow: string;
  /** The values of `Sparkform-Max-Deletes`, likewise. */
  readonly maxDeletes: string;
  /** Paths from the top of the repository; a file that was moved is there under both. */
  readonly paths: readonly string[];
}

/** The commits with trailers among those that were asked for. */
export interface Trailers {
  readonly commits: readonly TrailerCommit[];
  /** False in a shallow clone whose history ends before the commits do: then those at its end are left out. */
  readonly complete: boolean;
}

/** Neither what a person set up in git nor what a commit holds may change the form of the answer. */
const settings = ['-c', 'log.showSignature=false', '-c', 'log.showRoot=true'];
const flags = ['-z', '--no-color', '--name-only', '--no-renames', '--no-relative', '--diff-merges=first-parent'];
const wanted = ['--extended-regexp', '--regexp-ignore-case', '--grep=^Sparkform-(Allow|Max-Deletes):'];

/** An empty field comes first, which no path can be: so paths and the next commit cannot be taken for each other. */
const format = `--format=${['', '%H', '%P', valuesOf('Sparkform-Allow'), valuesOf('Sparkform-Max-Deletes')].join('%x00')}`;

function valuesOf(key: string): string {
  return `%(trailers:key=${key},valueonly,unfold,separator=%x2C)`;
}

/**
 * Reads the trailers of the commits that are in `until` and not in `after` (`null`: of all that are in `until`). A merge
 * touches what it brought to its first parent. Throws `Error` with git's words where a commit is not in the clone.
 */
export async function readTrailers(git: SimpleGit, after: string | null, until: string): Promise<Trailers> {
  const range = after === null ? until : `${after}..${until}`;
  const output = await git.raw([...settings, 'log', ...flags, ...wanted, format, range, '--']);
  const commits = parseLog(output.split('\0')).filter((one) => one.allow !== '' || one.maxDeletes !== '');
  // At the end of a shallow clone a commit seems to have no parents and to have touched every file.
  const rootless = commits.some((one) => one.parents === '') && (await isShallow(git));
  const known = rootless ? commits.filter((one) => one.parents !== '') : commits;
  return { commits: known.map(({ parents: _, ...one }) => one), complete: !rootless };
}

async function isShallow(git: SimpleGit): Promise<boolean> {
  return (await git.revparse(['--is-shallow-repository'])) === 'true';
}

interface LoggedCommit extends TrailerCommit {
  readonly parents: string;
}

/** Each commit is an empty field, four fields, and the paths that it touched. */
function parseLog(fields: readonly string[]): readonly LoggedCommit[] {
  const commits: LoggedCommit[] = [];
  for (let at = 0; at + 4 < fields.length; ) {
    const [, commit = '', parents = '', allow = '', maxDeletes = ''] = fields.slice(at, at + 5);
    const next = fields.indexOf('', at + 5);
    const end = next < 0 ? fields.length : next;
    // git puts a line break before the first path.
    const paths = fields.slice(at + 5, end).map((path, index) => (index === 0 ? path.replace(/^\n/, '') : path));
    commits.push({ commit, parents, allow, maxDeletes, paths });
    at = end;
  }
  return commits;
}
