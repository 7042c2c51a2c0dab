import type { Hazard } from '../model/plan.ts';

/** How a report is written. */
export interface OutputOptions {
  readonly format: 'text' | 'json';
  /** File to write the report to, in place of standard output. */
  readonly output: string | null;
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
  readonly profile: string | null;
  readonly allow: readonly Hazard[];
  readonly maxDeletes: number;
  readonly maxChangePercent: number;
  readonly concurrency: number;
  /** Requests a second. */
  readonly rate: number;
}
