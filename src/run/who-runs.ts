import { runAddress } from './frame.ts';
import type { Io } from './io.ts';

/** How the run is found by whoever waits for its lease. */
export function holderName(run: string, io: Io): string {
  return whoRuns(io.env) ?? `${run} on ${io.host}`;
}

/** Who is behind the run, as far as the environment tells: in a workflow its address and the person, else nobody. */
export function whoRuns(env: Io['env']): string | null {
  const { GITHUB_ACTOR: actor } = env;
  const address = runAddress(env);
  return address === null ? (actor ?? null) : `${actor ?? 'a workflow'}, ${address}`;
}
