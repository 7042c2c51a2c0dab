import type { Profile } from '../model/profile.ts';
import type { NodesByPath } from './hierarchy.ts';

/** What planning one customer needs to know besides the customer. */
export interface PlanContext {
  readonly env: string;
  readonly profile: Profile;
  readonly nodes: NodesByPath;
  /** The hierarchy from which the server was listed. */
  readonly root: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}
