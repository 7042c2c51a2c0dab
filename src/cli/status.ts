import { details, summary } from '../report/help/status.ts';
import {
  addEnvironment,
  addFiles,
  addOnly,
  addOutput,
  addServer,
  environmentOf,
  filesOf,
  outputOf,
  serverOf,
  text,
} from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `status`. */
export function addStatus({ program, colours, take }: Registration): void {
  const command = program.command('status').description(summary).addHelpText('after', details);
  addFiles(command);
  addEnvironment(command);
  addOnly(command);
  addServer(command);
  addOutput(command);
  command.action((flags) => {
    const common = { ...filesOf(flags), ...outputOf(flags, colours), ...serverOf(flags), env: environmentOf(flags) };
    take({ command: 'status', options: { ...common, only: text(flags, 'only') } });
  });
}
