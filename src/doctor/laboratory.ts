import type { CustomerReader } from '../api/customers.ts';
import type { PayloadForm, Prober } from '../api/prober.ts';
import type { Clock } from '../api/rate.ts';
import type { HierarchyNode } from '../model/live.ts';
import type { ThrowAway } from './throw-away.ts';

/** How long a probe waits, in milliseconds. */
export interface ProbePatience {
  readonly firstDelay: number;
  readonly longestDelay: number;
  /** For a transaction to end, and for its work to be seen. */
  readonly deadline: number;
  /** For something that may still appear: a record whose create got no answer. */
  readonly late: number;
}

/** As long as a server with other work to do may take. `late` leaves an interrupted run time to end by itself. */
export const usualProbePatience: ProbePatience = { firstDelay: 100, longestDelay: 2000, deadline: 120_000, late: 4000 };

/** Where a probe works, and with what. */
export interface Laboratory {
  readonly prober: Prober;
  readonly reader: CustomerReader;
  readonly clock: Clock;
  readonly patience: ProbePatience;
  /** Where the throw-away customer is made. */
  readonly hierarchy: string;
  /** Where it is moved to and back from; `null` leaves moves out. */
  readonly moveTo: string | null;
  /** The nodes of both hierarchies. */
  readonly nodes: readonly HierarchyNode[];
  readonly throwAway: ThrowAway;
}

/** The throw-away customer once it exists. */
export interface Subject {
  readonly form: PayloadForm;
  readonly pkid: string;
}

/** Ends a probe: the server did something that no experiment can go on from. */
export class ProbeProblem extends Error {
  override readonly name = 'ProbeProblem';
  readonly hint: string;
  /** Whether work that was begun may still be done. */
  readonly unfinished: boolean;

  constructor(message: string, hint: string, unfinished: boolean) {
    super(message);
    this.hint = hint;
    this.unfinished = unfinished;
  }
}

/** Asks again and again, with growing pauses, until there is an answer; `null` when the time is over. Milliseconds. */
export async function until<T>(
  { clock, patience }: Pick<Laboratory, 'clock' | 'patience'>,
  time: number,
  ask: () => Promise<T | null>,
): Promise<T | null> {
  const end = clock.now() + time;
  for (let delay = patience.firstDelay; ; delay = Math.min(delay * 1.6, patience.longestDelay)) {
    const answer = await ask();
    const left = end - clock.now();
    if (answer !== null || left <= 0) return answer;
    await clock.sleep(Math.min(delay, left));
  }
}

/** The pkids of the throw-away customer at a hierarchy: nothing but its name, which nobody else has, makes a record it. */
export async function findThrowAway(
  { reader, nodes, throwAway }: Pick<Laboratory, 'reader' | 'nodes' | 'throwAway'>,
  hierarchy: string,
): Promise<readonly string[]> {
  const customers = await reader.listCustomers(hierarchy, nodes);
  return customers.filter(({ fields }) => fields.name === throwAway.name).map(({ pkid }) => pkid);
}
