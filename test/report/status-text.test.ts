import { expect, test } from 'vitest';
import { makeStatus, type StatusInput } from '../../src/plan/status.ts';
import { statusText } from '../../src/report/status-text.ts';
import { styleFor } from '../../src/report/style.ts';
import { applied, appliedState, customer, day, live, liveState, now } from '../plan/world.ts';
import { expectGolden } from './golden.ts';

const at = (days: number) => new Date(now + days * day).toISOString();
const tokens = (access: number, refresh: number) => ({
  accessTokenExpires: at(access),
  refreshTokenExpires: at(refresh),
});
const refreshing = customer('Initech', { actions: { refresh_access_token: { within: 10 * day } } });

const input: StatusInput = {
  env: 'production',
  desired: { customers: [] },
  applied: appliedState(
    [refreshing, ...['Acme', 'Globex', 'Hooli', 'Umbrella', 'Vandelay'].map((name) => customer(name))].map((one) =>
      applied(one),
    ),
  ),
  live: liveState([
    live('Initech', {}, tokens(12.5, 80)),
    live('Acme', {}, tokens(-6, -1)),
    live('Globex', {}, tokens(3, 80)),
    live('Hooli', {}, tokens(12, 1.5)),
    live('Soylent', {}, tokens(12, 10)),
    live('Umbrella'),
    live('Vandelay', {}, { accessTokenExpires: 'next week' }),
    live('A\u202e very long name that somebody gave to a customer', {}, tokens(-2, 60)),
  ]),
  selects: () => true,
  now,
};

test('a table of everything', () => {
  expectGolden('status', statusText(makeStatus(input), styleFor(false)));
});

test('colours change nothing but colours, and nothing else reaches the terminal that could act there', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is looked for
  const text = statusText(makeStatus(input), styleFor(true)).replace(/\u001b\[\d{1,2}m/g, '');
  expect(text).toBe(statusText(makeStatus(input), styleFor(false)));
  expect(text.replaceAll('\n', '').match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu)).toBeNull();
});

test('no record at all', () => {
  const nothing = makeStatus({ ...input, applied: appliedState([]), live: liveState([]) });
  expect(statusText(nothing, styleFor(false))).toContain('Status: 0 customers');
});
