import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SecretReferences } from '../../src/model/customer.ts';
import type { SecretChange } from '../../src/model/plan.ts';
import type { Profile } from '../../src/model/profile.ts';
import { type SecretName, secretNames } from '../../src/model/properties.ts';
import { weighUpdate } from '../../src/plan/hazards.ts';
import { applied, customer, day, gentle, live, plan } from './world.ts';

const reference = { env: 'WEBEX_A', key: null, version: null };

/** What there is to know of one secret in an update. */
interface State {
  readonly held: 'certain' | 'possible' | 'no';
  readonly file: 'sent' | 'kept' | 'cleared' | 'undeclared';
}

const state: fc.Arbitrary<State> = fc.record({
  held: fc.constantFrom<State['held'][]>('certain', 'possible', 'no'),
  file: fc.constantFrom<State['file'][]>('sent', 'kept', 'cleared', 'undeclared'),
});

function weigh(states: Readonly<Record<SecretName, State>>, omittedSecrets: Profile['omittedSecrets']) {
  const where = (test: (one: State) => boolean) => secretNames.filter((name) => test(states[name]));
  const changes = (names: readonly SecretName[]): readonly SecretChange[] =>
    names.map((path) => ({ path, reference: states[path].file === 'cleared' ? null : reference }));
  return weighUpdate(
    { certain: where((one) => one.held === 'certain'), possible: where((one) => one.held === 'possible') },
    changes(where((one) => one.file === 'sent')),
    changes(where((one) => one.file === 'kept' || one.file === 'cleared')),
    { ...gentle, omittedSecrets },
  );
}

const states = fc.record({ token: state, refresh_token: state, http_proxy: state, https_proxy: state });

describe('an update weighed', () => {
  test('a server that keeps what is left out: no hazard', () => {
    fc.assert(
      fc.property(states, (one) => {
        expect(weigh(one, 'kept')).toEqual({ hazards: [], resent: [], wiped: [] });
      }),
    );
  });

  test('a server of which nothing is known: a hazard as soon as one secret that is not sent may be there', () => {
    fc.assert(
      fc.property(states, (one) => {
        const atRisk = Object.values(one).some(({ held, file }) => held !== 'no' && file !== 'sent');
        expect(weigh(one, 'unknown')).toEqual({ hazards: atRisk ? ['may-clear-secrets'] : [], resent: [], wiped: [] });
      }),
    );
  });

  test('a server that clears what is left out: the declared are sent again, the others are wiped or at risk', () => {
    fc.assert(
      fc.property(states, (one) => {
        const names = (test: (each: State) => boolean) => secretNames.filter((name) => test(one[name]));
        const atRisk = names(({ held, file }) => held !== 'no' && file !== 'sent').length > 0;
        const { hazards, resent, wiped } = weigh(one, 'cleared');
        expect(resent.map(({ path }) => path)).toEqual(atRisk ? names(({ file }) => file === 'kept') : []);
        expect(wiped).toEqual(names(({ held, file }) => held === 'certain' && file === 'undeclared'));
        const mayClear = names(({ held, file }) => held === 'possible' && file === 'undeclared').length > 0;
        expect(hazards).toEqual([
          ...(mayClear ? ['may-clear-secrets'] : []),
          ...(resent.length > 0 ? ['resends-secrets'] : []),
        ]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a customer of a server that clears what an update leaves out', () => {
  const clearing: Profile = { ...gentle, omittedSecrets: 'cleared' };
  const authorised = live(
    'Acme',
    {},
    { accessTokenExpires: '2027-01-01T00:00:00Z', echoedSecrets: ['token', 'refresh_token'] },
  );
  const edited = (secrets: SecretReferences) => {
    const before = customer('Acme', { fields: { notes: null }, secrets });
    const after = customer('Acme', { fields: { notes: 'n' }, secrets });
    return plan({ desired: [after], applied: [applied(before)], live: [authorised], profile: clearing }).customers[0];
  };

  test('is updated with its tokens sent again, as a hazard', () => {
    const one = edited({ token: reference, refresh_token: reference });
    const [step] = one?.steps ?? [];
    expect(step?.kind === 'update' && step.fields.map(({ path }) => path)).toEqual(['notes', 'token', 'refresh_token']);
    expect(one).toMatchObject({ hazards: ['resends-secrets'], blocked: [], kept: [] });
  });

  test('needs no refresh, and no warning, once its token is sent again', () => {
    const before = customer('Acme', { secrets: { token: reference, refresh_token: reference } });
    const actions = { refresh_access_token: { within: 365 * day } };
    const after = { ...before, actions, fields: { ...before.fields, notes: 'n' } };
    const planned = plan({ desired: [after], applied: [applied(before)], live: [authorised], profile: clearing });
    expect(planned.customers[0]?.steps.map(({ kind }) => kind)).toEqual(['update']);
    expect(planned.diagnostics).toEqual([]);
  });

  test('is at risk when nothing but a secret is sent', () => {
    const before = customer('Acme', { secrets: { https_proxy: reference } });
    const after = customer('Acme', { secrets: { https_proxy: { ...reference, version: 2 } } });
    const worlds = { desired: [after], applied: [applied(before)], live: [authorised] };
    expect(plan({ ...worlds, profile: clearing }).customers[0]?.blocked[0]?.code).toBe('would-wipe-secrets');
    const unknown = plan({ ...worlds, profile: { ...gentle, omittedSecrets: 'unknown' } });
    expect(unknown.customers[0]?.hazards).toEqual(['may-clear-secrets']);
  });

  test('may hold what only the applied file declared', () => {
    const before = customer('Acme', { secrets: { http_proxy: reference } });
    const after = customer('Acme', { fields: { notes: 'n' } });
    const silent: Profile = { ...clearing, secretsReadAs: 'absent' };
    const planned = plan({ desired: [after], applied: [applied(before)], live: [live('Acme')], profile: silent });
    expect(planned.customers[0]?.hazards).toEqual(['may-clear-secrets']);
  });

  test('is blocked while a token that it holds is in no file', () => {
    const one = edited({ token: reference });
    expect(one?.blocked.map(({ code, message }) => [code, message])).toEqual([
      ['would-wipe-secrets', expect.stringContaining('does not declare refresh_token')],
    ]);
  });

  test('is at no risk while nothing of it is updated', () => {
    const before = customer('Acme');
    const moving = {
      desired: [{ ...before, hierarchy: 'sys.hcs.Globex' }],
      applied: [applied(before)],
      live: [authorised],
    };
    for (const omittedSecrets of ['cleared', 'unknown'] as const) {
      const [one] = plan({ ...moving, profile: { ...gentle, omittedSecrets } }).customers;
      expect(one).toMatchObject({ decision: 'move', hazards: [], blocked: [] });
    }
  });

  test('does not stand in the way of a refresh or a sync', () => {
    const before = customer('Acme');
    const after = customer('Acme', { actions: { sync_users: { on: [], rerun: 'x' } } });
    const [one] = plan({
      desired: [after],
      applied: [applied(before)],
      live: [authorised],
      profile: clearing,
    }).customers;
    expect(one).toMatchObject({ decision: 'action', hazards: [], blocked: [] });
  });
});
