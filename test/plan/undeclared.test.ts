import { describe, expect, test } from 'vitest';
import type { LiveCustomer } from '../../src/model/live.ts';
import { fingerprintOf } from '../../src/plan/fingerprint.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { applied, customer, live, plan, planInput } from './world.ts';

const other = customer('Globex');

describe('a delete', () => {
  const acme = customer('Acme', { fields: { notes: 'n' } });
  const planned = (record: LiveCustomer, begun = false) =>
    plan({ desired: [other], applied: [applied(acme, begun ? { customer: null } : {})], live: [record] }).customers[0];

  test('is made against what the file managed', () => {
    const one = planned(live('Acme', { notes: 'x', email_domain: 'y' }));
    expect(one).toMatchObject({ decision: 'delete', seen: { name: 'Acme', notes: 'x' }, asked: true });
    expect(one?.fingerprint).toBe(fingerprintOf('sys.hcs.Acme', { name: 'Acme', notes: 'x' }));
  });

  test('is made against everything where no file was applied', () => {
    const record = live('Acme', { notes: 'x' });
    expect(planned(record, true)).toMatchObject({ decision: 'delete', seen: record.fields, name: 'Acme' });
  });

  test.each([
    { title: 'where the record is', hierarchy: 'sys.hcs.Initech', begun: false, at: 'sys.hcs.Initech' },
    { title: 'where it was applied, if the server does not say', hierarchy: null, begun: false, at: 'sys.hcs.Acme' },
    { title: 'at the top of what was listed, if nobody says', hierarchy: null, begun: true, at: 'sys' },
  ])('is done $title', ({ hierarchy, begun, at }) => {
    const [step] = planned(live('Acme', {}, { hierarchy }), begun)?.steps ?? [];
    expect(step).toMatchObject({ kind: 'delete', hierarchy: at });
  });

  test.each<readonly [string, Partial<LiveCustomer>, number]>([
    ['an expiry', { accessTokenExpires: '2026-12-01T00:00:00Z' }, 2],
    ['a secret that is shown', { echoedSecrets: ['token'] }, 2],
    ['nothing', {}, 1],
  ])('takes the authorisation with it where there is one, known by %s', (_, parts, count) => {
    expect(planned(live('Acme', {}, parts))?.consequences).toHaveLength(count);
  });
});

test('what is refused or warned of outside --only does not stop what is inside', () => {
  const guarded = customer('Acme', { lifecycle: { protect: true, ignore: [] } });
  const worried = customer('Initech', { actions: { refresh_access_token: { within: 1 } } });
  const input = planInput({
    desired: [other, worried],
    applied: [applied(guarded), applied(worried)],
    live: [live('Acme'), live('Globex'), live('Initech')],
  });
  const codes = (only: string | null) => {
    const { refusals, diagnostics } = makePlan({ ...input, only: only === null ? null : new Set([only]) });
    return [...refusals, ...diagnostics].map((one) => one.code);
  };
  expect(codes(null)).toEqual(['protected-customer', 'needs-authorisation']);
  expect(codes('customers/globex.yaml')).toEqual([]);
  expect(codes('customers/acme.yaml')).toEqual(['protected-customer']);
  expect(codes('customers/initech.yaml')).toEqual(['needs-authorisation']);
});

test('a fingerprint is of the place and the managed values', () => {
  const one = fingerprintOf('sys.hcs.Acme', { name: 'Acme', notes: null });
  expect(one).toMatch(/^[0-9a-f]{32}$/);
  expect(fingerprintOf('sys.hcs.Acme', { name: 'Acme', notes: null })).toBe(one);
  expect(fingerprintOf('sys.hcs.Globex', { name: 'Acme', notes: null })).not.toBe(one);
  expect(fingerprintOf('sys.hcs.Acme', { name: 'Acme', notes: 'x' })).not.toBe(one);
  expect(fingerprintOf('sys.hcs.Acme', { name: 'Acme' })).not.toBe(one);
});
