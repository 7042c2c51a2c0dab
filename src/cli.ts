import { Command } from 'commander';
import { addAction } from './cli/action.ts';
import { addAdopt } from './cli/adopt.ts';
import { addApi } from './cli/api.ts';
import { addApply } from './cli/apply.ts';
import { addComment } from './cli/comment.ts';
import { addDoctor } from './cli/doctor.ts';
import { addDrift } from './cli/drift.ts';
import { addFmt } from './cli/fmt.ts';
import { addImport } from './cli/import.ts';
import { addPlan } from './cli/plan.ts';
import { addSandbox } from './cli/sandbox.ts';
import { addSchema } from './cli/schema.ts';
import { addStatus } from './cli/status.ts';
import { addUnlock } from './cli/unlock.ts';
import { addValidate } from './cli/validate.ts';
import { details, summary } from './report/help/program.ts';
import type { CommandValue } from './run/command.ts';

/** Where help and complaints about the words themselves go. */
export interface CommandOutput {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Whether standard output takes colours, where no flag says otherwise. */
  readonly colours: boolean;
}

/** Either a command to run, or the exit status of one that commander answered itself (`--help`, a wrong word). */
export type Parsed = CommandValue | { readonly command: 'answered'; readonly status: number };

/** Characters in a line of help. */
const helpWidth = 90;

/** Turns words into a command value. `argv` is without the program's own name. Does nothing else. */
export function parseCommandLine(argv: readonly string[], version: string, output: CommandOutput): Parsed {
  let parsed: Parsed = { command: 'answered', status: 0 };
  const take = (value: CommandValue) => {
    parsed = value;
  };
  const program = new Command('sparkform')
    .description(summary)
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: output.stdout,
      writeErr: output.stderr,
      // The same everywhere, and as wide as the texts around the options.
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    })
    .showHelpAfterError('(sparkform help shows what there is)')
    .addHelpText('after', details);
  for (const add of [
    addValidate,
    addPlan,
    addApply,
    addDrift,
    addStatus,
    addComment,
    addImport,
    addAction,
    addAdopt,
    addFmt,
    addDoctor,
    addSchema,
    addApi,
    addUnlock,
    addSandbox,
  ]) {
    add({ program, colours: output.colours, take });
  }
  try {
    program.parse(asFlag(argv, program), { from: 'user' });
  } catch (error) {
    return { command: 'answered', status: statusOf(error) };
  }
  return parsed;
}

/** `help api get` as `api get --help`: commander looks at one word only. A word that is no command stays, to be complained of. */
function asFlag(argv: readonly string[], program: Command): readonly string[] {
  const [first, ...words] = argv;
  if (first !== 'help' || words.length === 0) return argv;
  let named = program;
  for (const [index, word] of words.entries()) {
    if (named.commands.length === 0) break;
    const found = named.commands.find((one) => one.name() === word);
    if (found === undefined) return words.slice(0, index + 1);
    named = found;
  }
  return [...words, '--help'];
}

/** commander throws to end: with status 0 for help and version. A call without a command shows the help and is a mistake. */
function statusOf(error: unknown): number {
  const isCommander = error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
  if (!isCommander) throw error;
  return Number(error.exitCode);
}
