import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { decodeKnown, type Known, type KnownCustomer, knownText } from '../config/known-customers.ts';

/**
 * What files were found to say, kept between runs in the repository's own folder: never in the work tree and
 * never pushed, as whoever writes it decides what files say. A run that cannot read or write it parses, and that is all.
 */
export interface KnownCache {
  /** Parsed when it is asked for first. */
  known(): Promise<Known>;
  /** Keeps these from now on and no others, where that is worth the writing. */
  keep(files: Known): Promise<void>;
}

/** Fewer files than this are parsed in less time than it takes to read and write a cache. */
export const worthKnowing = 100;

/** Opens the cache of a repository. Under another pattern for names of secrets, or another schema (by its id), nothing of it counts. Never throws. */
export async function openKnownCache(
  gitFolder: string,
  secretNames: RegExp | null,
  schema: string,
): Promise<KnownCache> {
  const file = path.join(gitFolder, 'sparkform', 'customers.json');
  const key = { secretNames: secretNames?.source ?? null, schema };
  const content = await readFile(file).catch(() => null);
  let reading: Promise<Known> | null = null;
  const open = () => {
    reading ??= inTurns(decodeKnown(content, key));
    return reading;
  };
  return {
    known: open,
    async keep(files) {
      const known = await open();
      const isNew = ([path, { content, defaults }]: readonly [string, KnownCustomer]) => {
        const before = known.customers.get(path);
        return before?.content !== content || before.defaults !== defaults;
      };
      const added = [...files.customers].filter(isNew).length;
      const isWhole = files.listing !== null && files.applied !== null;
      const isAnother = files.listing !== known.listing || files.applied?.commit !== known.applied?.commit;
      // What is kept of the files and the applied state together is worth more than not to parse some files that were edited
      // since (10,000 customers, 100 edited: a plan takes 1.08 s instead of 1.16).
      const few = Math.max(worthKnowing, files.customers.size / 20);
      if (files.customers.size < worthKnowing || (added < few && !(isWhole && isAnother))) return;
      // Renamed into place, so that nobody ever reads half of it.
      const draft = `${file}.${added}.${performance.now()}`;
      await mkdir(path.dirname(file), { recursive: true })
        .then(() => writeFile(draft, knownText(files, key)))
        .then(() => rename(draft, file))
        .catch(() => undefined);
    },
  };
}

/** Takes the steps of a work, and lets whatever waits do its own between them: answers of the server, mostly. */
async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
