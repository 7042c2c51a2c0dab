import { describe, expect, test } from 'vitest';
import { forecastOf, needsPerson } from '../../src/plan/forecast.ts';
import { day, live, now } from './world.ts';

const at = (days: number) => new Date(now + days * day).toISOString();

function record(access: number | null, refresh: number | null) {
  return live(
    'Acme',
    {},
    {
      accessTokenExpires: access === null ? null : at(access),
      refreshTokenExpires: refresh === null ? null : at(refresh),
    },
  );
}

describe('who is next', () => {
  test.each([
    // access, refresh and within in days: who, and when
    ['a fresh token', 13, 88, null, 'server', 6],
    ['a token that the server should have refreshed by now', 5, 88, null, 'server', 5],
    ['a token that ran out, which the server may still refresh', -2, 80, null, 'server', -2],
    ['a file that is earlier than the server', 13, 88, 10, 'sparkform', 3],
    ['a file that only comes after the server', 13, 88, 3, 'server', 6],
    ['a file that helps where the server did not', 5, 88, 3, 'sparkform', 2],
    ['a refresh by the file that is due', 2, 88, 3, 'sparkform', 2],
    ['a refresh token that ran out', 5, -1, 3, 'person', 5],
    ['a refresh token that runs out before the server comes', 13, 5, null, 'person', 13],
    ['both ran out', -6, -1, null, 'person', -6],
    ['an end of the refresh token that is not told', 13, null, null, 'server', 6],
    ['only a refresh token', null, 5, null, 'server', null],
    ['only a refresh token that ran out', null, -1, null, 'person', -1],
    ['no token', null, null, 3, 'nobody', null],
  ] as const)('%s', (_, access, refresh, within, next, by) => {
    const told = forecastOf(record(access, refresh), within === null ? null : within * day, now);
    expect([told?.next, told?.by]).toEqual([next, by === null ? null : at(by)]);
  });

  test('days are whole ones, rounded down', () => {
    const told = forecastOf(record(1.5, -0.5), null, now);
    expect([told?.accessDays, told?.refreshDays, told?.soonest]).toEqual([1, -1, now - day / 2]);
  });

  test("a token without an end that can be read is the server's", () => {
    const odd = live('Acme', {}, { accessTokenExpires: 'soon', refreshTokenExpires: null });
    expect(forecastOf(odd, null, now)).toMatchObject({ next: 'server', by: null, soonest: null, accessDays: null });
    expect(forecastOf(live('Acme', {}, { echoedSecrets: ['token'] }), null, now)?.next).toBe('server');
  });

  test('nothing is said of what was not told', () => {
    expect(forecastOf(live('Acme', {}, { accessTokenExpires: undefined }), null, now)).toBeNull();
  });
});

test.each([
  ['a refresh token that is never renewed', 13, 10, true],
  ['a healthy one', 13, 88, false],
  ['one that a person must see to now', -6, -1, true],
  ['one that was never authorised', null, null, false],
] as const)('whether a person is needed within 14 days: %s', (_, access, refresh, expected) => {
  const told = forecastOf(record(access, refresh), null, now);
  expect(told !== null && needsPerson(told, now + 14 * day)).toBe(expected);
});
