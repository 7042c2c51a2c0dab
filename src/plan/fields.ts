import type { Customer, Fields, Value } from '../model/customer.ts';
import { fieldNames } from '../model/field-names.ts';
import type { LiveCustomer } from '../model/live.ts';
import { placeOfSlot } from '../model/places.ts';
import type { Cause, FieldChange } from '../model/plan.ts';

/** The cause of a difference between what is desired and what is live. `undefined` for applied: it was not managed. */
export function causeOf(desired: Value, applied: Value | undefined, live: Value): Cause {
  if (applied === undefined || applied === live) return 'git';
  return applied === desired ? 'drift' : 'conflict';
}

/** What an update has to change, and the drifted properties that it leaves alone because the file says so. */
export interface FieldDifference {
  readonly changes: readonly FieldChange[];
  readonly ignored: readonly string[];
  /** The live values of the properties that the file manages, in the API's order. */
  readonly seen: Fields;
}

/**
 * Compares the managed properties with the live ones. Values are in canonical form already, so that equality is identity.
 * A property that a thin list entry does not tell is passed over: `missingReads` makes sure that it is read first.
 */
export function compareFields(desired: Customer, applied: Customer | null, live: LiveCustomer): FieldDifference {
  const changes: FieldChange[] = [];
  const ignored: string[] = [];
  const seen: Record<string, Value> = {};
  for (const path of fieldNames(desired.fields)) {
    const after = desired.fields[path];
    const before = live.fields[path];
    if (before === undefined) continue;
    seen[path] = before;
    if (after === undefined || after === before) continue;
    const cause = causeOf(after, applied?.fields[path], before);
    if (cause === 'drift' && desired.lifecycle.ignore.includes(path)) ignored.push(path);
    else changes.push({ path, before, after, cause, place: placeOfSlot(desired, `customer.${path}`) });
  }
  return { changes, ignored, seen };
}

/** What a create sets: every declared value but the empty ones, which a new record has anyway. */
export function initialFields(desired: Customer, cause: Cause): readonly FieldChange[] {
  return fieldNames(desired.fields).flatMap((path) => {
    const after = desired.fields[path];
    if (after === undefined || after === null) return [];
    return [{ path, before: null, after, cause, place: placeOfSlot(desired, `customer.${path}`) }];
  });
}
