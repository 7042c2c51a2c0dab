import type { Customer, Fields, Value } from '../model/customer.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { Cause, FieldChange } from '../model/plan.ts';
import { type DeclaredName, declaredNames } from '../model/properties.ts';

/** The cause of a difference between what is desired and what is live. `undefined` for applied: it was not managed. */
export function causeOf(desired: Value, applied: Value | undefined, live: Value): Cause {
  if (applied === undefined || applied === live) return 'git';
  return applied === desired ? 'drift' : 'conflict';
}

/** What an update has to change, and the drifted properties that it leaves alone because the file says so. */
export interface FieldDifference {
  readonly changes: readonly FieldChange[];
  readonly ignored: readonly DeclaredName[];
}

/**
 * Compares the managed properties with the live ones. Values are in canonical form already, so that equality is identity.
 * A property that a thin list entry does not tell is passed over: `needsWholeRecord` makes sure that it is read first.
 */
export function compareFields(desired: Customer, applied: Customer | null, live: LiveCustomer): FieldDifference {
  const changes: FieldChange[] = [];
  const ignored: DeclaredName[] = [];
  for (const path of declaredNames) {
    const after = desired.fields[path];
    const before = live.fields[path];
    if (after === undefined || before === undefined || after === before) continue;
    const cause = causeOf(after, applied?.fields[path], before);
    if (cause === 'drift' && desired.lifecycle.ignore.includes(path)) ignored.push(path);
    else changes.push({ path, before, after, cause, place: desired.places[`customer.${path}`] ?? null });
  }
  return { changes, ignored };
}

/** What a create sets: every declared value but the empty ones, which a new record has anyway. */
export function initialFields(desired: Customer, cause: Cause): readonly FieldChange[] {
  return declaredNames.flatMap((path) => {
    const after = desired.fields[path];
    if (after === undefined || after === null) return [];
    return [{ path, before: null, after, cause, place: desired.places[`customer.${path}`] ?? null }];
  });
}

/** The live values of the properties that the customer's file manages, in the API's order. */
export function managedValues(desired: Customer, live: LiveCustomer): Fields {
  // In a loop, as it is done for every customer: what is made on the way takes longer than the work.
  const told: Partial<Record<DeclaredName, Value>> = {};
  for (const name of declaredNames) {
    const value = live.fields[name];
    if (desired.fields[name] !== undefined && value !== undefined) told[name] = value;
  }
  return told;
}
