import { Command, InvalidArgumentError, Option } from 'commander';
import type { Hazard } from './model/plan.ts';
import { hazardMeanings, isHazard } from './report/hazards.ts';
import * as help from './report/help-text.ts';
import type { ApplyOptions } from './run/apply.ts';
import type { DoctorOptions, FilesOptions, OutputOptions, PlanOptions } from './run/options.ts';
import type { PlanCommandOptions } from './run/plan.ts';
import type { SandboxCommandOptions } from './run/sandbox.ts';

/** What the words on the command line ask for. */
export type CommandValue =
  | { readonly command: 'validate'; readonly options: FilesOptions & OutputOptions }
  | { readonly command: 'plan'; readonly options: PlanCommandOptions }
  | { readonly command: 'apply'; readonly options: ApplyOptions }
  | { readonly command: 'doctor'; readonly options: DoctorOptions }
  | { readonly command: 'unlock'; readonly options: OutputOptions & { readonly env: string } }
  | { readonly command: 'sandbox'; readonly options: SandboxCommandOptions };

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
    .description(help.program)
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
    .addHelpText('after', help.programAfter);
  addValidate(program, output, take);
  addPlan(program, output, take);
  addApply(program, output, take);
  addDoctor(program, output, take);
  addUnlock(program, output, take);
  addSandbox(program, take);
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    return { command: 'answered', status: statusOf(error) };
  }
  return parsed;
}

/** commander throws to end: with status 0 for help and version. A call without a command shows the help and is a mistake. */
function statusOf(error: unknown): number {
  const isCommander = error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
  if (!isCommander) throw error;
  return Number(error.exitCode);
}

type Take = (value: CommandValue) => void;

function addValidate(program: Command, output: CommandOutput, take: Take): void {
  const command = program.command('validate').description(help.validate).addHelpText('after', help.validateAfter);
  addFiles(command);
  addOutput(command);
  command.action((flags) => take({ command: 'validate', options: { ...filesOf(flags), ...outputOf(flags, output) } }));
}

function addPlan(program: Command, output: CommandOutput, take: Take): void {
  const command = program.command('plan').description(help.plan).addHelpText('after', help.planAfter);
  addPlanning(command);
  command.option('--detailed-exitcode', 'exit with 2 when there are changes');
  command.option('--out <file>', 'write the plan to a file too, for sparkform apply FILE');
  command.action((flags) => {
    const own = { detailedExitcode: flags.detailedExitcode === true, out: text(flags, 'out') };
    take({ command: 'plan', options: { ...planningOf(flags, output), ...own, version: versionOf(program) } });
  });
}

function addApply(program: Command, output: CommandOutput, take: Take): void {
  const command = program.command('apply').description(help.apply).addHelpText('after', help.applyAfter);
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
    take({ command: 'apply', options: { ...planningOf(flags, output), ...own, version: versionOf(program) } });
  });
}

/** Ends the parsing when a flag would make another plan of one that was approved. */
function refuseDecided(command: Command): void {
  const deciding = ['allow', 'only', 'maxDeletes', 'maxChangePercent', 'allowDirty'];
  const given = command.options.filter(
    (one) => deciding.includes(one.attributeName()) && command.getOptionValueSource(one.attributeName()) === 'cli',
  );
  if (given.length === 0) return;
  const flags = given.map((one) => one.long ?? one.flags).join(', ');
  command.error(`error: ${flags} cannot be used with a plan file: that was decided when the plan was made.`);
}

function versionOf(program: Command): string {
  return program.version() ?? '';
}

function addDoctor(program: Command, output: CommandOutput, take: Take): void {
  const command = program.command('doctor').description(help.doctor).addHelpText('after', help.doctorAfter);
  command
    .option('--probe <hierarchy>', 'find out how the server behaves, with a throw-away customer there')
    .option('--probe-move <hierarchy>', 'move the throw-away customer there and back too')
    .option('--auto-approve', 'do not ask before the probe begins')
    .option('--force', 'overwrite a profile that says something else');
  addEnvironment(command);
  addServer(command);
  addOutput(command);
  command.action((flags) => {
    const { autoApprove, force } = flags;
    const [probe, probeMove] = [text(flags, 'probe'), text(flags, 'probeMove')];
    if (probe === null && probeMove !== null) command.error("error: option '--probe-move' needs --probe");
    const approved = { autoApprove: autoApprove === true, force: force === true };
    const common = { ...outputOf(flags, output), ...serverOf(flags), env: text(flags, 'env') ?? 'default' };
    take({ command: 'doctor', options: { ...common, ...approved, probe, probeMove } });
  });
}

function addUnlock(program: Command, output: CommandOutput, take: Take): void {
  const command = program.command('unlock').description(help.unlock).addHelpText('after', help.unlockAfter);
  addEnvironment(command);
  addOutput(command);
  command.action((flags) => {
    take({ command: 'unlock', options: { ...outputOf(flags, output), env: text(flags, 'env') ?? 'default' } });
  });
}

