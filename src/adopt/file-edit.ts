import type { DecodeOptions } from '../config/decode.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileReport, SuggestedVariable } from '../model/files-report.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { SourceFile } from '../model/source-file.ts';
import type { Layout } from './layout.ts';

/** What is to become of a file, with its text before and after; `null` where there is none. */
export interface FileEdit extends FileReport {
  readonly before: string | null;
  readonly after: string | null;
}

/** What an import or adopt comes to, before anything is written. */
export interface Intake {
  readonly edits: readonly FileEdit[];
  readonly variables: readonly SuggestedVariable[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How new files are written. */
export interface NewFileOptions {
  readonly layout: Layout;
  /** Whether secrets that the server showed to exist become references. */
  readonly secrets: 'none' | 'found';
  /** What all new files of a folder have in common goes into its `_defaults.yaml`. */
  readonly liftDefaults: boolean;
  /** Empty properties are declared too, so that they are managed. */
  readonly manageAll: boolean;
  /** Path of the schema from the top of the repository, for editors; `null`: it is not there. */
  readonly schema: string | null;
}

/** The files that there are, as they are read. */
export interface Existing {
  readonly files: readonly SourceFile[];
  /** How to read them. */
  readonly options: DecodeOptions;
}

/** The text of a file with its byte order mark, which an edit keeps. */
export function textOf({ content }: SourceFile): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(content ?? new Uint8Array());
}

/** A file with a text, as if it had been read. */
export function withText(path: string, text: string): SourceFile {
  return { path, content: new TextEncoder().encode(text), problem: null };
}

/** How messages name a live customer. */
export function nameOf({ fields, hierarchy, pkid }: LiveCustomer): string {
  return `${fields.name ?? pkid} in ${hierarchy ?? 'an unknown hierarchy'}`;
}
