import { lstat, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { Stop } from './stop.ts';

/** A file to write; `before` and `after` are `null` where there is none. */
export interface Rewrite {
  /** Path from the top of the repository, below the customers folder. */
  readonly file: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Writes files of the work tree, each in one piece: a temporary file beside it takes its place. Before the first is touched
 * all are looked at: throws `Stop` where a link is in the way, or a file is no longer as it was read. Afterwards, returns what
 * could not be written all the same.
 */
export async function writeFiles(top: string, files: readonly Rewrite[], mark: string): Promise<readonly Diagnostic[]> {
  const changed = files.filter(({ before, after }) => before !== after);
  const obstacles: Diagnostic[] = [];
  for (const one of changed) obstacles.push(...(await obstaclesTo(top, one)));
  if (obstacles.length > 0) throw new Stop(obstacles);
  const problems: Diagnostic[] = [];
  for (const [index, one] of changed.entries()) {
    await writeOne(top, one, `.sparkform-${mark}-${index}.tmp`).catch((error: unknown) => {
      problems.push(notWritten(one.file, error));
    });
  }
  return problems;
}

async function writeOne(top: string, { file, after }: Rewrite, temporary: string): Promise<void> {
  const target = path.join(top, file);
  const folder = path.dirname(target);
  if (after === null) return rm(target);
  await mkdir(folder, { recursive: true });
  // Somebody may have put a link there since all was looked at.
  if ((await realpath(folder)) !== path.join(await realpath(top), path.dirname(file))) throw new Error('link');
  const beside = path.join(folder, temporary);
  try {
    const mode = await lstat(target).then(
      (stats) => stats.mode & 0o777,
      () => 0o666,
    );
    await writeFile(beside, after, { flag: 'wx', mode });
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function obstaclesTo(top: string, { file, before }: Rewrite): Promise<readonly Diagnostic[]> {
  const segments = file.split('/');
  for (const [index] of segments.slice(1).entries()) {
    const folder = segments.slice(0, index + 1).join('/');
    const entry = await lstat(path.join(top, folder)).catch(() => null);
    if (entry === null) break;
    if (!entry.isDirectory()) return [obstacle(file, `${folder} is a link or a file and not a folder`)];
  }
  const entry = await lstat(path.join(top, file)).catch(() => null);
  if (entry === null) return before === null ? [] : [obstacle(file, 'it is gone since it was read')];
  if (!entry.isFile()) return [obstacle(file, 'it is a link or no file')];
  if (before === null) return [obstacle(file, 'it appeared since the folder was read')];
  const now = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readFile(path.join(top, file)));
  return now === before ? [] : [obstacle(file, 'it was changed since it was read')];
}

function obstacle(file: string, why: string): Diagnostic {
  return {
    severity: 'error',
    code: 'cannot-write-file',
    message: `${file} cannot be written: ${why}. Nothing was written.`,
    hint: 'Put that right, and run the command again.',
    place: { file, line: 1, column: 1 },
  };
}

function notWritten(file: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
  return {
    severity: 'error',
    code: 'file-not-written',
    message: `${file} could not be written${code}; it is as it was. Other files were written.`,
    hint: 'Check the permissions and the space on the disk, and run the command again: it goes on where it stopped.',
    place: { file, line: 1, column: 1 },
  };
}
