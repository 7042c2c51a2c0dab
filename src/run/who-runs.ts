import type { Io } from './io.ts';

/** How the run is found by whoever waits for its lease. */
export function holderName(run: string, io: Io): string {
  return whoRuns(io.env) ?? `${run} on ${io.host}`;
}

/** Who is behind the run, as far as the environment tells: in a workflow its address and the person, else nobody. */
export function whoRuns(env: Io['env']): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id, GITHUB_ACTOR: actor } = env;
  if (server === undefined || repository === undefined || id === undefined) return actor ?? null;
  return `${actor ?? 'a workflow'}, ${server}/${repository}/actions/runs/${id}`;
}
