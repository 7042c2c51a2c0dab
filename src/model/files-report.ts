import type { Value } from './customer.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Cause } from './plan.ts';

/** What became of a file. `left`: it would have to change and was not, for a reason that a diagnostic gives. */
export type FileStatus = 'new' | 'changed' | 'removed' | 'unchanged' | 'left';

/** A value that a file takes over from the live system. */
export interface TakenValue {
  readonly path: string;
  /** What the file says, or inherits. */
  readonly before: Value;
  readonly after: Value;
  readonly cause: Cause;
}

/** One file that a command wrote or looked at. */
export interface FileReport {
  /** Path from the top of the repository. */
  readonly file: string;
  readonly status: FileStatus;
  /** The name of the live customer; `null` for a `_defaults.yaml`, or where nothing was compared. */
  readonly customer: string | null;
  readonly changes: readonly TakenValue[];
}

/** A variable to set before the secret that it stands for can be sent. */
export interface SuggestedVariable {
  readonly name: string;
  readonly property: string;
  readonly file: string;
}

/** What `import`, `adopt` or `fmt` did to the files. Holds no secret. Equal to its own JSON round trip. */
export interface FilesReport {
  readonly format: 1;
  readonly command: 'import' | 'adopt' | 'fmt';
  readonly summary: Readonly<Record<FileStatus, number>> & { readonly requests: { readonly read: number } };
  /** Sorted by path. */
  readonly files: readonly FileReport[];
  /** Sorted by name. */
  readonly variables: readonly SuggestedVariable[];
  readonly diagnostics: readonly Diagnostic[];
}
