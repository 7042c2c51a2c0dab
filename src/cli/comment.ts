import { details, summary } from '../report/help/comment.ts';
import { addOutput, type Flags, number, outputOf, text, wholeNumber } from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `comment`. */
export function addComment({ program, colours, take }: Registration): void {
  const command = program.command('comment').description(summary).addHelpText('after', details);
  command
    .argument('<file>', 'a report in Markdown, as --report markdown=FILE writes it')
    .option('--pull-request <number>', 'where to comment; default: what the workflow runs for', wholeNumber(1, 1e15))
    .option('--issue <title>', 'write an issue in place of a comment')
    .option('--clean', 'close that issue: there is nothing left to say');
  addOutput(command);
  command.action((file: string, flags: Flags) => {
    const [issue, pullRequest, clean] = [text(flags, 'issue'), number(flags, 'pullRequest'), flags['clean'] === true];
    if (clean && issue === null) command.error("error: option '--clean' needs --issue");
    if (issue !== null && pullRequest !== null) command.error("error: option '--issue' goes without --pull-request");
    take({ command: 'comment', options: { ...outputOf(flags, colours), file, issue, pullRequest, clean } });
  });
}
