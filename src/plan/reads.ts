import type { Customer } from '../model/customer.ts';
import { fieldNames } from '../model/field-names.ts';
import type { Live, LiveCustomer } from '../model/live.ts';
import { tellsExpiry } from './forecast.ts';
import { type Draft, draftPlan, type PlanInput } from './make-plan.ts';
import type { Match } from './match.ts';

/** What the listing does not tell and a plan needs. */
export interface MissingReads {
  /** Records of which the whole instance must be read, in order. */
  readonly pkids: readonly string[];
  /** One path for each type of node of which it must be asked whether it takes customers, in order. */
  readonly paths: readonly string[];
}

/**
 * Tells, from the draft of a plan made of the thin list entries, what has to be read besides: the whole record of a customer whose
 * entry does not tell a managed property, whose token may have to be refreshed, that is adopted with a secret that is to be
 * empty, that would be deleted, or that would be updated where an update may clear the secrets it holds; of one that may be
 * a declared customer in disguise; and whether the nodes where something is created or moved to take customers, where no
 * live customer proves it.
 */
export function missingReads(input: PlanInput, draft: Draft = draftPlan(input)): MissingReads {
  const { live, only } = input;
  const isSelected = ({ desired, applied }: Match) => only === null || only.has(desired?.file ?? applied?.file ?? '');
  const selected = only === null ? draft.planned : draft.planned.filter(isSelected);
  const seeking = selected.some((one) => one.desired !== null && !isTheApplied(one));
  const mayClear = input.profile.omittedSecrets !== 'kept';
  const pkids: string[] = [];
  for (const one of draft.planned) {
    if (one.live === null || one.live.whole) continue;
    const isHidden = seeking && !isTheApplied(one) && hidesIdentity(one.live);
    const changes = one.plan.steps.some((step) => step.kind === 'delete' || (step.kind === 'update' && mayClear));
    const isNeeded = isSelected(one) && (changes || tellsTooLittle(one, one.live));
    if (isHidden || isNeeded) pkids.push(one.live.pkid);
  }
  const steps = selected.flatMap(({ plan }) => plan.steps);
  const targets = steps.flatMap((step) =>
    step.kind === 'create' ? [step.hierarchy] : step.kind === 'move' ? [step.to] : [],
  );
  return { pkids, paths: unprovenNodes(targets, live) };
}

/** Whether the record is the one that was applied: then nobody needs to look for another, or take it for another. */
export function isTheApplied({ applied, live }: Match): boolean {
  return applied !== null && live !== null && applied.pkid === live.pkid;
}

/** Whether the entry leaves out something by which a declared customer would be known (design, section 3). */
export function hidesIdentity({ hierarchy, fields }: LiveCustomer): boolean {
  return hierarchy === null || fields.name === undefined || fields.account_number_external === undefined;
}

/** Whether the entry leaves out something that was declared of the customer, so that nothing tells whether it is as declared. */
export function leavesOut(declared: Customer | null, live: LiveCustomer): boolean {
  if (declared === null) return false;
  if (live.hierarchy === null) return true;
  return fieldNames(declared.fields).some((name) => live.fields[name] === undefined);
}

function tellsTooLittle({ desired, applied }: Match, live: LiveCustomer): boolean {
  if (desired?.actions.refresh_access_token !== undefined && !tellsExpiry(live)) return true;
  return leavesOut(desired, live) || (applied === null && mayHaveToClear(desired, live));
}

/** Whether the file says that a secret is to be empty, which an adoption makes so where only the whole record tells that it is not. */
function mayHaveToClear(desired: Customer | null, { echoedSecrets }: LiveCustomer): boolean {
  const declared = Object.entries(desired?.secrets ?? {});
  return declared.some(([name, reference]) => reference === null && !echoedSecrets.includes(name));
}

/** A node that holds a customer shows that all nodes of its type take them. */
function unprovenNodes(targets: readonly string[], live: Live): readonly string[] {
  if (targets.length === 0) return [];
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
