import { details, summary } from '../report/help/plan.ts';
import { addPlanning, planningOf, text } from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `plan`. */
export function addPlan({ program, colours, take }: Registration): void {
  const command = program.command('plan').description(summary).addHelpText('after', details);
  addPlanning(command);
  command.option('--offline', 'compare with what was applied last; no network, no credentials (for forks)');
  command.option('--detailed-exitcode', 'exit with 2 when there are changes');
  command.option('--out <file>', 'write the plan to a file too, for sparkform apply FILE');
  command.action((flags) => {
    const [out, offline] = [text(flags, 'out'), flags.offline === true];
    if (offline && flags.changed === true)
      command.error('error: --offline asks nobody: there is nothing for --changed.');
    if (offline && out !== null)
      command.error('error: --out cannot be used with --offline: it could never be applied.');
    const own = { detailedExitcode: flags.detailedExitcode === true, offline, out };
    take({ command: 'plan', options: { ...planningOf(flags, colours), ...own, version: program.version() ?? '' } });
  });
}
