import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import path from 'node:path';
import { type SimpleGit, simpleGit } from 'simple-git';
import { largestFile } from '../config/text.ts';
import type { SourceFile } from '../model/source-file.ts';
import { gitWithInput } from './git-process.ts';
import { readTrailers, type Trailers } from './trailers.ts';

/** The git repository that holds the customer files. Reads only, but for `fetchRef`, which brings a ref up to date. */
export interface Repository {
  /** Absolute path of the work tree. */
  readonly top: string;
  /** Path of the starting folder below `top`, empty or with a slash at its end. */
  readonly prefix: string;
  /** Absolute path of the folder in which git keeps the repository. */
  readonly folder: string;
  /** The id that stands for no commit: as many zeros as an id of this repository has digits. */
  readonly noCommit: string;
  /** The commit checked out, or `null` before the first one. */
  head(): Promise<string | null>;
  /** What below `folder` is not as in HEAD. */
  changes(folder: string): Promise<Changes>;
  /** What git tracks below `folder`. */
  tracked(folder: string): Promise<Tracked>;
  /** The files with the ids that git gives their contents. */
  withIds(files: readonly SourceFile[]): readonly SourceFile[];
  /** The commit of a ref in this clone, or `null`. */
  resolve(ref: string): Promise<string | null>;
  /** Brings a ref up to date with the remote. Throws `Error` when the remote cannot be asked. */
  fetchRef(ref: string): Promise<FetchedRef>;
  /**
   * The files at or below the paths in a commit, as they are stored, but for the contents. Below a folder one that is far
   * larger than any customer file is a problem; one that a path names is none, whatever its size: the state of thousands of
   * customers is large.
   */
  listFiles(commit: string, ...paths: readonly string[]): Promise<readonly SourceFile[]>;
  /** The same files, those that are wanted with their contents. */
  withContents(files: readonly SourceFile[], isWanted: (file: SourceFile) => boolean): Promise<readonly SourceFile[]>;
  /**
   * The commits with trailers of ours that are in `until` and not in `after` (`null`: all in `until`). Throws `Error` where
   * a commit is not in the clone.
   */
  trailers(after: string | null, until: string): Promise<Trailers>;
  /** The remote that refs are pushed to: `origin`, or the only one; `null` without a remote. */
  remote(): Promise<string | null>;
  /** The commit of a ref on the remote, `null` where it has none. Throws `Error` when the remote cannot be asked. */
  remoteCommit(ref: string): Promise<string | null>;
  /** Name and address of who commits here, as git is set up. */
  identity(): Promise<{ readonly name: string; readonly email: string }>;
}

/** How a folder of the work tree differs from HEAD. */
export interface Changes {
  /** Paths that differ, untracked ones included. */
  readonly uncommitted: readonly string[];
  /** Whether something lies there that git is told to ignore. */
  readonly ignored: boolean;
}

/** The files of a folder as git's index has them. */
export interface Tracked {
  /** The same id stands for the same files with the same contents; `null` where git was told not to look after some. */
  readonly id: string | null;
  /** The ids of the contents by path, for the files that git looks after. */
  blobs(): ReadonlyMap<string, string>;
}

/** A ref after it was brought up to date. */
export interface FetchedRef {
  /** `null` where the ref exists nowhere. */
  readonly commit: string | null;
  /** True where this clone has commits that an earlier run could not push; they are kept. */
  readonly unpushed: boolean;
}

/**
 * Git in a folder. It waits until all that a command wrote has arrived: simple-git by itself waits 50 milliseconds after the
 * end of the process, and takes what came until then for the whole, which on a busy machine may be half a listing.
 */
export function openGit(folder: string): SimpleGit {
  return simpleGit({ baseDir: folder, completion: { onClose: true, onExit: false } });
}

/**
 * Opens the repository around `folder`; `null` where there is none. Throws `Error` when git is missing, or refuses for a
 * reason of its own (a folder of another owner, as in containers).
 */
export async function openRepository(folder: string): Promise<Repository | null> {
  try {
    // An old git does not know the last one and repeats it: then there is but one kind of id.
    const shown = await openGit(folder).revparse([
      '--show-toplevel',
      '--show-prefix',
      '--git-common-dir',
      '--show-object-format',
    ]);
    const [top = '', prefix = '', common = '', format = ''] = shown.split('\n');
    const place = {
      top,
      prefix,
      folder: path.resolve(folder, common),
      noCommit: '0'.repeat(format === 'sha256' ? 64 : 40),
    };
    return repository(openGit(top), place);
  } catch (error) {
    // In whatever language git speaks: it names the setting that would make it work.
    const refused = error instanceof Error && /ENOENT|safe\.directory/.test(error.message);
    if (refused) throw error;
    return null;
  }
}

