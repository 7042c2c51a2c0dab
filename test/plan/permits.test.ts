import { expect, test } from 'vitest';
import type { CustomerPlan, Hazard } from '../../src/model/plan.ts';
import { guardPlan } from '../../src/plan/guard.ts';
import { nothingPlanned } from '../../src/plan/nothing-planned.ts';
import { type Permit, permit, permitsOf } from '../../src/plan/permits.ts';
import { applied, customer, live, plan } from './world.ts';

const commit = 'c'.repeat(40);
const acme: CustomerPlan = {
  ...nothingPlanned(customer('Acme', { file: 'customers/emea/acme.yaml' }), null),
  recordedAs: 'customers/old/acme.yaml',
  hazards: ['overwrites-drift', 'may-clear-secrets'],
};

function forFile(file: string, hazard: Hazard = 'overwrites-drift'): Permit {
  return { hazard, commit, file };
}

const table: readonly (readonly [string, Permit, boolean])[] = [
  ['its file', forFile('customers/emea/acme.yaml'), true],
  ['the file it was applied from', forFile('customers/old/acme.yaml'), true],
  ['the defaults of its folder', forFile('customers/emea/_defaults.yaml'), true],
  ['the defaults of all', forFile('customers/_defaults.yaml'), true],
  ['the defaults of the folder it was in', forFile('customers/old/_defaults.yaml'), true],
  ['the defaults of another folder', forFile('customers/eme/_defaults.yaml'), false],
  ['another file', forFile('customers/emea/acme.yml'), false],
  ['a file with its name as a beginning', forFile('customers/emea/acme.yaml.orig'), false],
  ['a file that ends like defaults', forFile('customers/x_defaults.yaml'), false],
  ['a file elsewhere', forFile('acme.yaml'), false],
  ['another hazard', forFile('customers/emea/acme.yaml', 'deletes-customer'), false],
  ['itself', { hazard: 'overwrites-drift', commit: null, id: 'customers/emea/acme.yaml' }, true],
  ['the id of another', { hazard: 'overwrites-drift', commit: null, id: 'customers/old/acme.yaml' }, false],
];

test.each(table)('permission for %s', (_, one, expected) => {
  const { allowed, held } = permit(acme, [], [one]);
  expect(allowed).toEqual(expected ? [{ hazard: 'overwrites-drift', commit: one.commit }] : []);
  expect(held).toEqual(expected ? ['may-clear-secrets'] : acme.hazards);
});

test('a flag is for everyone and goes before commits', () => {
  expect(permit(acme, ['overwrites-drift'], [forFile('customers/emea/acme.yaml')]).allowed).toEqual([
    { hazard: 'overwrites-drift', commit: null },
  ]);
});

test('what a plan allowed is allowed again to the same customers and to nobody else', () => {
  const before = permit(acme, [], [forFile('customers/emea/acme.yaml')]);
  expect(permit(acme, [], permitsOf([before]))).toEqual(before);
  const moved = { ...acme, id: 'customers/z.yaml', file: 'customers/z.yaml', recordedAs: acme.file };
  expect(permit(moved, [], permitsOf([before])).allowed).toEqual([]);
});

const gone = ['Acme', 'Globex'].map((name) => customer(name));
const facts = { managed: 2, declared: 2, live: 0 };
const permitFor = (name: string) => forFile(`customers/${name}.yaml`, 'recreates-customer');

test.each([
  { names: [], codes: ['nothing-live'] },
  { names: ['acme'], codes: ['nothing-live'] },
  { names: ['acme', 'globex'], codes: [] },
])('an emptied server is let through when commits allow it for each customer: $names', ({ names, codes }) => {
  const planned = plan({ desired: gone, applied: gone.map((one) => applied(one)), live: [] });
  const permits = names.map(permitFor);
  const guarded = guardPlan(planned, { allow: [], permits, maxDeletes: 1, maxChangePercent: 30 }, facts);
  expect(guarded.refusals.map((one) => one.code)).toEqual(codes);
});

test('a permit lets its customer through, counts its steps, and leaves the others held', () => {
  const drifted = gone.map((one) => ({ ...one, fields: { ...one.fields, notes: 'mine' } }));
  const records = ['Acme', 'Globex'].map((name) => live(name, { notes: 'theirs' }));
  const planned = plan({ desired: drifted, applied: drifted.map((one) => applied(one)), live: records });
  const permits = [forFile('customers/acme.yaml')];
  const guarded = guardPlan(planned, { allow: [], permits, maxDeletes: 1, maxChangePercent: 30 }, facts);
  expect(guarded.customers.map((one) => one.held)).toEqual([[], ['overwrites-drift']]);
  expect(guarded.summary).toMatchObject({ held: 1, requests: { write: 1 } });
});