function addSandbox(program: Command, take: Take): void {
  const command = program.command('sandbox').description(help.sandbox).addHelpText('after', help.sandboxAfter);
  command
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', wholeNumber(0, 65_535), 8080)
    .option('--profile <file>', 'behave as this profile says (schemas/profile.schema.json)')
    .option(
      '--customers-count <number>',
      'start with so many made-up customers instead of the small provider',
      wholeNumber(0, 1_000_000),
    )
    .option('--latency <milliseconds>', 'added to every request', wholeNumber(0, 60_000), 0)
    .option('--transaction-time <milliseconds>', 'how long a transaction takes', wholeNumber(0, 3_600_000), 0)
    .option('--requests-per-second <number>', 'answer 429 above this', wholeNumber(1, 100_000))
    .option('--faults <file>', 'JSON file with faults to play')
    .option('--data <file>', 'keep the state in this file');
  command.action((flags) => take({ command: 'sandbox', options: sandboxOf(flags) }));
}

/** The values of flags as commander gives them: by name, unchecked but for what each option's parser made of them. */
type Flags = Readonly<Record<string, unknown>>;

function addFiles(command: Command): void {
  command.option('--customers <folder>', 'folder of the customer files', 'customers');
}

function addOutput(command: Command): void {
  command
    .addOption(new Option('--format <format>', 'how to write the report').choices(['text', 'json']).default('text'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .option('--no-color', 'no colours (also with the variable NO_COLOR)')
    .option('--verbose', 'tell of every request on standard error');
}

function addEnvironment(command: Command): void {
  command.option('--env <name>', 'environment: the applied state is kept for each', environmentName, 'default');
}

function addPlanning(command: Command): void {
  addFiles(command);
  addEnvironment(command);
  command
    .option('--only <glob>', 'only customers whose file or name matches')
    .option('--allow <hazards>', 'hazards to let through, with commas between them', hazards)
    .option('--max-deletes <number>', 'refuse a plan that deletes more customers', wholeNumber(0, 1_000_000), 1)
    .option(
      '--max-change-percent <percent>',
      'refuse a plan that changes more of the managed customers',
      wholeNumber(0, 100),
      30,
    );
  addServer(command);
  addOutput(command);
}

function addServer(command: Command): void {
  command
    .option('--profile <file>', 'what is known of the server; default schemas/profiles/<env>.json, if there is one')
    .option('--concurrency <number>', 'customers worked on at once', wholeNumber(1, 64), 4)
    .option('--rate <number>', 'requests a second at most', wholeNumber(1, 1000), 10);
}

function filesOf(flags: Flags): FilesOptions {
  return { customers: text(flags, 'customers') ?? 'customers' };
}

function outputOf(flags: Flags, output: CommandOutput): OutputOptions {
  const file = text(flags, 'output');
  return {
    format: flags['format'] === 'json' ? 'json' : 'text',
    output: file,
    colour: flags['color'] !== false && output.colours && file === null,
    verbose: flags['verbose'] === true,
  };
}

function planningOf(flags: Flags, output: CommandOutput): PlanOptions {
  const allow = flags['allow'];
  return {
    ...filesOf(flags),
    ...outputOf(flags, output),
    env: text(flags, 'env') ?? 'default',
    only: text(flags, 'only'),
    allow: Array.isArray(allow) ? allow.filter((one): one is Hazard => typeof one === 'string' && isHazard(one)) : [],
    maxDeletes: number(flags, 'maxDeletes') ?? 1,
    maxChangePercent: number(flags, 'maxChangePercent') ?? 30,
    ...serverOf(flags),
  };
}

function serverOf(flags: Flags): Pick<PlanOptions, 'profile' | 'concurrency' | 'rate'> {
  return {
    profile: text(flags, 'profile'),
    concurrency: number(flags, 'concurrency') ?? 4,
    rate: number(flags, 'rate') ?? 10,
  };
}

function sandboxOf(flags: Flags): SandboxCommandOptions {
  return {
    port: number(flags, 'port') ?? 8080,
    profile: text(flags, 'profile'),
    customersCount: number(flags, 'customersCount'),
    latency: number(flags, 'latency') ?? 0,
    transactionTime: number(flags, 'transactionTime') ?? 0,
    requestsPerSecond: number(flags, 'requestsPerSecond'),
    faults: text(flags, 'faults'),
    data: text(flags, 'data'),
  };
}

function text(flags: Flags, name: string): string | null {
  const value = flags[name];
  return typeof value === 'string' ? value : null;
}

function number(flags: Flags, name: string): number | null {
  const value = flags[name];
  return typeof value === 'number' ? value : null;
}

function wholeNumber(least: number, most: number): (word: string) => number {
  return (word) => {
    const value = Number(word);
    if (/^\d+$/.test(word) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

function environmentName(word: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,62}$/i.test(word)) return word;
  throw new InvalidArgumentError('It is part of the name of a git ref: letters, digits, - and _ only.');
}

function hazards(word: string): readonly Hazard[] {
  const names = word.split(',').map((one) => one.trim());
  const unknown = names.filter((one) => !isHazard(one));
  if (unknown.length === 0) return names.filter(isHazard);
  throw new InvalidArgumentError(
    `${unknown.join(', ')} is no hazard. There are: ${Object.keys(hazardMeanings).join(', ')}.`,
  );
}
