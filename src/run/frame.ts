import type { Frame } from '../report/frame.ts';
import type { Io } from './io.ts';

/** What a page or comment of this run says about itself. */
export function frameOf(version: string, io: Io): Frame {
  return { time: io.now(), version, run: runAddress(io.env) };
}

/** The address of the workflow run that this is; `null` outside of one. */
export function runAddress(env: Io['env']): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  if (server === undefined || repository === undefined || id === undefined) return null;
  return `${server}/${repository}/actions/runs/${id}`;
}
