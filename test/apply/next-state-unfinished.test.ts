import { describe, expect, test } from 'vitest';
import { nextState } from '../../src/apply/next-state.ts';
import { live } from '../plan/world.ts';
import { before, filesOf, inputOf, oldRecords, path, readAgain, run, shown, yaml } from './run-state.ts';

describe('a customer that got some of its steps', () => {
  const syncs = [
    'actions:',
    '  sync_roles_licences: { on: [create, change], rerun: monday }',
    '  sync_users: { on: [create, change], rerun: monday }',
  ];
  const secret = 'token: { env: WEBEX_ACME, version: 2 }';
  const texts = filesOf({ acme: yaml('Acme', ['notes: new', secret], syncs), globex: yaml('Globex', ['notes: old']) });
  const half = run(before, texts, oldRecords, { fates: { Acme: ['applied', 'applied', 'failed'] } });

  test('keeps its old file, and what was sent, run and left undone', () => {
    expect(shown(half)).toEqual(shown(before));
    expect(half.next.json.customers[path('acme')]?.unfinished).toEqual({
      actions: ['sync_users'],
      secrets: { token: { env: 'WEBEX_ACME', key: null, version: 2 } },
      reruns: { sync_roles_licences: 'monday' },
    });
  });

  test('is finished by the next run, which repeats nothing of it', () => {
    const now = [live('Acme', { notes: 'new' }), live('Globex', { notes: 'old' })];
    const input = inputOf(half, texts, now, {});
    expect(input.plan.customers[0]?.steps.map((step) => (step.kind === 'action' ? step.action : step.kind))).toEqual([
      'sync_users',
    ]);
    const next = nextState(input);
    expect(next.json.customers[path('acme')]).toEqual({ pkid: 'pkid-acme' });
    expect(shown({ texts, next }).texts['acme']).toBe(texts[path('acme')]);
  });

  test('does not lose what an earlier run sent', () => {
    const now = [live('Acme', { notes: 'new' }), live('Globex', { notes: 'old' })];
    const more = filesOf({
      acme: yaml('Acme', ['notes: newest', secret], syncs),
      globex: yaml('Globex', ['notes: old']),
    });
    const again = run(half, more, now, { fates: { Acme: ['applied', 'failed'] } });
    expect(again.next.json.customers[path('acme')]?.unfinished).toEqual({
      actions: ['sync_roles_licences', 'sync_users'],
      secrets: { token: { env: 'WEBEX_ACME', key: null, version: 2 } },
      reruns: { sync_roles_licences: 'monday' },
    });
  });

  test('keeps what is unfinished while nothing more is done', () => {
    const now = [live('Acme', { notes: 'new' }), live('Globex', { notes: 'old' })];
    expect(run(half, texts, now, { fates: { Acme: 'failed' } }).next.json).toEqual(half.next.json);
    expect(run(half, texts, now, { only: ['globex'] }).next.json).toEqual(half.next.json);
  });

  test('is recorded without a file where nothing but its create was done', () => {
    const created = run(null, texts, [live('Globex', { notes: 'old' })], { fates: { Acme: ['applied', 'failed'] } });
    expect(shown(created)).toEqual({
      texts: { globex: texts[path('globex')] },
      pkids: { acme: 'pkid-acme', globex: 'pkid-globex' },
    });
    expect(readAgain(created).applied.customers.find((one) => one.file === path('acme'))).toMatchObject({
      customer: null,
    });
  });

  test('does not put off a refresh: the clock brings it again', () => {
    const refresh = ['actions:', '  refresh_access_token: { within: 3d }'];
    const wanting = filesOf({ acme: yaml('Acme', ['notes: new'], refresh) });
    const expiring = [live('Acme', { notes: 'old' }, { accessTokenExpires: '2026-11-24T13:00:00Z' })];
    const start = run(null, filesOf({ acme: yaml('Acme', ['notes: old']) }), expiring);
    const after = run(start, wanting, expiring, { fates: { Acme: ['applied', 'failed'] } });
    expect(after.next.json.customers[path('acme')]?.unfinished?.actions).toEqual([]);
  });
});
