import type { Command } from 'commander';
import type { ByHandOptions } from '../run/by-hand-task.ts';
import {
  addEnvironment,
  addFiles,
  addOutput,
  addServer,
  environmentOf,
  type Flags,
  filesOf,
  outputOf,
  serverOf,
} from './flags.ts';

/** Adds what every command takes that changes customers which a person names. */
export function addByHand(command: Command): void {
  command.option('--auto-approve', 'do not ask');
  addFiles(command);
  addEnvironment(command);
  addServer(command);
  addOutput(command);
}

/** What `addByHand` added; `colours`: whether standard output takes them. */
export function byHandOf(named: readonly string[], flags: Flags, colours: boolean): ByHandOptions {
  const autoApprove = flags['autoApprove'] === true;
  const common = { ...filesOf(flags), ...outputOf(flags, colours), ...serverOf(flags) };
  return { ...common, env: environmentOf(flags), named, autoApprove };
}
