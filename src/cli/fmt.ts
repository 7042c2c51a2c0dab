import { details, summary } from '../report/help/fmt.ts';
import { addFiles, addOutput, filesOf, outputOf } from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `fmt`. */
export function addFmt({ program, colours, take }: Registration): void {
  const command = program.command('fmt').description(summary).addHelpText('after', details);
  command.option('--check', 'write nothing, fail where a file is not in the one form');
  addFiles(command);
  addOutput(command);
  command.action((flags) => {
    take({ command: 'fmt', options: { ...filesOf(flags), ...outputOf(flags, colours), check: flags.check === true } });
  });
}
