/** The exit statuses of every command, the same for every output format (design, section 8). */
export const exitStatus = {
  /** Done, or nothing to do. */
  done: 0,
  /** Failed before anything was changed, or bad input. */
  failed: 1,
  /** There are changes or drift: `plan --detailed-exitcode`, `drift`. */
  changes: 2,
  /** Some steps failed; safe to run again. */
  partly: 3,
  /** Refused by a guard, or held although git asked for it; what was refused was not written. */
  refused: 4,
  interrupted: 130,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
