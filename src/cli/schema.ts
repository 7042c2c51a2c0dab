import { pullDetails, pullSummary, summary } from '../report/help/schema.ts';
import { addFiles, addOutput, filesOf, outputOf } from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `schema`. */
export function addSchema({ program, colours, take }: Registration): void {
  const group = program.command('schema').description(summary);
  const command = group.command('pull').description(pullSummary).addHelpText('after', pullDetails);
  command.option('--check', 'write nothing, exit with 2 where the schema of the server differs');
  addFiles(command);
  command.option('--verbose', 'tell of the request on standard error');
  addOutput(command);
  command.action((flags) => {
    const options = { ...filesOf(flags), ...outputOf(flags, colours), check: flags.check === true };
    take({ command: 'schema-pull', options });
  });
}
