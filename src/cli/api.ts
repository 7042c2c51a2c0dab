import { type Command, Option } from 'commander';
import { details, summary } from '../report/help/api.ts';
import type { CallValue } from '../run/api/call-value.ts';
import type { CallOptions } from '../run/api/reading.ts';
import type { SaveOptions } from '../run/api/save-file.ts';
import { type CallRegistration, callNamed } from './api-call.ts';
import { addCallChanges } from './api-changes.ts';
import {
  addEnvironment,
  addOutput,
  addServer,
  environmentOf,
  type Flags,
  number,
  outputOf,
  serverOf,
  text,
  wholeNumber,
} from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `api`. */
export function addApi({ program, colours, take }: Registration): void {
  const group = program.command('api').description(summary).addHelpText('after', details);
  group
    .helpCommand('help [call]', 'print the help of a call')
    .showHelpAfterError('(sparkform api --help shows what there is)');
  const registration = { group, colours, take: (value: CallValue) => take({ command: 'api', options: value }) };
  addCustomers(registration);
  addExports(registration);
  addForms(registration);
  addOthers(registration);
  addCallChanges(registration);
}

function addCustomers({ group, colours, take }: CallRegistration): void {
  for (const call of ['list', 'get'] as const) {
    const command = callNamed(group, call).argument(
      call === 'list' ? '[customer...]' : '<customer>',
      'the customers that are meant',
    );
    addCall(command);
    command.action((words: string | readonly string[], flags: Flags) => {
      const named = typeof words === 'string' ? [words] : words;
      take({ call, options: { ...callOf(flags, colours), named } });
    });
  }
}

function addExports({ group, colours, take }: CallRegistration): void {
  const command = callNamed(group, 'export').argument('<customer...>', 'the customers that are meant');
  const formats = ['json', 'raw_xlsx', 'xlsx'] as const;
  command
    .addOption(new Option('--export-format <format>', 'what the server is to make').choices(formats).default('json'))
    .option('--tag-version <version>', 'the version that a tag names')
    .option('--template <name>', 'the configuration template to export with');
  addSaving(command);
  addCall(command);
  command.action((named: readonly string[], flags: Flags) => {
    const exportFormat = formats.find((one) => one === flags['exportFormat']) ?? 'json';
    const own = { named, exportFormat, tagVersion: text(flags, 'tagVersion'), template: text(flags, 'template') };
    take({ call: 'export', options: { ...callOf(flags, colours), ...savingOf(flags), ...own } });
  });
  const template = callNamed(group, 'bulk-load-template');
  addSaving(template);
  addCall(template);
  template.action((flags: Flags) => {
    take({ call: 'bulk-load-template', options: { ...callOf(flags, colours), ...savingOf(flags) } });
  });
}

function addForms({ group, colours, take }: CallRegistration): void {
  for (const form of ['add-form', 'bulk-modify-form'] as const) {
    const command = callNamed(group, form);
    addCall(command);
    command.action((flags: Flags) => take({ call: 'form', options: { ...callOf(flags, colours), form } }));
  }
  for (const form of ['configuration-template', 'field-display-policy'] as const) {
    const command = callNamed(group, form)
      .option('--create <file>', 'create one with the properties in this JSON file')
      .option('--auto-approve', 'do not ask before one is created');
    addCall(command);
    command.action((flags: Flags) => {
      const file = text(flags, 'create');
      const options = { ...callOf(flags, colours), form };
      const autoApprove = flags['autoApprove'] === true;
      if (file === null) take({ call: 'form', options });
      else take({ call: 'create-document', options: { ...options, file, autoApprove } });
    });
  }
}

function addOthers({ group, colours, take }: CallRegistration): void {
  const help = callNamed(group, 'online-help')
    .argument('[customer]', 'of one customer')
    .option('--html', 'the source of the page');
  addCall(help);
  help.action((customer: string | undefined, flags: Flags) => {
    const named = customer === undefined ? [] : [customer];
    take({ call: 'online-help', options: { ...callOf(flags, colours), named, html: flags['html'] === true } });
  });
  const transaction = callNamed(group, 'transaction')
    .argument('<id>', 'id of the transaction')
    .option('--poll', 'its status only, by the lighter call');
  addCall(transaction);
  transaction.action((id: string, flags: Flags) => {
    take({ call: 'transaction', options: { ...callOf(flags, colours), id, poll: flags['poll'] === true } });
  });
}

function addCall(command: Command): void {
  command.option('--hierarchy <path>', 'where to ask; default VOSS_HIERARCHY');
  addEnvironment(command);
  addServer(command);
  addOutput(command);
}

function callOf(flags: Flags, colours: boolean): CallOptions {
  const common = { ...outputOf(flags, colours), ...serverOf(flags), env: environmentOf(flags) };
  return { ...common, hierarchy: text(flags, 'hierarchy') };
}

function addSaving(command: Command): void {
  command
    .option('--into <folder>', 'folder for the file', '.')
    .option('--force', 'replace a file that is there')
    .option('--largest <mebibytes>', 'the largest file to keep', wholeNumber(1, 1_000_000), 512);
}

function savingOf(flags: Flags): SaveOptions {
  const largest = (number(flags, 'largest') ?? 512) * 1024 * 1024;
  return { into: text(flags, 'into') ?? '.', force: flags['force'] === true, largest };
}
