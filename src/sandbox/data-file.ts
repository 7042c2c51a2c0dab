import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Snapshot } from './records.ts';
import type { SandboxState } from './state.ts';

function isSnapshot(value: unknown): value is Snapshot {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === 1;
}

/**
 * The state that an earlier sandbox left in the file, or null when there is no file. Throws `Error` for a file that is not
 * one of a sandbox.
 */
export function readDataFile(path: string): Snapshot | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return null;
    }
    throw error;
  }
  const problem = `${path} is not the data of a sandbox (format 1): name another file, or remove it to start afresh.`;
  try {
    const snapshot: unknown = JSON.parse(text);
    if (isSnapshot(snapshot)) {
      return snapshot;
    }
  } catch (cause) {
    throw new Error(problem, { cause });
  }
  throw new Error(problem);
}

/** Keeps the state in a file. */
export class DataFile {
  readonly #path: string;
  #saved = -1;

  /** Nothing is written before `save`. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Writes the state when it has changed since: beside the file first, so that a crash leaves the old state or the new one. */
  save(state: SandboxState): void {
    if (state.revision === this.#saved) {
      return;
    }
    const { revision } = state;
    writeFileSync(`${this.#path}.new`, JSON.stringify(state.snapshot()), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
    this.#saved = revision;
  }
}
