import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeStatus, type StatusInput, statusReads } from '../../src/plan/status.ts';
import { randomWorld } from './random-world.ts';
import { applied, appliedState, customer, day, live, liveState, now } from './world.ts';

const at = (days: number) => new Date(now + days * day).toISOString();
const tokens = (access: number, refresh: number) => ({
  accessTokenExpires: at(access),
  refreshTokenExpires: at(refresh),
});

const acme = customer('Acme', { actions: { refresh_access_token: { within: 10 * day } } });
const input: StatusInput = {
  env: 'default',
  desired: { customers: [customer('Initech', { actions: { refresh_access_token: { within: 10 * day } } })] },
  applied: appliedState([applied(acme)]),
  live: liveState([
    live('Globex'),
    live('Acme', {}, tokens(12, 80)),
    live('Initech', {}, tokens(13, 80)),
    live('Umbrella', {}, tokens(9, -1)),
    live('Hooli', {}, tokens(3, 80)),
  ]),
  selects: () => true,
  now,
};

test('soonest first, with who is next by what is declared or was applied; what is neither is unmanaged', () => {
  const { customers, summary } = makeStatus(input);
  expect(customers.map((one) => [one.name, one.file, one.forecast?.next])).toEqual([
    ['Umbrella', null, 'person'],
    ['Hooli', null, 'server'],
    ['Acme', 'customers/acme.yaml', 'sparkform'],
    ['Initech', 'customers/initech.yaml', 'sparkform'],
    ['Globex', null, 'nobody'],
  ]);
  expect(summary).toMatchObject({ customers: 5, server: 1, sparkform: 2, person: 1, nobody: 1, unmanaged: 3 });
});

test('only those that were asked for are shown, and read', () => {
  const thin = input.live.customers.map((one) => ({ ...one, whole: false, accessTokenExpires: undefined }));
  const listed = { ...input, live: { ...input.live, customers: thin } };
  const selects = (word: string) => word === 'Hooli' || word === 'customers/acme.yaml';
  expect(statusReads(listed)).toHaveLength(5);
  expect(statusReads({ ...listed, selects })).toEqual(['pkid-acme', 'pkid-hooli']);
  expect(statusReads(input)).toEqual([]);
  expect(makeStatus({ ...input, selects }).customers.map((one) => one.name)).toEqual(['Hooli', 'Acme']);
});

test('every record is told once, in an order that what was read first does not matter for, as plain JSON', () => {
  fc.assert(
    fc.property(randomWorld, ({ env, desired, applied: state, live: there }) => {
      const world = { env, desired, applied: state, live: there, selects: () => true, now };
      const told = makeStatus(world);
      expect(told.customers.map((one) => one.pkid).sort()).toEqual(there.customers.map((one) => one.pkid).sort());
      expect(JSON.parse(JSON.stringify(told))).toStrictEqual(told);
      const turned = { ...there, customers: there.customers.toReversed() };
      expect(makeStatus({ ...world, live: turned })).toEqual(told);
    }),
    { numRuns: 200 },
  );
});
