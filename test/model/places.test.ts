import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownPlaces, placeOfSlot, toPlaces } from '../../src/model/places.ts';

const file = 'customers/emea/uk/acme.yaml';
const anyFile = fc.constantFrom(
  file,
  ...['', 'emea/', 'emea/uk/'].map((folder) => `customers/${folder}_defaults.yaml`),
);
const anyPlace = fc.record({ file: anyFile, line: fc.integer({ min: 1 }), column: fc.integer({ min: 1 }) });
const anySlot = fc.constantFrom(
  'hierarchy',
  'customer.name',
  'customer.notes',
  'customer.notes_2',
  'actions.sync_users',
);

test('every place is told as it was, and of the own ones only where they are the only ones', () => {
  fc.assert(
    fc.property(fc.dictionary(anySlot, anyPlace), anySlot, (all, slot) => {
      const places = toPlaces(file, all);
      const place = all[slot] ?? null;
      expect(placeOfSlot({ file, places }, slot)).toEqual(place);
      const own = place?.file === file ? place : null;
      expect(placeOfSlot({ file, places: ownPlaces(places) }, slot)).toEqual(own);
      expect(ownPlaces(ownPlaces(places))).toBe(ownPlaces(places));
    }),
  );
});

test('files of one form have the same text wherever they are', () => {
  const at = (folder: string) => ({
    hierarchy: { file: `${folder}/acme.yaml`, line: 1, column: 12 },
    'customer.notes': { file: `${folder}/_defaults.yaml`, line: 3, column: 4 },
  });
  expect(toPlaces('customers/a/acme.yaml', at('customers/a'))).toBe('hierarchy 1 12|customer.notes 3 4 0');
  expect(toPlaces('customers/b/acme.yaml', at('customers/b'))).toBe('hierarchy 1 12|customer.notes 3 4 0');
});

test('a name that no slot can have is nowhere, and puts nothing else in the wrong place', () => {
  const place = { file, line: 7, column: 7 };
  for (const name of ['customer.a;customer.name 1 1', 'customer.a|', 'customer.name 1']) {
    const places = toPlaces(file, { [name]: place, 'customer.name': { ...place, line: 2 } });
    expect(placeOfSlot({ file, places }, 'customer.name')).toEqual({ ...place, line: 2 });
    expect(placeOfSlot({ file, places }, name)).toBeNull();
  }
});
