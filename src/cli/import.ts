import { type Command, Option } from 'commander';
import { usualLayout } from '../adopt/layout.ts';
import { details, summary } from '../report/help/import.ts';
import type { IntakeOptions } from '../run/take-in.ts';
import {
  addEnvironment,
  addFiles,
  addOutput,
  addServer,
  environmentOf,
  type Flags,
  filesOf,
  outputOf,
  serverOf,
  text,
} from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `import`. */
export function addImport({ program, colours, take }: Registration): void {
  const command = program.command('import').description(summary).addHelpText('after', details);
  command
    .option('--only <glob>', 'only customers whose file, name or hierarchy matches')
    .option('--from <file>', 'read an export in place of the server')
    .option('--whole', 'read each record too, for notes and secrets: one request each')
    .option('--manage-all', 'declare empty properties too, and what existing files leave out')
    .option('--lift-defaults', 'what all files of a new folder have in common goes into its _defaults.yaml');
  addIntake(command);
  command.action((flags) => {
    const { whole, manageAll, liftDefaults } = flags;
    const own = { only: text(flags, 'only'), from: text(flags, 'from') };
    const switches = { whole: whole === true, manageAll: manageAll === true, liftDefaults: liftDefaults === true };
    take({ command: 'import', options: { ...intakeOf(flags, colours), ...own, ...switches } });
  });
}

/** Adds what import and adopt share. */
export function addIntake(command: Command): void {
  command
    .option('--layout <template>', 'where new files go, below the customers folder', usualLayout)
    .addOption(
      new Option('--secrets <which>', 'references in new files: for secrets that were found to exist, or none')
        .choices(['found', 'none'])
        .default('found'),
    )
    .option('--allow-dirty', 'change files with uncommitted changes too');
  addFiles(command);
  addEnvironment(command);
  addServer(command);
  addOutput(command);
}

/** What `addIntake` added. */
export function intakeOf(flags: Flags, colours: boolean): IntakeOptions {
  return {
    ...filesOf(flags),
    ...outputOf(flags, colours),
    ...serverOf(flags),
    env: environmentOf(flags),
    layout: text(flags, 'layout') ?? usualLayout,
    secrets: flags['secrets'] === 'none' ? 'none' : 'found',
    allowDirty: flags['allowDirty'] === true,
  };
}
