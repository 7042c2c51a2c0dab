import { mkdtemp, open, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { safeFileName } from '../../api/wire/file-name.ts';
import type { Io } from '../io.ts';
import { Stop } from '../stop.ts';

/** Where a file of the server is kept. */
export interface SaveOptions {
  /** The folder, from that of the command. */
  readonly into: string;
  /** Whether a file that is there may be replaced. */
  readonly force: boolean;
  /** The most that is kept of one file, in bytes. */
  readonly largest: number;
}

/** A file that was kept. */
export interface SavedFile {
  /** From the folder of the command. */
  readonly file: string;
  readonly bytes: number;
}

/** What is to be kept, and the server's own word for its name. */
export interface Saved {
  readonly disposition: string | null;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/**
 * Keeps a file under the name that the server gives it, made safe: readable by this user alone, whole or not at all, and
 * never over another unless `force` says so. Throws `Stop` where it cannot be, and what the chunks throw.
 */
export async function saveFile(
  { disposition, chunks }: Saved,
  otherwise: string,
  { into, force, largest }: SaveOptions,
  io: Io,
): Promise<SavedFile> {
  const name = safeFileName(disposition, otherwise);
  const folder = path.resolve(io.folder, into);
  const target = path.join(folder, name);
  const shown = path.join(into, name);
  if (!force) await refuseExisting(target, shown);
  const beside = await mkdtemp(path.join(folder, '.sparkform-')).catch((error: unknown) => {
    throw notWritten(shown, error);
  });
  const part = path.join(beside, 'part');
  try {
    const bytes = await writeAll(part, chunks, largest, shown);
    await putInPlace(part, target, shown, force);
    return { file: shown, bytes };
  } finally {
    await rm(part, { force: true });
    await rmdir(beside);
  }
}

/** All pieces of a file that must be looked at as a whole. Throws `Stop` when they are more than 64 MiB. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > largestInMemory) throw tooLarge('The export', largestInMemory);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

const largestInMemory = 64 * 1024 * 1024;

async function writeAll(part: string, chunks: Saved['chunks'], largest: number, shown: string): Promise<number> {
  const handle = await open(part, 'wx', 0o600).catch((error: unknown) => {
    throw notWritten(shown, error);
  });
  try {
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > largest) throw tooLarge(`The file ${shown}`, largest);
      await handle.writeFile(chunk).catch((error: unknown) => {
        throw notWritten(shown, error);
      });
    }
    return size;
  } finally {
    await handle.close();
  }
}

/** An empty file of the name is made first: that fails where there is one, at whatever moment it came. */
async function putInPlace(part: string, target: string, shown: string, force: boolean): Promise<void> {
  if (!force) {
    const reserved = await open(target, 'wx', 0o600).catch((error: unknown) => {
      throw codeOf(error) === 'EEXIST' ? exists(shown) : notWritten(shown, error);
    });
    await reserved.close();
  }
  await rename(part, target).catch((error: unknown) => {
    throw notWritten(shown, error);
  });
}

async function refuseExisting(target: string, shown: string): Promise<void> {
  if ((await stat(target).catch(() => null)) !== null) throw exists(shown);
}

function exists(shown: string): Stop {
  const message = `${shown} is there already and was left as it is.`;
  return stop('file-exists', message, 'Replace it with --force, or name another folder: --into FOLDER.');
}

function tooLarge(what: string, largest: number): Stop {
  const message = `${what} is larger than ${Math.round(largest / 1024 / 1024)} MiB; nothing was kept of it.`;
  return stop('file-too-large', message, 'Export fewer customers at a time, or raise --largest.');
}

function notWritten(shown: string, error: unknown): Stop {
  const message = `${shown} cannot be written (${codeOf(error) ?? 'no code'}).`;
  return stop('file-not-written', message, 'Name a folder that exists and can be written to: --into FOLDER.');
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}

function stop(code: string, message: string, hint: string): Stop {
  return new Stop([{ severity: 'error', code, message, hint }]);
}
