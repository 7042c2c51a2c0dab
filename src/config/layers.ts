import type { Place } from '../model/customer.ts';
import { compareText } from './codes.ts';
import { sections } from './names.ts';
import type { RawFile } from './raw.ts';
import { childPointer, type Tree } from './tree.ts';

/** One value that is inherited as a whole: the hierarchy, or one member of another section. */
interface Slot {
  readonly value: unknown;
  /** Where its value was written; `null` where that is not known. */
  readonly place: Place | null;
}

/** What one file says, by slot (`hierarchy`, `customer.email_domain`, `actions.sync_users`, `lifecycle.protect`). */
export type Layer = ReadonlyMap<string, Slot>;

/** Cuts a file into its slots. `tree` null: the places are not known. */
export function toLayer(raw: RawFile, tree: Tree | null): Layer {
  const slots = new Map<string, Slot>();
  const placeAt = (pointer: string) => tree?.nodes.get(pointer)?.value ?? null;
  for (const section of sections) {
    const value = raw[section];
    if (value === undefined) continue;
    const pointer = childPointer('', section);
    if (typeof value === 'string') slots.set(section, { value, place: placeAt(pointer) });
    else {
      for (const [name, member] of Object.entries(value)) {
        slots.set(`${section}.${name}`, { value: member, place: placeAt(childPointer(pointer, name)) });
      }
    }
  }
  return slots;
}

/** The layers of a customer as one: the deepest layer that has a slot supplies it. */
export interface Merged {
  readonly raw: Readonly<Record<string, unknown>>;
  /** What the upper layers supplied, in the shape of a file; `null` for nothing. */
  readonly inherited: Readonly<Record<string, unknown>> | null;
  readonly places: Readonly<Record<string, Place>>;
}

/** Lays a customer's own file over the layers of its folders, given from the top folder down. */
export function mergeLayers(own: Layer, folders: readonly Layer[]): Merged {
  const above = new Map(folders.flatMap((layer) => [...layer]));
  const inherited = [...above].filter(([slot]) => !own.has(slot));
  const all = [...own, ...inherited];
  return {
    raw: toSections(all),
    inherited: inherited.length === 0 ? null : toSections(inherited),
    places: Object.fromEntries(all.flatMap(([name, { place }]) => (place === null ? [] : [[name, place]]))),
  };
}

function toSections(slots: readonly (readonly [string, Slot])[]): Readonly<Record<string, unknown>> {
  const sorted = slots.toSorted(([left], [right]) => compareText(left, right));
  return Object.fromEntries(
    sections.flatMap((section) => {
      const whole = sorted.find(([slot]) => slot === section);
      if (whole !== undefined) return [[section, whole[1].value]];
      const members = sorted
        .filter(([slot]) => slot.startsWith(`${section}.`))
        .map(([slot, { value }]) => [slot.slice(section.length + 1), value] as const);
      return members.length === 0 ? [] : [[section, Object.fromEntries(members)]];
    }),
  );
}
