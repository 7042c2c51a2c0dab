import type { Command } from 'commander';
import { details, summary } from '../report/help/apply.ts';
import { addPlanning, type Flags, planningOf } from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `apply`. */
export function addApply({ program, colours, take }: Registration): void {
  const command = program.command('apply').description(summary).addHelpText('after', details);
  addPlanning(command);
  command.argument('[plan]', 'a file that plan --out wrote: exactly this is applied, without a question');
  command.option('--auto-approve', 'do not ask: the merge was the approval');
  command.option('--allow-dirty', 'apply uncommitted files too (for a lab)');
  command.option('--no-bulk', 'move and delete one customer at a time');
  command.action((file: string | undefined, flags: Flags) => {
    const { autoApprove, allowDirty, bulk } = flags;
    const planFile = file ?? null;
    if (planFile !== null) refuseDecided(command);
    const own = { autoApprove: autoApprove === true, allowDirty: allowDirty === true, bulk: bulk !== false, planFile };
    take({ command: 'apply', options: { ...planningOf(flags, colours), ...own, version: program.version() ?? '' } });
  });
}

/** Ends the parsing when a flag would make another plan of one that was approved. */
function refuseDecided(command: Command): void {
  const deciding = ['allow', 'only', 'changed', 'maxDeletes', 'maxChangePercent', 'allowDirty'];
  const given = command.options.filter(
    (one) => deciding.includes(one.attributeName()) && command.getOptionValueSource(one.attributeName()) === 'cli',
  );
  if (given.length === 0) return;
  const flags = given.map((one) => one.long ?? one.flags).join(', ');
  command.error(`error: ${flags} cannot be used with a plan file: that was decided when the plan was made.`);
}
