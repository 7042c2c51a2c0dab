/** One entry below the customers folder, from the work tree or from a commit, before anything is decoded. */
export interface SourceFile {
  /** Path from the top of the repository, with forward slashes. */
  readonly path: string;
  /** The bytes; `null` where `problem` says why there are none. */
  readonly content: Uint8Array | null;
  /** Why the entry could not be read as a file. */
  readonly problem: 'folder' | 'link' | 'not-a-file' | 'too-large' | 'unreadable' | null;
}
