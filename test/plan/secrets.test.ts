import { describe, expect, test } from 'vitest';
import type { Customer, SecretReferences } from '../../src/model/customer.ts';
import type { LiveCustomer } from '../../src/model/live.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { SecretReference } from '../../src/model/secret.ts';
import type { Unfinished } from '../../src/model/state.ts';
import { heldSecrets } from '../../src/plan/secrets.ts';
import { applied, customer, gentle, live, plan } from './world.ts';

const token: SecretReference = { env: 'WEBEX_ACME_TOKEN', key: null, version: 1 };
const proxy: SecretReference = { env: 'WEBEX_PROXIES', key: 'acme', version: null };

function withSecrets(secrets: SecretReferences): Customer {
  return customer('Acme', { secrets });
}

/** The secrets that the plan for Acme sends, by property. */
function sentBy(worlds: Parameters<typeof plan>[0]): SecretReferences {
  const [one] = plan(worlds).customers;
  const changes = one?.steps.flatMap((step) => (step.kind === 'create' || step.kind === 'update' ? step.fields : []));
  return Object.fromEntries(
    changes?.flatMap((field) => ('reference' in field ? [[field.path, field.reference]] : [])) ?? [],
  );
}

describe('an update sends', () => {
  const cases: readonly (readonly [string, SecretReferences, SecretReferences, SecretReferences])[] = [
    ['nothing while the reference stays', { token }, { token }, {}],
    ['one that is new in the file', {}, { token }, { token }],
    [
      'one from another variable',
      { token },
      { token: { ...token, env: 'WEBEX_B' } },
      { token: { ...token, env: 'WEBEX_B' } },
    ],
    ['one under another key', { token }, { token: { ...token, key: 'k' } }, { token: { ...token, key: 'k' } }],
    ['one of another version', { token }, { token: { ...token, version: 2 } }, { token: { ...token, version: 2 } }],
    [
      'a version that is a text now',
      { token },
      { token: { ...token, version: '1' } },
      { token: { ...token, version: '1' } },
    ],
    ['only the one that changed', { token, https_proxy: proxy }, { token, https_proxy: null }, { https_proxy: null }],
    ['a proxy that was cleared before', { https_proxy: null }, { https_proxy: proxy }, { https_proxy: proxy }],
    ['nothing while a proxy stays cleared', { https_proxy: null }, { https_proxy: null }, {}],
    ['nothing for one that the file no longer manages', { token }, {}, {}],
  ];
  test.each(cases)('%s', (_, before, after, sent) => {
    const worlds = { desired: [withSecrets(after)], applied: [applied(withSecrets(before))], live: [live('Acme')] };
    expect(sentBy(worlds)).toEqual(sent);
    const [one] = plan(worlds).customers;
    expect(one?.asked).toBe(Object.keys(sent).length > 0);
    // What is declared and not sent is shown as kept.
    expect(one?.kept.map(({ path }) => path)).toEqual(Object.keys(after).filter((name) => !(name in sent)));
  });
});

test('a create sends every secret that the file declares, and none that it clears', () => {
  expect(sentBy({ desired: [withSecrets({ token, https_proxy: null, http_proxy: proxy })] })).toEqual({
    token,
    http_proxy: proxy,
  });
});

test('an adoption sends none: the server may hold a newer token', () => {
  const worlds = { desired: [customer('Acme', { secrets: { token }, fields: { notes: 'n' } })], live: [live('Acme')] };
  expect(sentBy(worlds)).toEqual({});
  expect(plan(worlds).customers[0]).toMatchObject({ decision: 'update', kept: [{ path: 'token', reference: token }] });
});

test('an adoption clears a proxy that the file says is to be empty, where the server shows one', () => {
  const desired = [withSecrets({ token, https_proxy: null })];
  const held = live('Acme', {}, { echoedSecrets: ['token', 'https_proxy'] });
  expect(sentBy({ desired, live: [held] })).toEqual({ https_proxy: null });
  expect(plan({ desired, live: [held] }).customers[0]?.hazards).toEqual(['adopts-customer']);
  expect(sentBy({ desired, live: [live('Acme', {}, { echoedSecrets: ['token'] })] })).toEqual({});
});

describe('what an unfinished run sent', () => {
  const sent: Unfinished = { actions: [], secrets: { token }, reruns: {} };

  test('is not sent again by the next one', () => {
    const state = [applied(withSecrets({}), { unfinished: sent })];
    expect(sentBy({ desired: [withSecrets({ token })], applied: state, live: [live('Acme')] })).toEqual({});
  });

  test('is not sent again where nothing but the create was done', () => {
    const state = [applied(withSecrets({}), { customer: null, unfinished: sent })];
    expect(sentBy({ desired: [withSecrets({ token })], applied: state, live: [live('Acme')] })).toEqual({});
  });

  test('is sent again when the file names another one by then', () => {
    const state = [applied(withSecrets({}), { unfinished: sent })];
    const newer = { ...token, version: 2 };
    expect(sentBy({ desired: [withSecrets({ token: newer })], applied: state, live: [live('Acme')] })).toEqual({
      token: newer,
    });
  });

  test('counts before what was applied: going back to the old one sends it', () => {
    const state = [applied(withSecrets({ token: { ...token, version: 0 } }), { unfinished: sent })];
    const older = { ...token, version: 0 };
    expect(sentBy({ desired: [withSecrets({ token: older })], applied: state, live: [live('Acme')] })).toEqual({
      token: older,
    });
  });
});

describe('the secrets that a record holds', () => {
  const masking: Profile = { ...gentle, secretsReadAs: 'masked' };
  const silent: Profile = { ...gentle, secretsReadAs: 'absent' };
  const all = ['token', 'refresh_token', 'http_proxy', 'https_proxy'];
  const cases: readonly (readonly [
    string,
    Partial<LiveCustomer>,
    SecretReferences,
    Profile,
    readonly string[],
    readonly string[],
  ])[] = [
    ['shown by the server', { echoedSecrets: ['http_proxy'] }, {}, masking, ['http_proxy'], []],
    [
      'tokens, by the expiry of the access token',
      { accessTokenExpires: 'soon' },
      {},
      masking,
      ['token', 'refresh_token'],
      [],
    ],
    ['a refresh token, by its own expiry', { refreshTokenExpires: 'soon' }, {}, masking, ['refresh_token'], []],
    ['none where a mask would show', {}, { token }, masking, [], []],
    [
      'perhaps all where a list entry does not show masks',
      { whole: false, echoedSecrets: ['token'] },
      {},
      masking,
      ['token'],
      all.slice(1),
    ],
    ['perhaps the declared ones where nothing shows', {}, { https_proxy: null }, silent, [], ['https_proxy']],
    [
      'perhaps more where it was authorised',
      { accessTokenExpires: 'soon' },
      {},
      silent,
      ['token', 'refresh_token'],
      ['http_proxy', 'https_proxy'],
    ],
    ['none where nobody ever gave it any', {}, {}, silent, [], []],
  ];
  test.each(cases)('%s', (_, parts, secrets, profile, certain, possible) => {
    expect(heldSecrets(live('Acme', {}, parts), [withSecrets(secrets), null], profile)).toEqual({ certain, possible });
  });

  test('the file that was applied counts as well as the one at hand', () => {
    const held = heldSecrets(live('Acme'), [withSecrets({}), withSecrets({ token })], silent);
    expect(held).toEqual({ certain: [], possible: ['token'] });
  });
});
