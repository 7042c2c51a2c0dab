import type { Command } from 'commander';
import type { CommandValue } from '../run/command.ts';

/** What a command's words are registered with: the program, whether standard output takes colours, and who takes the value. */
export interface Registration {
  readonly program: Command;
  readonly colours: boolean;
  readonly take: (value: CommandValue) => void;
}
