import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeKnown, type Known, type KnownCustomer, knownText } from '../config/known-customers.ts';

/**
 * What files were found to say, kept between runs in the repository's own folder: never in the work tree and
 * never pushed, as whoever writes it decides what files say. A run that cannot read or write it parses, and that is all.
 */
export interface KnownCache {
  readonly known: Known;
  /** Keeps these from now on and no others, where enough of them are new. */
  keep(files: Known): Promise<void>;
}

/** Fewer files than this are parsed in less time than it takes to read and write a cache. */
const worthKeeping = 100;

/** Opens the cache of a repository. `secretNames`: under another pattern nothing of it counts. Never throws. */
export async function openKnownCache(gitFolder: string, secretNames: RegExp | null): Promise<KnownCache> {
  const file = path.join(gitFolder, 'sparkform', 'customers.json');
  const known = decodeKnown(await readFile(file).catch(() => null), secretNames);
  return {
    known,
    async keep(files) {
      const isNew = ([path, { content, defaults }]: readonly [string, KnownCustomer]) => {
        const before = known.customers.get(path);
        return before?.content !== content || before.defaults !== defaults;
      };
      const added = [...files.customers].filter(isNew).length;
      if (added < worthKeeping) return;
      // Renamed into place, so that nobody ever reads half of it.
      const draft = `${file}.${added}.${performance.now()}`;
      await mkdir(path.dirname(file), { recursive: true })
        .then(() => writeFile(draft, knownText(files, secretNames)))
        .then(() => rename(draft, file))
        .catch(() => undefined);
    },
  };
}
