/** One entry below the customers folder, from the work tree or from a commit, before anything is decoded. */
export interface SourceFile {
  /** Path from the top of the repository, with forward slashes. */
  readonly path: string;
  /** The bytes; `null` where `problem` says why there are none, and where it was not read, as it is known what they say. */
  readonly content: Uint8Array | null;
  /** The id that git gives the content, or `null`; left out where git was not asked. */
  readonly blob?: string | null;
  /** Why the entry could not be read as a file. */
  readonly problem: 'folder' | 'link' | 'not-a-file' | 'too-large' | 'unreadable' | null;
}
