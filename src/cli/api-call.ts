import type { Command } from 'commander';
import { calls } from '../report/help/api.ts';
import type { CallValue } from '../run/api/call-value.ts';

/** What the words of a call are registered with. */
export interface CallRegistration {
  readonly group: Command;
  readonly colours: boolean;
  readonly take: (value: CallValue) => void;
}

/** Begins the words of a call, with its help. */
export function callNamed(group: Command, name: keyof typeof calls): Command {
  const help = calls[name];
  return group.command(name).description(help.summary).addHelpText('after', help.details);
}
