import { breakLease } from '../apply/lease.ts';
import { clean } from '../report/clean.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { gitWords } from './git-words.ts';
import type { Io } from './io.ts';
import type { OutputOptions } from './options.ts';
import { writeDiagnostics, writeReport } from './output.ts';
import { openWorkplace } from './repository.ts';
import { diagnosticsOf, Stop, statusOfError } from './stop.ts';

/** `sparkform unlock`: removes the lease of an environment by hand, whoever holds it, and says who that was. */
export async function runUnlock(options: OutputOptions & { readonly env: string }, io: Io): Promise<ExitStatus> {
  const { env } = options;
  try {
    const { repository } = await openWorkplace(io.folder, 'customers');
    const broken = await breakLease(repository, env).catch((error: unknown) => {
      const message = `The lease of ${env} could not be removed: ${gitWords(error)}`;
      const hint = 'Run it again: the holder may have renewed it at the same moment.';
      throw new Stop([{ severity: 'error', code: 'not-unlocked', message, hint }]);
    });
    const held = broken?.holder ?? null;
    const text =
      broken === null
        ? `Nobody holds the lease of ${env}.\n`
        : `Removed the lease of ${env}, held by ${held === null ? 'somebody unknown' : `${clean(held.run)} since ${clean(held.since)}`}.\n`;
    const report = { format: 1, env, removed: broken !== null, holder: held };
    await writeReport({ text: () => text, json: report }, options, io);
    return exitStatus.done;
  } catch (error) {
    writeDiagnostics(diagnosticsOf(error), options, io);
    return statusOfError(error);
  }
}
