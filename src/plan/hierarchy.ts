import { distance } from 'fastest-levenshtein';
import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HierarchyNode } from '../model/live.ts';
import { placeOfSlot } from '../model/places.ts';

/** The nodes by path. */
export type NodesByPath = ReadonlyMap<string, HierarchyNode>;

/**
 * What is wrong with the hierarchy in which a customer is to be created or to which it is to be moved: it does not exist
 * below `root`, or its node does not take Webex connections. `null`: nothing.
 */
export function hierarchyProblem(desired: Customer, nodes: NodesByPath, root: string): Diagnostic | null {
  const node = nodes.get(desired.hierarchy);
  const place = placeOfSlot(desired, 'hierarchy') ?? { file: desired.file, line: 1, column: 1 };
  const common = { severity: 'error', place, customer: desired.fields.name } as const;
  if (node === undefined) {
    return {
      ...common,
      code: 'unknown-hierarchy',
      message: `The hierarchy ${desired.hierarchy} does not exist on the server, or the account may not see it (listed from ${root}).`,
      hint: nearestHint(desired.hierarchy, nodes),
    };
  }
  if (node.acceptsCustomers === false) {
    return {
      ...common,
      code: 'hierarchy-refuses-customers',
      message: `The hierarchy ${desired.hierarchy} (${node.type ?? 'unknown type'}) does not take Webex connections.`,
      hint: 'Name the node of the customer itself, not one above or below it.',
    };
  }
  return null;
}

function nearestHint(path: string, nodes: NodesByPath): string {
  let nearest: string | null = null;
  let best = Number.POSITIVE_INFINITY;
  for (const candidate of nodes.keys()) {
    const steps = distance(path, candidate);
    if (steps < best || (steps === best && nearest !== null && candidate < nearest)) {
      best = steps;
      nearest = candidate;
    }
  }
  if (nearest === null) return 'The server showed no hierarchy at all: check VOSS_HIERARCHY.';
  return `Did you mean ${nearest}?`;
}
