import { importCustomers, wordsOf } from '../adopt/import-customers.ts';
import type { ExitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import { selectorOf } from './selector.ts';
import { type IntakeOptions, takeIn } from './take-in.ts';

/** What import takes. */
export interface ImportOptions extends IntakeOptions {
  /** A glob over files, names and hierarchies; `null`: all. */
  readonly only: string | null;
  /** An export to read in place of the server. */
  readonly from: string | null;
  readonly liftDefaults: boolean;
  /** Read each record, for what a listing does not tell. */
  readonly whole: boolean;
  readonly manageAll: boolean;
}

/** `sparkform import`: live customers to files of the work tree, those that have one edited in place. Reads the server only. */
export async function runImport(options: ImportOptions, io: Io): Promise<ExitStatus> {
  const { only, from, whole, liftDefaults, manageAll } = options;
  const selects = selectorOf(only);
  return takeIn(
    {
      command: 'import',
      from,
      wanted: (desired, live) => {
        if (!wordsOf({ desired, live }).some((word) => selects(word))) return 'nothing';
        // A file that is there tells what it manages: only that need be known.
        return whole && (desired === null || manageAll) ? 'whole' : 'managed';
      },
      decide: (worlds, newFile) =>
        importCustomers({ ...worlds, selects, newFile: { ...newFile, liftDefaults, manageAll } }),
    },
    options,
    io,
  );
}
