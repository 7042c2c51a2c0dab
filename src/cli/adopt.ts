import { details, summary } from '../report/help/adopt.ts';
import type { Flags } from './flags.ts';
import { addIntake, intakeOf } from './import.ts';
import type { Registration } from './take.ts';

/** The words of `adopt`. */
export function addAdopt({ program, colours, take }: Registration): void {
  const command = program.command('adopt').description(summary).addHelpText('after', details);
  command
    .argument('[customers...]', 'files, names, hierarchies or pkids; all that have a file where there is none')
    .option('--unmanaged', 'make files for live customers that have none')
    .option('--missing', 'remove the files of customers that are gone from the server');
  addIntake(command);
  command.action((named: readonly string[], flags: Flags) => {
    const { unmanaged, missing } = flags;
    const own = { named, unmanaged: unmanaged === true, missing: missing === true };
    take({ command: 'adopt', options: { ...intakeOf(flags, colours), ...own } });
  });
}
