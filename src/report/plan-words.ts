import type { Allowance, CustomerPlan, FieldChange, Plan } from '../model/plan.ts';
import { clean } from './clean.ts';

/** Where a value is declared: the line alone where that is in the customer's own file. */
export function placeText({ place }: FieldChange, { file }: CustomerPlan): string {
  if (place === null) return '';
  return place.file === file ? `line ${place.line}` : `${clean(place.file)}:${place.line}`;
}

/** Who allowed a hazard. */
export function allowanceText({ commit }: Allowance): string {
  return commit === null ? '--allow' : `commit ${commit.slice(0, 10)}`;
}

/** The commit whose message may hold the trailer that lets a customer through. */
export function trailerCommit({ decision, file }: CustomerPlan): string {
  return decision === 'delete' ? 'the commit that removes the file' : `a commit that touches ${file ?? 'the file'}`;
}

/** The way out of the one hazard that comes from not knowing the server. */
export const probeAim = 'find out what this server does, on a lab system of its kind';
export const probeCommand = 'sparkform doctor --probe HIERARCHY';
export const probeHint = `or ${probeAim}: ${probeCommand}`;

/** What a plan without changes says, by how much of the live system it rests on. */
export const unchanged: Readonly<Record<Plan['observed'], string>> = {
  all: 'the live system is as declared',
  changed: 'no file asks for any',
  none: 'the files are as they were applied',
};
