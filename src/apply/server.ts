import type { CustomerReader, CustomerWriter } from '../api/customers.ts';
import type { HierarchyNode } from '../model/live.ts';
import type { Profile } from '../model/profile.ts';

/** Everything that a step may use of the server. */
export interface Server {
  readonly reader: CustomerReader;
  readonly writer: CustomerWriter;
  /** By which answers that name a node are understood. */
  readonly nodes: readonly HierarchyNode[];
  readonly profile: Profile;
  /** The hierarchy from which everything is seen: where the server's log is looked through. */
  readonly root: string;
  /** Waits so many milliseconds, or less when the run is given up. */
  readonly pause: (milliseconds: number) => Promise<void>;
}
