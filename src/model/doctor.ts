import type { Profile } from './profile.ts';

/** What became of a check. `skipped`: what it rests on failed. */
export type CheckStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** One thing that the doctor looked at. May hold hostile text of the server: renderers clean it. */
export interface Check {
  /** What was looked at, in stable words. */
  readonly name: string;
  readonly status: CheckStatus;
  /** What was found, in one sentence without its full stop. */
  readonly found: string;
  /** What to do about it; `null` where nothing is to be done. */
  readonly advice: string | null;
}

/** What a probe found out about one switch of the profile. */
export interface Finding {
  readonly name: keyof Profile;
  /** `unknown` where nothing could tell. */
  readonly value: string | readonly string[];
  /** How it was found, or why it could not be. */
  readonly how: string;
}
