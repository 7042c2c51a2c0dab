import { statuses } from './common.ts';

/** The description of the program, above its list of commands. */
export const summary =
  "Keeps customers' Webex connections in VOSS Automate as git declares them:\n" +
  'plan in the pull request, apply on merge.';

/** Shown after the list of commands. */
export const details = `
Begin with:
  sparkform validate              are the files right?
  sparkform plan                  what would applying them do?
  sparkform apply                 do it

sparkform help plan says what a plan reads, writes and means.
${statuses}`;
