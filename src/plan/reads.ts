import type { Live } from '../model/live.ts';
import { declaredNames } from '../model/properties.ts';
import { contextOf, type PlanInput, planCustomer } from './make-plan.ts';
import { type Match, matchCustomers } from './match.ts';

/** What the listing does not tell and a plan needs. */
export interface MissingReads {
  /** Records of which the whole instance must be read, in order. */
  readonly pkids: readonly string[];
  /** One path for each type of node of which it must be asked whether it takes customers, in order. */
  readonly paths: readonly string[];
}

/**
 * Tells, from a plan made of the thin list entries, what has to be read besides: the whole record of a customer whose
 * entry does not tell a managed property, whose token may have to be refreshed, or that would be changed or deleted; and
 * whether the nodes where something is created or moved to take customers, where no live customer proves it.
 */
export function missingReads(input: PlanInput): MissingReads {
  const { desired, applied, live, only } = input;
  const { matches } = matchCustomers(desired.customers, applied.customers, live.customers);
  const context = contextOf(input);
  const selected = matches.filter(
    ({ desired: one, applied: record }) => only === null || only.has(one?.file ?? record?.file ?? ''),
  );
  const pkids = selected.flatMap((match) => {
    const plan = planCustomer(match, context).plan;
    const changes = plan.steps.some((step) => step.kind === 'update' || step.kind === 'delete');
    return match.live !== null && !match.live.whole && (changes || tellsTooLittle(match)) ? [match.live.pkid] : [];
  });
  const targets = selected.flatMap((match) =>
    planCustomer(match, context).plan.steps.flatMap((step) => {
      if (step.kind === 'create') return [step.hierarchy];
      return step.kind === 'move' ? [step.to] : [];
    }),
  );
  return { pkids, paths: unprovenNodes(targets, live) };
}

function tellsTooLittle({ desired, live }: Match): boolean {
  if (desired === null || live === null) return false;
  if (live.hierarchy === null) return true;
  if (desired.actions.refresh_access_token !== undefined && live.accessTokenExpires === undefined) return true;
  return declaredNames.some((name) => desired.fields[name] !== undefined && live.fields[name] === undefined);
}

/** A node that holds a customer shows that all nodes of its type take them. */
function unprovenNodes(targets: readonly string[], live: Live): readonly string[] {
  const nodes = new Map(live.nodes.map((node) => [node.path, node]));
  const typeOf = (path: string) => nodes.get(path)?.type ?? path;
  const proven = new Set(live.customers.flatMap((one) => (one.hierarchy === null ? [] : [typeOf(one.hierarchy)])));
  const open = new Map<string, string>();
  for (const path of targets) {
    const node = nodes.get(path);
    if (node !== undefined && node.acceptsCustomers === null && !proven.has(typeOf(path))) open.set(typeOf(path), path);
  }
  return [...open.values()].sort();
}
