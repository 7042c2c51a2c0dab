import { type DecodeOptions, decodeCustomers } from '../config/decode.ts';
import type { FileSchema } from '../config/file-schema.ts';
import { toKnownApplied } from '../config/known-customers.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import type { Applied, Desired } from '../model/state.ts';
import { readSecretNames } from '../sources/environment.ts';
import { readSourceFiles } from '../sources/files.ts';
import { type KnownCache, openKnownCache } from '../sources/known-cache.ts';
import type { Io } from './io.ts';
import { readApplied } from './read-applied.ts';
import { readingOnce } from './reading-once.ts';
import type { Workplace } from './repository.ts';
import { Stop } from './stop.ts';

/** What is declared and what was applied. */
export interface Declared {
  readonly desired: Desired;
  readonly applied: Applied;
  /** An earlier run could not push what it recorded. */
  readonly unpushed: boolean;
  /** The files that declare, without the contents that git knows. */
  desiredFiles(): Promise<readonly SourceFile[]>;
  /** The files of the applied state, in the same way, and `applied.json`. */
  appliedFiles(): Promise<readonly SourceFile[]>;
}

/** Where the declarations are read from: what lies in the folder, or what is committed, when nothing else lies there. */
export type Tree = 'work tree' | 'commit';

/**
 * Reads what is declared, in the work tree or in the commit, and what was applied, with everything that is wrong with
 * them. Throws `Stop` where there is nothing to read from.
 */
export async function readDeclared(
  workplace: Workplace,
  env: string,
  tree: Tree,
  schema: FileSchema,
  io: Io,
): Promise<Declared & { readonly diagnostics: readonly Diagnostic[] }> {
  const names = readSecretNames(io.env);
  const cache = openKnownCache(workplace.repository.folder, names.secretNames, schema.id);
  const reading = readDesired(workplace, tree, { secretNames: names.secretNames, schema }, cache);
  // What a file said that is applied is not believed of one that is desired: it may name secrets that are not allowed now.
  const known = reading.then(
    async (read) => [read.known, await (await cache).known()],
    async () => [await (await cache).known()],
  );
  const [desired, state] = await Promise.all([
    reading,
    readApplied(workplace, env, tree === 'commit' ? 'error' : 'warning', schema, known),
  ]);
  if (desired.known !== state.known) {
    const { customers } = workplace;
    const appliedNow = toKnownApplied(state.applied, customers, state.known, desired.known);
    await (await cache).keep({ ...desired.known, applied: appliedNow });
  }
  return {
    desired: desired.desired,
    desiredFiles: desired.files,
    applied: state.applied,
    appliedFiles: state.files,
    unpushed: state.unpushed,
    diagnostics: [...names.diagnostics, ...desired.diagnostics, ...state.diagnostics],
  };
}

/** Reads and decodes the files of the work tree or of the commit. Throws `Stop` where there is nothing to read from. */
async function readDesired(
  { repository, customers: folder }: Workplace,
  tree: Tree,
  rules: Pick<DecodeOptions, 'secretNames' | 'schema'>,
  cache: Promise<KnownCache>,
) {
  const [commit, { uncommitted, ignored }, tracked] = await Promise.all([
    repository.head(),
    repository.changes(folder),
    repository.tracked(folder),
  ]);
  if (tree === 'commit' && commit === null) throw new Stop([nothingCommitted()]);
  if (tree === 'commit' && uncommitted.length > 0) throw new Stop([uncommittedChanges(folder, uncommitted)]);
  // Git is done, and the server is at work: a good time to parse what is known.
  const known = await (await cache).known();
  const desired = { commit, dirty: uncommitted.length > 0 };
  const read = (unread: Unread): Promise<Read> =>
    tree === 'commit' && commit !== null
      ? readCommit(repository, commit, folder, unread)
      : readWorkTree(repository, folder, withoutPaths(tracked.blobs(), new Set(uncommitted)), unread);
  // The id tells all that is read only where git has all of it: what it ignores is read from the work tree too.
  const listing = uncommitted.length === 0 && (tree === 'commit' || !ignored) ? tracked.id : null;
  if (listing !== null && listing === known.listing) {
    const customers = [...known.customers.values()].map(({ customer }) => customer);
    return {
      desired: { ...desired, customers },
      known,
      files: async () => (await read(() => true)).files,
      diagnostics: [],
    };
  }
  const decoded = await readingOnce(
    async (unread) => {
      const { files, diagnostics } = await read(unread);
      const all = decodeCustomers(files, { ...rules, folder, inherited: null, known: [known] });
      return { ...all, diagnostics: [...diagnostics, ...all.diagnostics], files: async () => files };
    },
    [known],
  );
  const { customers, diagnostics, files } = decoded;
  const isWhole = diagnostics.length === 0 && customers.length === decoded.known.customers.size;
  return {
    desired: { ...desired, customers },
    known: { ...decoded.known, listing: isWhole ? listing : null },
    files,
    diagnostics,
  };
}

type Unread = (file: Pick<SourceFile, 'path' | 'blob'>) => boolean;

interface Read {
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}

async function readCommit(
  repository: Workplace['repository'],
  commit: string,
  folder: string,
  unread: Unread,
): Promise<Read> {
  const listed = await repository.listFiles(commit, folder);
  return { files: await repository.withContents(listed, (file) => !unread(file)), diagnostics: [] };
}

function withoutPaths(ids: ReadonlyMap<string, string>, paths: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map([...ids].filter(([path]) => !paths.has(path)));
}

/** Reads the files of the work tree; `clean` are the ids of those that are as they were committed. */
async function readWorkTree(
  { top, withIds }: Workplace['repository'],
  folder: string,
  clean: ReadonlyMap<string, string>,
  unread: Unread,
): Promise<Read> {
  const read = await readSourceFiles(top, folder, (path) => {
    const blob = clean.get(path);
    return blob !== undefined && unread({ path, blob }) ? blob : null;
  });
  return { ...read, files: withIds(read.files) };
}

function nothingCommitted(): Diagnostic {
  return {
    severity: 'error',
    code: 'nothing-committed',
    message: 'apply acts on what is committed, and this repository has no commit.',
    hint: 'git add the customer files and git commit.',
  };
}

function uncommittedChanges(folder: string, files: readonly string[]): Diagnostic {
  const named = `${files.slice(0, 5).join(', ')}${files.length > 5 ? ', …' : ''}`;
  return {
    severity: 'error',
    code: 'uncommitted-changes',
    message: `apply acts on what is committed, and ${files.length} of the files below ${folder} ${files.length === 1 ? 'is' : 'are'} not: ${named}.`,
    hint: 'Commit or remove them; for a lab, --allow-dirty applies them as they are.',
  };
}
