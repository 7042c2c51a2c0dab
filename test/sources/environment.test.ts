import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { readSecretNames, readSettings, resolveSecrets } from '../../src/sources/environment.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sparkform-environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

const good = { VOSS_URL: 'https://voss.example.com/', VOSS_USERNAME: 'user', VOSS_PASSWORD: 'Canary-1' };

function codesOf(env: Readonly<Record<string, string>>): readonly string[] {
  return readSettings({ ...good, ...env }).diagnostics.map(({ code }) => code);
}

function everyPrint(value: unknown): string {
  const deep = inspect(value, { showHidden: true, depth: 10, getters: false });
  return [deep, JSON.stringify(value), String(value), inspect(value)].join('\n');
}

test('three variables are enough, and the rest has defaults', () => {
  const { settings, diagnostics } = readSettings(good);
  expect(diagnostics).toEqual([]);
  expect(settings).toMatchObject({
    url: 'https://voss.example.com',
    username: 'user',
    hierarchy: 'sys',
    caPem: null,
    profile: null,
  });
  expect(settings?.password()).toBe('Canary-1');
  expect([settings?.proxy.https, settings?.proxy.http, settings?.proxy.none]).toEqual([null, null, null]);
});

test('everything that can be set', () => {
  const ca = path.join(folder, 'ca.pem');
  writeFileSync(ca, '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n');
  const { settings } = readSettings({
    ...good,
    VOSS_HIERARCHY: 'sys.hcs.Big Corp',
    VOSS_CA_FILE: ca,
    HTTPS_PROXY: 'http://upper:1',
    https_proxy: 'http://lower:2',
    HTTP_PROXY: 'http://upper:3',
    no_proxy: 'localhost,.example.com',
    SPARKFORM_PROFILE: 'profile.json',
  });
  expect(settings).toMatchObject({ hierarchy: 'sys.hcs.Big Corp', profile: 'profile.json' });
  expect(settings?.caPem).toContain('BEGIN CERTIFICATE');
  const { https, http, none } = settings?.proxy ?? {};
  expect([https, http, none]).toEqual(['http://lower:2', 'http://upper:3', 'localhost,.example.com']);
});

test('all that is missing is told at once, and an empty variable is a missing one', () => {
  const { settings, diagnostics } = readSettings({
    VOSS_PASSWORD: '',
    VOSS_HIERARCHY: 'hcs',
    VOSS_CA_FILE: '/nowhere',
  });
  expect(settings).toBeNull();
  expect(diagnostics.map(({ code, message }) => `${code} ${message.split(' ')[0]}`)).toEqual([
    'missing-variable VOSS_URL',
    'missing-variable VOSS_USERNAME',
    'missing-variable VOSS_PASSWORD',
    'bad-hierarchy VOSS_HIERARCHY',
    'bad-ca-file The',
  ]);
});

test.each<[url: string, codes: readonly string[]]>([
  ['https://voss.example.com:8443/prefix/', []],
  ['http://127.0.0.1:3000', []],
  ['http://127.1.2.3', []],
  ['http://localhost:3000', []],
  ['http://[::1]:3000', []],
  ['http://voss.example.com', ['insecure-url']],
  ['http://localhost.example.com', ['insecure-url']],
  ['http://127.0.0.1.example.com', ['insecure-url']],
  ['http://0.0.0.0', ['insecure-url']],
  ['https://user:Canary-2@voss.example.com', ['bad-url']],
  ['http://Canary-2@localhost', ['bad-url']],
  ['https://voss.example.com/?a=Canary-2', ['bad-url']],
  ['https://voss.example.com/#Canary-2', ['bad-url']],
  ['https://voss.example.com/api/', ['bad-url']],
  ['voss.example.com', ['bad-url']],
  ['ftp://voss.example.com', ['bad-url']],
  ['file:///etc/passwd', ['bad-url']],
  ['not a url Canary-2', ['bad-url']],
])('VOSS_URL %s', (url, codes) => {
  const { settings, diagnostics } = readSettings({ ...good, VOSS_URL: url });
  expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  expect(settings === null).toBe(codes.length > 0);
  expect(JSON.stringify(diagnostics)).not.toContain('Canary');
});

test.each<[name: string, value: string, code: string]>([
  ['VOSS_PASSWORD', 'Canary-3\n', 'bad-variable'],
  ['VOSS_USERNAME', 'Canary-3\r\n', 'bad-variable'],
  ['VOSS_USERNAME', 'Canary:3', 'bad-variable'],
  ['HTTPS_PROXY', 'Canary.example.com:8080', 'bad-proxy'],
  ['http_proxy', 'socks5://user:Canary@proxy', 'bad-proxy'],
  ['VOSS_CA_FILE', folder, 'bad-ca-file'],
])('%s of %j is refused without repeating it', (name, value, code) => {
  expect(codesOf({ [name]: value })).toEqual([code]);
  expect(JSON.stringify(readSettings({ ...good, [name]: value }).diagnostics)).not.toContain('Canary');
});