function repository(git: SimpleGit, place: Pick<Repository, 'top' | 'prefix' | 'folder' | 'noCommit'>): Repository {
  const { top } = place;
  const idHash = place.noCommit.length === 64 ? 'sha256' : 'sha1';
  // With --quiet git says nothing of a ref that does not exist, and simple-git then gives an empty text.
  const resolve = async (ref: string) =>
    (await git.revparse(['--verify', '--quiet', `${ref}^{commit}`]).catch(() => '')) || null;
  const findRemote = async () => {
    const names = (await git.raw(['remote'])).split('\n').filter((name) => name !== '');
    return names.includes('origin') ? 'origin' : names.length === 1 ? (names[0] ?? null) : null;
  };
  const readIdentity = async () => {
    const all = await git.raw(['config', '--get-regexp', '^user\\.(name|email)$']).catch(() => '');
    const setting = (name: string) => all.split('\n').findLast((line) => line.startsWith(`user.${name} `));
    const value = (name: string) => setting(name)?.slice(`user.${name} `.length);
    return { name: value('name') ?? 'sparkform', email: value('email') ?? 'sparkform@localhost' };
  };
  // Asked for by every fetch, push and lease, and the same throughout a run.
  const remote = once(findRemote);
  return {
    ...place,
    head: () => resolve('HEAD'),
    resolve,
    remote,
    async changes(folder) {
      const { files, ignored = [] } = await git.status(['--untracked-files=all', '--ignored=matching', '--', folder]);
      return { uncommitted: files.map(({ path }) => path).sort(), ignored: ignored.length > 0 };
    },
    async fetchRef(ref) {
      const [from, local] = await Promise.all([remote(), resolve(ref)]);
      if (from === null) return { commit: local, unpushed: false };
      const theirs = await remoteCommit(git, from, ref);
      if (theirs === null || theirs === local) return { commit: local, unpushed: theirs !== local };
      await git.raw(['fetch', '--no-tags', '--quiet', from, ref]);
      if (local !== null && (await isAncestor(git, theirs, local))) return { commit: local, unpushed: true };
      await git.raw(['update-ref', ref, theirs]);
      return { commit: theirs, unpushed: false };
    },
    async remoteCommit(ref) {
      const from = await remote();
      return from === null ? null : remoteCommit(git, from, ref);
    },
    tracked: (folder) => tracked(git, folder),
    withIds: (files) =>
      files.map((file) => (file.content === null ? file : { ...file, blob: idOf(file.content, idHash) })),
    listFiles: (commit, ...paths) => listFiles(git, commit, paths),
    withContents: (files, isWanted) => withContents(top, files, isWanted),
    trailers: (after, until) => readTrailers(git, after, until),
    identity: once(readIdentity),
  };
}

function idOf(content: Uint8Array, idHash: string): string {
  return hash(idHash, Buffer.concat([Buffer.from(`blob ${content.length}\0`), content]), 'hex');
}

/** Does the work when it is asked for first, and gives its result from then on. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | null = null;
  return () => {
    begun ??= work();
    return begun;
  };
}

async function remoteCommit(git: SimpleGit, remote: string, ref: string): Promise<string | null> {
  const listed = await git.listRemote([remote, ref]);
  const line = listed.split('\n').find((one) => one.endsWith(`\t${ref}`));
  return line?.split('\t')[0] ?? null;
}

async function isAncestor(git: SimpleGit, older: string, newer: string): Promise<boolean> {
  const base = await git.raw(['merge-base', older, newer]).catch(() => '');
  return base.trim() === older;
}

/** From `git ls-files -s -v -z`: `<tag> <mode> <object> <stage>\t<path>`. With another tag than H git does not look at it. */
async function tracked(git: SimpleGit, folder: string): Promise<Tracked> {
  const listing = await git.raw(['ls-files', '-s', '-v', '-z', '--full-name', '--', folder]);
  const blobOf = (line: string) => {
    const [, blob, path] = /^H 100(?:644|755) (\w+) 0\t(.+)$/s.exec(line) ?? [];
    return blob === undefined || path === undefined ? [] : [[path, blob] as const];
  };
  return {
    id: /(?:^|\0)[^H\0]/.test(listing) ? null : hash('sha256', listing, 'hex'),
    blobs: () => new Map(listing.split('\0').flatMap(blobOf)),
  };
}

async function listFiles(git: SimpleGit, commit: string, paths: readonly string[]): Promise<readonly SourceFile[]> {
  const listing = await git.raw(['ls-tree', '-r', '-l', '-z', '--full-tree', commit, '--', ...paths]);
  return listing.split('\0').flatMap((line) => parseEntry(line, paths));
}

async function withContents(
  top: string,
  files: readonly SourceFile[],
  isWanted: (file: SourceFile) => boolean,
): Promise<readonly SourceFile[]> {
  const wanted = new Map(
    files.flatMap((file) => (file.problem === null && file.blob && isWanted(file) ? [[file, file.blob]] : [])),
  );
  const contents = await readBlobs(top, [...wanted.values()]);
  return files.map((file) => {
    const content = contents.get(wanted.get(file) ?? '');
    return content === undefined ? file : { ...file, content };
  });
}

/** One entry of `git ls-tree -l -z`: `<mode> <type> <object> <size>\t<path>`. */
function parseEntry(line: string, named: readonly string[]): readonly SourceFile[] {
  const [, mode, type, blob, size, path] = /^(\d+) (\w+) (\w+) +(-|\d+)\t(.+)$/s.exec(line) ?? [];
  if (mode === undefined || blob === undefined || path === undefined) return [];
  const isTooLarge = Number(size) > largestFile && !named.includes(path);
  const problem = mode === '120000' ? 'link' : type !== 'blob' ? 'not-a-file' : isTooLarge ? 'too-large' : null;
  return [{ path, content: null, blob, problem }];
}

/** Reads many blobs with one process, whatever their number. */
async function readBlobs(top: string, blobs: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  if (blobs.length === 0) return contents;
  const output = await gitWithInput(top, ['cat-file', '--batch'], `${[...new Set(blobs)].join('\n')}\n`);
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [blob, , size] = headerAt(output, at, end);
    const start = end + 1;
    contents.set(blob, output.subarray(start, start + size));
    at = start + size + 1;
  }
  return contents;
}

function headerAt(output: Buffer, at: number, end: number): readonly [string, string, number] {
  const [blob, type, size] = output.toString('utf8', at, end).split(' ');
  if (blob === undefined || type === undefined || size === undefined) {
    throw new Error(`git cat-file gave no blob for ${blob ?? 'an object'}: the repository is damaged or incomplete`);
  }
  return [blob, type, Number(size)];
}
