import { details, summary } from '../report/help/unlock.ts';
import { addEnvironment, addOutput, environmentOf, outputOf } from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `unlock`. */
export function addUnlock({ program, colours, take }: Registration): void {
  const command = program.command('unlock').description(summary).addHelpText('after', details);
  addEnvironment(command);
  addOutput(command);
  command.action((flags) => {
    take({ command: 'unlock', options: { ...outputOf(flags, colours), env: environmentOf(flags) } });
  });
}
