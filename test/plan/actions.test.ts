import { describe, expect, test } from 'vitest';
import type { Actions, SyncTrigger } from '../../src/model/customer.ts';
import type { LiveCustomer } from '../../src/model/live.ts';
import type { Unfinished } from '../../src/model/state.ts';
import { parseExpiry } from '../../src/plan/expiry.ts';
import { applied, customer, day, live, now, plan } from './world.ts';

/** The actions of Acme's plan with their reasons. */
function actionsOf(worlds: Parameters<typeof plan>[0]): readonly string[] {
  const one = plan(worlds).customers.find(({ name }) => name === 'Acme');
  return one?.steps.flatMap((step) => (step.kind === 'action' ? [`${step.action}: ${step.why}`] : [])) ?? [];
}

const both: SyncTrigger = { on: ['create', 'change'], rerun: null };

describe('syncs on a create', () => {
  test.each([
    { sync: false, on: both.on, due: ['sync_roles_licences: on create', 'sync_users: on create'] },
    { sync: true, on: both.on, due: ['sync_users: on create'] },
    { sync: false, on: ['change'] as const, due: [] },
    { sync: false, on: [] as const, due: [] },
  ])('sync $sync, on $on', ({ sync, on, due }) => {
    const trigger = { on, rerun: null };
    const acme = customer('Acme', { sync, actions: { sync_users: trigger, sync_roles_licences: trigger } });
    expect(actionsOf({ desired: [acme] })).toEqual(due);
  });

  test('a rerun counts for a new customer too, once', () => {
    const acme = customer('Acme', { actions: { sync_users: { on: ['create'], rerun: 'monday' } } });
    expect(actionsOf({ desired: [acme] })).toEqual(['sync_users: on create']);
  });
});

describe('syncs on a change', () => {
  const before = customer('Acme', { actions: { sync_users: both, sync_roles_licences: both } });
  const after = { ...before, fields: { ...before.fields, notes: 'n' } };
  const record = live('Acme');
  const due = ['sync_roles_licences: on change', 'sync_users: on change'];

  test('follow an update, in their order', () => {
    expect(actionsOf({ desired: [after], applied: [applied(before)], live: [record] })).toEqual(due);
  });

  test('follow a move', () => {
    const moved = { ...before, hierarchy: 'sys.hcs.Globex' };
    expect(actionsOf({ desired: [moved], applied: [applied(before)], live: [record] })).toEqual(due);
  });

  test('follow no action and no rest', () => {
    expect(actionsOf({ desired: [before], applied: [applied(before)], live: [record] })).toEqual([]);
  });

  test('do not turn a drift into something that a commit asked for', () => {
    const [one] = plan({ desired: [after], applied: [applied(after)], live: [record] }).customers;
    expect(one).toMatchObject({ why: 'drifted', asked: false, hazards: ['overwrites-drift'] });
    expect(one?.steps.map(({ kind }) => kind)).toEqual(['update', 'action', 'action']);
  });

  test('are asked for where a commit wants a rerun besides', () => {
    const rerun = { ...after, actions: { sync_users: { ...both, rerun: 'monday' } } };
    const [one] = plan({ desired: [rerun], applied: [applied(after)], live: [record] }).customers;
    expect(one).toMatchObject({ asked: true });
  });
});

describe('a rerun', () => {
  const withRerun = (rerun: string | null) => customer('Acme', { actions: { sync_users: { on: [], rerun } } });
  const begun = (parts: Partial<Unfinished>): Unfinished => ({ actions: [], secrets: {}, reruns: {}, ...parts });

  test.each([
    { was: null, is: 'monday', unfinished: null, due: ['sync_users: rerun monday'] },
    { was: 'monday', is: 'tuesday', unfinished: null, due: ['sync_users: rerun tuesday'] },
    { was: 'monday', is: 'monday', unfinished: null, due: [] },
    { was: 'monday', is: null, unfinished: null, due: [] },
    { was: 'monday', is: 'tuesday', unfinished: begun({ reruns: { sync_users: 'tuesday' } }), due: [] },
    {
      was: 'monday',
      is: 'monday',
      unfinished: begun({ reruns: { sync_users: 'tuesday' } }),
      due: ['sync_users: rerun monday'],
    },
    {
      was: null,
      is: null,
      unfinished: begun({ actions: ['sync_users'] }),
      due: ['sync_users: left undone by an earlier run'],
    },
    { was: null, is: null, unfinished: begun({ actions: ['sync_roles_licences'] }), due: [] },
  ])('applied $was, declared $is, unfinished $unfinished', ({ was, is, unfinished, due }) => {
    const worlds = {
      desired: [withRerun(is)],
      applied: [applied(withRerun(was), { unfinished })],
      live: [live('Acme')],
    };
    expect(actionsOf(worlds)).toEqual(due);
    const [one] = plan(worlds).customers;
    expect(one).toMatchObject({ why: due.length > 0 ? 'action due' : 'unchanged', asked: due.length > 0 });
  });

  test('adopts, as a hazard, where the customer was not applied before', () => {
    const [one] = plan({ desired: [withRerun('monday')], live: [live('Acme')] }).customers;
    expect(one).toMatchObject({ decision: 'action', why: 'adopted', hazards: ['adopts-customer'] });
  });
});

