import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import type { Rules } from './check-shape.ts';
import { decodeFile } from './decode-file.ts';
import { contentId, defaultsId, type Known } from './known-customers.ts';
import type { Layer } from './layers.ts';

/** A `_defaults.yaml`. It is parsed only where something new is made of it, or where nobody knows that it is right. */
export interface Defaults {
  readonly path: string;
  /** The id of its content. */
  readonly content: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What it says; `null` where it has an error. */
  layer(): Layer | null;
}

/** The defaults that concern the files of one folder. */
export interface FolderDefaults {
  /** By what they are known, all together. */
  readonly id: string;
  /** From the top folder down. */
  readonly above: readonly Defaults[];
}

/** Opens a `_defaults.yaml`. */
export function openDefaults(file: SourceFile, known: readonly Known[], rules: Rules): Defaults {
  const content = contentId(file);
  const isKnown = known.some(({ defaults }) => defaults.has(content));
  let decoded = isKnown ? null : decodeFile(file, 'defaults', rules);
  return {
    path: file.path,
    content,
    diagnostics: decoded?.diagnostics ?? [],
    layer() {
      decoded ??= decodeFile(file, 'defaults', rules);
      return decoded.layer;
    },
  };
}

/** The defaults above a file; each folder is looked at once. */
export function folderDefaults(defaults: readonly Defaults[]): (file: string) => FolderDefaults {
  const own = new Map(defaults.map((one) => [one.path, one]));
  const found = new Map<string, FolderDefaults>();
  const look = (folder: string): FolderDefaults => {
    const upper = folder === '' ? [] : inFolder(folderOf(folder)).above;
    const here = own.get(folder === '' ? '_defaults.yaml' : `${folder}/_defaults.yaml`);
    const above = here === undefined ? upper : [...upper, here];
    return { id: defaultsId(above), above };
  };
  const inFolder = (folder: string): FolderDefaults => {
    const all = found.get(folder) ?? look(folder);
    found.set(folder, all);
    return all;
  };
  return (file) => inFolder(folderOf(file));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
