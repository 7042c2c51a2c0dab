import type { Seed } from './seed.ts';
import { SandboxState } from './state.ts';

/** The beginning of a sandbox from a seed. Throws `Error` when a customer's node is not among the seed's nodes. */
export function seededState(seed: Seed, now: () => number): SandboxState {
  const empty = { format: 1, serial: 0, nodes: [], customers: [], transactions: [] } as const;
  const state = new SandboxState({ ...empty, nodeTypes: seed.nodeTypes ?? ['Customer'] }, now);
  for (const { path, type } of seed.nodes) {
    state.addNode(path, type);
  }
  for (const { hierarchy, data } of seed.customers) {
    if (state.node(hierarchy) === undefined) {
      throw new Error(`The seed puts a customer at ${hierarchy}, which is not among its nodes: add the node.`);
    }
    state.add(hierarchy, data);
  }
  return state;
}
