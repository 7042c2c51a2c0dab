import type { Hazard } from '../model/plan.ts';

/**
 * The forms that a report has. Which of them a command offers, its help says. `markdown` is as long as a comment may be;
 * `summary` is the same with the space of a step summary, put behind what its file holds.
 */
export type Format = 'text' | 'json' | 'markdown' | 'summary' | 'html';

/** A report besides the one that `--format` and `--output` name: the same values in another form. */
export interface ReportFile {
  readonly format: Format;
  readonly file: string;
}

/** How a report is written. */
export interface OutputOptions {
  readonly format: Format;
  /** File to write the report to, in place of standard output. */
  readonly output: string | null;
  /** More files to write it to. */
  readonly reports: readonly ReportFile[];
  readonly colour: boolean;
  readonly verbose: boolean;
}

/** Which files are meant. */
export interface FilesOptions {
  /** The customers folder, from the folder the command runs in. */
  readonly customers: string;
}

/** What plan and apply have in common. */
export interface PlanOptions extends OutputOptions, FilesOptions {
  readonly env: string;
  /** A glob over files and customer names; `null`: all. */
  readonly only: string | null;
  /** Only the customers whose file differs from what was applied, and no more requests than they need. */
  readonly changed: boolean;
  readonly profile: string | null;
  readonly allow: readonly Hazard[];
  readonly maxDeletes: number;
  readonly maxChangePercent: number;
  readonly concurrency: number;
  /** Requests a second. */
  readonly rate: number;
}

/** What the doctor takes. With a probe, `output` is the file of the profile, and the report goes to standard output. */
export interface DoctorOptions extends OutputOptions, Pick<PlanOptions, 'env' | 'profile' | 'rate' | 'concurrency'> {
  /** Hierarchy for the throw-away customer; `null`: no probe, nothing is written. */
  readonly probe: string | null;
  readonly probeMove: string | null;
  readonly autoApprove: boolean;
  /** Overwrite a profile that is there. */
  readonly force: boolean;
}
