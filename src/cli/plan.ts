import { details, summary } from '../report/help/plan.ts';
import { addPlanning, planningOf, text } from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `plan`. */
export function addPlan({ program, colours, take }: Registration): void {
  const command = program.command('plan').description(summary).addHelpText('after', details);
  addPlanning(command);
  command.option('--detailed-exitcode', 'exit with 2 when there are changes');
  command.option('--out <file>', 'write the plan to a file too, for sparkform apply FILE');
  command.action((flags) => {
    const own = { detailedExitcode: flags.detailedExitcode === true, out: text(flags, 'out') };
    take({ command: 'plan', options: { ...planningOf(flags, colours), ...own, version: program.version() ?? '' } });
  });
}
