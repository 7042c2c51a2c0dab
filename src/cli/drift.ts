import { details, summary } from '../report/help/drift.ts';
import {
  addEnvironment,
  addFiles,
  addOnly,
  addOutput,
  addServer,
  allFormats,
  duration,
  environmentOf,
  filesOf,
  number,
  outputOf,
  serverOf,
  text,
} from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `drift`. */
export function addDrift({ program, colours, take }: Registration): void {
  const command = program.command('drift').description(summary).addHelpText('after', details);
  addFiles(command);
  addEnvironment(command);
  addOnly(command);
  command.option('--fail-on-expiry <time>', 'also fail when tokens need a person within this time: 14d', duration);
  addServer(command);
  addOutput(command, allFormats);
  command.action((flags) => {
    const common = { ...filesOf(flags), ...outputOf(flags, colours), ...serverOf(flags), env: environmentOf(flags) };
    const own = {
      only: text(flags, 'only'),
      failOnExpiry: number(flags, 'failOnExpiry'),
      version: program.version() ?? '',
    };
    take({ command: 'drift', options: { ...common, ...own } });
  });
}
