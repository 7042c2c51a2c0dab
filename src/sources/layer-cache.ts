import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeKnownLayers, type KnownLayers, knownLayersText } from '../config/known-layers.ts';

/**
 * What contents of files were found to say, kept between runs in the repository's own folder: never in the work tree and
 * never pushed, as whoever writes it decides what files say. A run that cannot read or write it parses, and that is all.
 */
export interface LayerCache {
  readonly known: KnownLayers;
  /** Keeps these from now on, where enough of them are new. */
  keep(layers: KnownLayers): Promise<void>;
}

/** Fewer files than this are parsed in less time than it takes to read and write a cache. */
const worthKeeping = 100;

/** Opens the cache of a repository. `secretNames`: under another pattern nothing of it counts. Never throws. */
export async function openLayerCache(gitFolder: string, secretNames: RegExp | null): Promise<LayerCache> {
  const file = path.join(gitFolder, 'sparkform', 'layers.json');
  const known = decodeKnownLayers(await readFile(file).catch(() => null), secretNames);
  return {
    known,
    async keep(layers) {
      const added = [...layers.keys()].filter((id) => !known.has(id)).length;
      if (added < worthKeeping) return;
      // Renamed into place, so that nobody ever reads half of it.
      const draft = `${file}.${added}.${performance.now()}`;
      await mkdir(path.dirname(file), { recursive: true })
        .then(() => writeFile(draft, knownLayersText(layers, secretNames)))
        .then(() => rename(draft, file))
        .catch(() => undefined);
    },
  };
}
