import picomatch from 'picomatch';
import { adoptCustomers, isNamed } from '../adopt/adopt-customers.ts';
import type { ExitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import { type IntakeOptions, takeIn } from './take-in.ts';

/** What adopt takes. */
export interface AdoptOptions extends IntakeOptions {
  /** Files, names, hierarchies or pkids, or globs over them; empty: all customers that have a file. */
  readonly named: readonly string[];
  readonly unmanaged: boolean;
  readonly missing: boolean;
}

/** `sparkform adopt`: what drifted goes into the files of the work tree, ready to be committed. Reads the server only. */
export async function runAdopt(options: AdoptOptions, io: Io): Promise<ExitStatus> {
  const { unmanaged, missing } = options;
  const named = options.named.map((word) => ({ word, matches: picomatch(word) }));
  return takeIn(
    {
      command: 'adopt',
      from: null,
      wanted: (desired, live) => {
        const isWanted = named.length === 0 ? desired !== null || unmanaged : isNamed({ desired, live }, named);
        return isWanted ? (desired === null ? 'whole' : 'managed') : 'nothing';
      },
      decide: (worlds, newFile) => {
        const fresh = { ...newFile, liftDefaults: false, manageAll: false };
        return adoptCustomers({ ...worlds, named, unmanaged, missing, newFile: fresh });
      },
    },
    options,
    io,
  );
}
