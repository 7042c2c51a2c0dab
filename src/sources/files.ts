import { Buffer } from 'node:buffer';
import { closeSync, constants, type Dirent, openSync, readSync, type Stats } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { compareText, fileError, topOf } from '../config/codes.ts';
import { isYamlName } from '../config/layout.ts';
import { largestFile } from '../config/text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';

/**
 * Reads the YAML files anywhere below the customers folder, as paths from `top`, sorted. Hidden entries and other
 * regular files are left out; links are never followed, and whatever cannot be read as a file says so in its `problem`.
 * A folder that is missing, is a link or lies behind one is a diagnostic, so that it never looks empty. `unread` tells of
 * a file that need not be read the id that git gives its content. Never throws.
 */
export async function readSourceFiles(
  top: string,
  folder: string,
  unread: (path: string) => string | null = () => null,
): Promise<{ readonly files: readonly SourceFile[]; readonly diagnostics: readonly Diagnostic[] }> {
  const problem = await folderProblem(top, folder);
  if (problem !== null) return { files: [], diagnostics: [problem] };
  const entries = (await listEntries(top, toPosix(folder))).toSorted((left, right) =>
    compareText(left.path, right.path),
  );
  const read = (entry: Entry) => {
    const blob = entry.problem === null ? unread(entry.path) : null;
    return blob === null ? readEntry(top, entry) : { ...entry, content: null, blob };
  };
  return { files: entries.map(read), diagnostics: [] };
}

/**
 * Reads one file at the top of the customers folder, as `readSourceFiles` would; none where it is missing or the folder
 * cannot be entered. Never throws.
 */
export async function readSourceFile(top: string, folder: string, name: string): Promise<readonly SourceFile[]> {
  if ((await folderProblem(top, folder)) !== null) return [];
  const file = path.posix.join(toPosix(folder), name);
  const entry = await lstat(path.join(top, file)).catch(() => null);
  return entry === null ? [] : [readEntry(top, { path: file, problem: problemOf(entry) })];
}

type Entry = Pick<SourceFile, 'path' | 'problem'>;

async function listEntries(top: string, folder: string): Promise<readonly Entry[]> {
  const entries = await readdir(path.join(top, folder), { withFileTypes: true }).catch(() => null);
  if (entries === null) return [{ path: folder, problem: 'unreadable' }];
  const found: Entry[] = [];
  for (const entry of entries.filter(({ name }) => !name.startsWith('.'))) {
    const entryPath = folder === '' ? entry.name : `${folder}/${entry.name}`;
    // A folder that is named like a file is reported, not entered.
    if (entry.isDirectory() && !isYamlName(entry.name)) found.push(...(await listEntries(top, entryPath)));
    else if (entry.isSymbolicLink() || isYamlName(entry.name))
      found.push({ path: entryPath, problem: problemOf(entry) });
  }
  return found;
}

function problemOf(entry: Dirent | Stats): SourceFile['problem'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? null : 'not-a-file';
}

/** One byte more than is read of any file tells one that is too large. */
const room = Buffer.allocUnsafe(largestFile + 1);

/**
 * Reads a file without waiting for others: three calls of the system a file, one after the other, take a third of the time
 * that reading many at once through promises takes (10,000 files: 0.6 seconds instead of 2).
 */
function readEntry(top: string, entry: Entry): SourceFile {
  if (entry.problem !== null) return { ...entry, content: null };
  try {
    // The entry may have become a link or a pipe since it was listed: neither may be followed or waited for.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = openSync(path.join(top, entry.path), flags);
    try {
      const size = readSync(file, room, 0, room.length, 0);
      if (size > largestFile) return { path: entry.path, content: null, problem: 'too-large' };
      return { path: entry.path, content: new Uint8Array(room.subarray(0, size)), problem: null };
    } finally {
      closeSync(file);
    }
  } catch {
    return { path: entry.path, content: null, problem: 'unreadable' };
  }
}

async function folderProblem(top: string, folder: string): Promise<Diagnostic | null> {
  const wanted = path.join(top, folder);
  const place = topOf(toPosix(folder));
  try {
    const [realTop, real, entry] = await Promise.all([realpath(top), realpath(wanted), lstat(wanted)]);
    if (entry.isSymbolicLink() || real !== path.join(realTop, folder).replace(/[\\/]+$/, ''))
      return behindLink(place.file);
    if (entry.isDirectory()) return null;
  } catch {
    // Reported below: whatever the reason, there is no folder to read.
  }
  return fileError(
    'no-folder',
    place,
    'The customers folder is missing, cannot be read or is no folder. This is not read as the removal of every customer.',
    'Run the command at the top of the repository, or name the folder with --customers.',
  );
}

function behindLink(folder: string): Diagnostic {
  return fileError(
    'link',
    topOf(folder),
    'The customers folder is a symbolic link or lies behind one. Links are not followed, because they may lead out of the repository.',
    'Name the real folder with --customers, or replace the link by the folder.',
  );
}

function toPosix(folder: string): string {
  const plain = path.normalize(folder).split(path.sep).join('/').replace(/\/+$/, '');
  return plain === '.' ? '' : plain;
}