describe('a refresh of the access token', () => {
  const actions: Actions = { refresh_access_token: { within: 3 * day } };
  const place = { file: 'customers/acme.yaml', line: 9, column: 3 };
  const acme = customer('Acme', { actions, places: 'actions.refresh_access_token 9 3|' });
  const at = (offset: number) => new Date(now + offset).toISOString();
  const planned = (parts: Partial<LiveCustomer>, desired = acme) =>
    plan({ desired: [desired], applied: [applied(acme)], live: [live('Acme', {}, parts)] });

  test.each([
    { title: 'exactly within', access: at(3 * day), refresh: at(30 * day), due: 1, warning: [] },
    { title: 'a millisecond outside', access: at(3 * day + 1), refresh: at(30 * day), due: 0, warning: [] },
    { title: 'expired, refresh token good', access: at(-day), refresh: at(day), due: 1, warning: [] },
    { title: 'expiry of the refresh token not told', access: at(day), refresh: undefined, due: 1, warning: [] },
    {
      title: 'refresh token expired this moment',
      access: at(day),
      refresh: at(0),
      due: 0,
      warning: ['needs-authorisation'],
    },
    { title: 'both expired', access: at(-day), refresh: at(-1), due: 0, warning: ['needs-authorisation'] },
    {
      title: 'far from expiry, refresh token expired',
      access: at(9 * day),
      refresh: at(-1),
      due: 0,
      warning: ['needs-authorisation'],
    },
    { title: 'never authorised', access: null, refresh: null, due: 0, warning: ['needs-authorisation'] },
    { title: 'expiry not told', access: undefined, refresh: undefined, due: 0, warning: [] },
    { title: 'a text that is no date', access: 'next week', refresh: at(day), due: 0, warning: ['unreadable-expiry'] },
  ])('$title', ({ access, refresh, due, warning }) => {
    const { customers, diagnostics } = planned({ accessTokenExpires: access, refreshTokenExpires: refresh });
    expect(customers[0]?.steps.length).toBe(due);
    expect(customers[0]).toMatchObject({ decision: due === 1 ? 'action' : 'keep', asked: false, hazards: [] });
    expect(diagnostics.map(({ code, severity, place: where }) => [code, severity, where])).toEqual(
      warning.map((code) => [code, 'warning', place]),
    );
  });

  test('is not wanted by a file without it, whatever the expiry', () => {
    const { customers, diagnostics } = planned({ accessTokenExpires: at(-day) }, customer('Acme'));
    expect([customers[0]?.steps, diagnostics]).toEqual([[], []]);
  });

  test('is neither done nor warned of when a token is sent in the same plan', () => {
    const sending = { ...acme, secrets: { token: { env: 'WEBEX_ACME_TOKEN', key: null, version: 2 } } };
    for (const parts of [{ accessTokenExpires: at(0) }, { accessTokenExpires: null }]) {
      const { customers, diagnostics } = planned(parts, sending);
      expect(customers[0]?.steps.map(({ kind }) => kind)).toEqual(['update']);
      expect(diagnostics).toEqual([]);
    }
  });

  test('goes before the syncs and after the update', () => {
    const wanting = {
      ...acme,
      fields: { ...acme.fields, notes: 'n' },
      actions: { ...actions, sync_users: both, sync_roles_licences: both },
    };
    const { customers } = planned({ accessTokenExpires: at(0) }, wanting);
    expect(customers[0]?.steps.map((step) => (step.kind === 'action' ? step.action : step.kind))).toEqual([
      'update',
      'refresh_access_token',
      'sync_roles_licences',
      'sync_users',
    ]);
  });

  test('the warning says who must do what and where', () => {
    const [warning] = planned({ accessTokenExpires: at(0), refreshTokenExpires: at(-1) }).diagnostics;
    expect(warning?.hint).toMatch(/Webex administrator .* in sys\.hcs\.Acme/);
  });
});

describe('texts of an expiry', () => {
  const noon = Date.UTC(2026, 10, 24, 12);
  test.each([
    ['2026-11-24T12:00:00Z', noon],
    ['2026-11-24 12:00:00', noon],
    ['2026-11-24 12:00', noon],
    ['2026-11-24 12:00:00 UTC', noon],
    [' 2026-11-24T12:00:00.250Z ', noon + 250],
    ['2026-11-24T12:00:00.250123+00:00', noon + 250],
    ['2026-11-24T14:00:00+02:00', noon],
    ['2026-11-24 06:30:00-0530', noon],
    ['2026-11-24', null],
    ['24.11.2026 12:00', null],
    ['2026-13-24T12:00:00Z', null],
    ['2026-11-24T25:00:00Z', null],
    ['1795521600', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('%j', (text, expected) => {
    expect(parseExpiry(text)).toBe(expected);
  });
});
