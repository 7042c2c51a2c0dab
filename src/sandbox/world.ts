import type { Behaviour } from './behaviour.ts';
import type { ModelSchema } from './schema.ts';
import type { SandboxState } from './state.ts';

/** What every call works with. */
export interface World {
  readonly state: SandboxState;
  /** As it is now: tests change it while the sandbox runs. */
  readonly behaviour: () => Behaviour;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long a transaction takes, in milliseconds, when the client does not wait. */
  readonly transactionMilliseconds: number;
  readonly schema: ModelSchema;
  /** The only user there is. */
  readonly username: string;
}
