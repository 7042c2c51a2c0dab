import { details, summary } from '../report/help/validate.ts';
import { addFiles, addOutput, filesOf, outputOf } from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `validate`. */
export function addValidate({ program, colours, take }: Registration): void {
  const command = program.command('validate').description(summary).addHelpText('after', details);
  addFiles(command);
  addOutput(command);
  command.action((flags) => take({ command: 'validate', options: { ...filesOf(flags), ...outputOf(flags, colours) } }));
}