test('a file without a certificate is no CA file', () => {
  const file = path.join(folder, 'key.pem');
  writeFileSync(file, '-----BEGIN PRIVATE KEY-----\nCanary-4\n');
  expect(codesOf({ VOSS_CA_FILE: file })).toEqual(['bad-ca-file']);
});

test('printing settings shows neither the password nor the credentials of a proxy', () => {
  const { settings } = readSettings({ ...good, https_proxy: 'http://user:Canary-5@proxy:1', NO_PROXY: 'Canary-6' });
  expect(settings?.proxy.https).toContain('Canary-5');
  expect(everyPrint(settings)).not.toContain('Canary');
  expect(everyPrint({ ...settings })).not.toContain('Canary');
});

test('properties every object has are not variables', () => {
  expect(resolveSecrets([{ env: 'constructor', key: null, version: null }], {}).missing).toHaveLength(1);
});

test.each<[source: string | undefined, name: string, accepted: boolean | null]>([
  [undefined, 'WEBEX_A', true],
  ['', 'WEBEX_A', true],
  [undefined, 'GITHUB_TOKEN', false],
  ['^ACME_[A-Z]+$', 'ACME_A', true],
  ['ACME_', 'ACME_', true],
  ['ACME_', 'ACME_A', false],
  ['A|B', 'BC', false],
  ['A|B', 'B', true],
  ['(', '', null],
  [')|(', '', null],
])('with SPARKFORM_SECRET_NAMES %j the name %s', (source, name, accepted) => {
  const { secretNames, diagnostics } = readSecretNames({ SPARKFORM_SECRET_NAMES: source });
  expect(secretNames?.test(name) ?? null).toBe(accepted);
  expect(diagnostics.map(({ code }) => code)).toEqual(accepted === null ? ['bad-secret-names'] : []);
});

test('secrets are found by name and key, and the version does not matter', () => {
  const env = { WEBEX_A: 'Canary-a', WEBEX_MANY: JSON.stringify({ 'acme.token': 'Canary-b', __proto__: 1, n: 5 }) };
  const references = [
    { env: 'WEBEX_A', key: null, version: 1 },
    { env: 'WEBEX_MANY', key: 'acme.token', version: null },
  ];
  const { secrets, missing } = resolveSecrets(references, env);
  expect(missing).toEqual([]);
  expect(references.map((reference) => secrets.reveal({ ...reference, version: 'other' }))).toEqual([
    'Canary-a',
    'Canary-b',
  ]);
  expect(everyPrint(secrets)).not.toContain('Canary');
  expect(() => secrets.reveal({ env: 'WEBEX_A', key: 'x', version: null })).toThrow('WEBEX_A, key x');
});

test('what is missing is told at once, each once, without the values', () => {
  const env = {
    WEBEX_EMPTY: '',
    WEBEX_TEXT: 'Canary-c',
    WEBEX_LIST: '["Canary-d"]',
    WEBEX_MANY: '{"acme": {"token": "Canary-e"}, "number": 5, "empty": "", "line": "Canary-f\\n"}',
    WEBEX_LINE: 'Canary-g\n',
  };
  const wanted: readonly (readonly [env: string, key: string | null])[] = [
    ['WEBEX_NONE', null],
    ['WEBEX_NONE', null],
    ['WEBEX_EMPTY', null],
    ['WEBEX_TEXT', 'a'],
    ['WEBEX_LIST', '0'],
    ['WEBEX_MANY', 'acme.token'],
    ['WEBEX_MANY', 'number'],
    ['WEBEX_MANY', 'empty'],
    ['WEBEX_MANY', 'toString'],
    ['WEBEX_MANY', 'line'],
    ['WEBEX_LINE', null],
  ];
  const { missing } = resolveSecrets(
    wanted.map(([name, key]) => ({ env: name, key, version: null })),
    env,
  );
  expect(missing.map(({ code }) => code)).toEqual([
    ...['missing-secret', 'missing-secret', 'secret-not-json', 'secret-not-json', 'missing-secret', 'missing-secret'],
    ...['missing-secret', 'missing-secret', 'bad-secret', 'bad-secret'],
  ]);
  expect(JSON.stringify(missing)).not.toContain('Canary');
});

test('no value of the environment is ever repeated, whatever it is', () => {
  const names = [
    'VOSS_URL',
    'VOSS_USERNAME',
    'VOSS_PASSWORD',
    'VOSS_HIERARCHY',
    'VOSS_CA_FILE',
    'HTTPS_PROXY',
    'WEBEX_A',
  ];
  // Marked, so that it cannot be a part of our own words.
  const value = fc.string({ maxLength: 40 }).map((text) => `Zq9${text}`);
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (env) => {
      const { missing } = resolveSecrets([{ env: 'WEBEX_A', key: 'k', version: null }], env);
      expect(JSON.stringify([readSettings(env).diagnostics, missing])).not.toContain('Zq9');
    }),
  );
});
