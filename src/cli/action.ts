import { Argument } from 'commander';
import { details, summary } from '../report/help/action.ts';
import { type ActionWord, actionWords } from '../run/action-words.ts';
import { addByHand, byHandOf } from './by-hand.ts';
import type { Flags } from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `action`. */
export function addAction({ program, colours, take }: Registration): void {
  const command = program.command('action').description(summary).addHelpText('after', details);
  command.addArgument(new Argument('<name>', 'which action').choices(Object.keys(actionWords)));
  command.argument('<customer...>', 'the customers to run it on');
  addByHand(command);
  command.action((action: ActionWord, named: readonly string[], flags: Flags) => {
    take({ command: 'action', options: { ...byHandOf(named, flags, colours), action } });
  });
}
