import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Hazard } from '../model/plan.ts';
import { hazardMeanings, isHazard } from '../report/hazards.ts';
import type { FilesOptions, Format, OutputOptions, PlanOptions, ReportFile } from '../run/options.ts';

/** The values of flags as commander gives them: by name, unchecked but for what each option's parser made of them. */
export type Flags = Readonly<Record<string, unknown>>;

/** Adds `--customers`. */
export function addFiles(command: Command): void {
  command.option('--customers <folder>', 'folder of the customer files', 'customers');
}

/** What `--format` takes, for every report. */
const plainFormats: readonly Format[] = ['text', 'json'];

/** What it takes for the reports that people look at in a browser too. */
export const allFormats: readonly Format[] = [...plainFormats, 'markdown', 'html'];

/** Adds what every report takes. */
export function addOutput(command: Command, formats: readonly Format[] = plainFormats): void {
  command
    .addOption(new Option('--format <format>', 'how to write the report').choices(formats).default('text'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .option('--report <format=file>', 'write it in another format too; may be given several times', reportFile(formats))
    .option('--no-color', 'no colours (also with the variable NO_COLOR)');
}

/** Adds `--env`. */
export function addEnvironment(command: Command): void {
  command.option('--env <name>', 'environment: the applied state is kept for each', environmentName, 'default');
}

/** Adds `--only`. */
export function addOnly(command: Command): void {
  command.option('--only <glob>', 'only customers whose file or name matches');
}

/** Adds what plan and apply share. */
export function addPlanning(command: Command): void {
  addFiles(command);
  addEnvironment(command);
  addOnly(command);
  command
    .option('--changed', 'only customers whose file differs from what was applied; asks about no others')
    .option('--allow <hazards>', 'hazards to let through, with commas between them', hazards)
    .option('--max-deletes <number>', 'refuse a plan that deletes more customers', wholeNumber(0, 1_000_000), 1)
    .option(
      '--max-change-percent <percent>',
      'refuse a plan that changes more of the managed customers',
      wholeNumber(0, 100),
      30,
    );
  addServer(command);
  addOutput(command, allFormats);
}

/** Adds what every command that asks the server takes. */
export function addServer(command: Command): void {
  command
    .option('--profile <file>', 'what is known of the server; default schemas/profiles/<env>.json, if there is one')
    .option('--concurrency <number>', 'customers worked on at once', wholeNumber(1, 64), 4)
    .option('--rate <number>', 'requests a second at most', wholeNumber(1, 1000), 10)
    .option('--verbose', 'tell of every request on standard error');
}

/** What `addFiles` added. */
export function filesOf(flags: Flags): FilesOptions {
  return { customers: text(flags, 'customers') ?? 'customers' };
}

/** What `addOutput` added; `colours`: whether standard output takes them. */
export function outputOf(flags: Flags, colours: boolean): OutputOptions {
  const file = text(flags, 'output');
  const reports = flags['report'];
  return {
    format: allFormats.find((one) => one === flags['format']) ?? 'text',
    output: file,
    reports: Array.isArray(reports) ? reports : [],
    colour: flags['color'] !== false && colours && file === null,
    verbose: flags['verbose'] === true,
  };
}

/** What `addPlanning` added. */
export function planningOf(flags: Flags, colours: boolean): PlanOptions {
  const allow = flags['allow'];
  return {
    ...filesOf(flags),
    ...outputOf(flags, colours),
    env: environmentOf(flags),
    only: text(flags, 'only'),
    changed: flags['changed'] === true,
    allow: Array.isArray(allow) ? allow.filter((one): one is Hazard => typeof one === 'string' && isHazard(one)) : [],
    maxDeletes: number(flags, 'maxDeletes') ?? 1,
    maxChangePercent: number(flags, 'maxChangePercent') ?? 30,
    ...serverOf(flags),
  };
}

/** What `addServer` added. */
export function serverOf(flags: Flags): Pick<PlanOptions, 'profile' | 'concurrency' | 'rate'> {
  return {
    profile: text(flags, 'profile'),
    concurrency: number(flags, 'concurrency') ?? 4,
    rate: number(flags, 'rate') ?? 10,
  };
}

/** What `addEnvironment` added. */
export function environmentOf(flags: Flags): string {
  return text(flags, 'env') ?? 'default';
}

/** A flag with a text; `null` where it was not given. */
export function text(flags: Flags, name: string): string | null {
  const value = flags[name];
  return typeof value === 'string' ? value : null;
}

/** A flag with a number; `null` where it was not given. */
export function number(flags: Flags, name: string): number | null {
  const value = flags[name];
  return typeof value === 'number' ? value : null;
}

/** A parser of whole numbers within bounds, for an option of commander. */
export function wholeNumber(least: number, most: number): (word: string) => number {
  return (word) => {
    const value = Number(word);
    if (/^\d+$/.test(word) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** A parser of lengths of time, as customer files write them, to milliseconds. */
export function duration(word: string): number {
  const [, count, unit] = /^(\d{1,6})([dhm])$/.exec(word) ?? [];
  if (count === undefined) throw new InvalidArgumentError('Write a whole number followed by d, h or m: 14d.');
  return Number(count) * (unit === 'd' ? 86_400_000 : unit === 'h' ? 3_600_000 : 60_000);
}

function reportFile(formats: readonly Format[]) {
  const offered: readonly Format[] = formats.includes('markdown') ? [...formats, 'summary'] : formats;
  return (word: string, before: readonly ReportFile[] = []): readonly ReportFile[] => {
    const [, name, file] = /^([a-z]+)=(.+)$/s.exec(word) ?? [];
    const format = offered.find((one) => one === name);
    if (format !== undefined && file !== undefined) return [...before, { format, file }];
    throw new InvalidArgumentError(`It must be a format, =, and a file. The formats are: ${offered.join(', ')}.`);
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
