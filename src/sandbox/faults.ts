/** What goes wrong. Kinds that end in an answer leave the work undone; `drop-after`, `truncated` and the listings do it. */
export type FaultKind =
  | 'drop-before'
  | 'drop-after'
  | 'throttled'
  | 'unavailable'
  | 'html'
  | 'login-page'
  | 'truncated'
  | 'hang'
  | 'success-false'
  | 'fail-transaction'
  | 'stuck-transaction'
  | 'redirect'
  | 'echo'
  | 'short-page'
  | 'duplicate-entry'
  | 'wrong-total';

/** Which requests a fault is for; what is left out matches all. */
export interface FaultMatch {
  readonly method?: string;
  /** A regular expression (or its source, so that faults can be JSON) for path and query. */
  readonly path?: RegExp | string;
  /** The customer concerned: named by the payload, or stored under a pkid of the path or of `hrefs`. */
  readonly name?: string;
}

/** Something that goes wrong on purpose. */
export interface Fault {
  readonly match: FaultMatch;
  readonly kind: FaultKind;
  /** How often it strikes; for ever when left out. */
  readonly times?: number;
  /** How many matching requests are let through first. */
  readonly after?: number;
  /** For `throttled` and `unavailable`: the `Retry-After` header. */
  readonly retryAfterSeconds?: number;
  /** For `redirect`: where to. */
  readonly location?: string;
}

/** What of a request decides which fault it meets. */
export interface FaultTarget {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Names of the customers concerned. */
  readonly names: readonly string[];
}

const listKinds: readonly FaultKind[] = ['short-page', 'duplicate-entry', 'wrong-total'];
const workKinds: readonly FaultKind[] = ['fail-transaction', 'stuck-transaction'];
const listPath = /^\/api\/[a-z]+\/[A-Za-z]+\/?(\?|$)/;

/** Whether a fault of this kind can strike the request at all: a count of times is not used up by the others. */
function fits(kind: FaultKind, { method, path }: FaultTarget): boolean {
  if (listKinds.includes(kind)) {
    return method === 'GET' && listPath.test(path);
  }
  return !workKinds.includes(kind) || method !== 'GET';
}

/** Whether the fault is for this request. */
function matches({ match, kind }: Fault, target: FaultTarget): boolean {
  const { method, path, name } = match;
  return (
    fits(kind, target) &&
    (method === undefined || method.toUpperCase() === target.method) &&
    // A copy, because an expression with the global flag remembers where it stopped.
    (path === undefined || new RegExp(path).test(target.path)) &&
    (name === undefined || target.names.includes(name))
  );
}

/** The faults that are set, and how often each has been met. */
export class FaultBook {
  #entries: readonly { readonly fault: Fault; readonly met: number }[] = [];

  /** Sets other faults and forgets the counts. Throws `SyntaxError` for a path that is no regular expression. */
  set(faults: readonly Fault[]): void {
    for (const { match } of faults) {
      new RegExp(match.path ?? '');
    }
    this.#entries = faults.map((fault) => ({ fault, met: 0 }));
  }

  /** The fault that strikes this request, if any: the first one that matches, is past its `after` and within its `times`. */
  strike(target: FaultTarget): Fault | undefined {
    const matching = this.#entries.filter(({ fault }) => matches(fault, target));
    const struck = matching.find(({ fault, met }) => {
      const start = fault.after ?? 0;
      return met >= start && met < start + (fault.times ?? Number.POSITIVE_INFINITY);
    });
    const counted = matching.slice(0, struck === undefined ? matching.length : matching.indexOf(struck) + 1);
    this.#entries = this.#entries.map((entry) => (counted.includes(entry) ? { ...entry, met: entry.met + 1 } : entry));
    return struck?.fault;
  }
}
