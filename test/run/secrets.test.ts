import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ciphertext } from '../../src/sandbox/wire-customer.ts';
import { runHere } from '../support/in-process.ts';
import { customerFile, type Lab, openLab } from '../support/lab.ts';
import { type Canary, canary, openSearch, refusedCanary } from './canaries.ts';

const names = ['Alpha', 'Bravo', 'Charlie', 'Delta'];
const secretProperties = ['token', 'refresh_token', 'http_proxy', 'https_proxy'] as const;

/** Every secret there is in one run: what the environment holds, and what the server holds. */
const secrets = fc.record({
  password: canary,
  wrongPassword: canary,
  proxy: canary,
  token: canary,
  bundled: fc.tuple(canary, canary, canary),
  stored: fc.tuple(...['Alpha', 'Charlie', 'Delta'].map(() => fc.tuple(canary, canary, canary, canary, canary))),
});

type Secrets = typeof secrets extends fc.Arbitrary<infer T> ? T : never;

/** How the server shows secrets. What it shows instead of one is nobody's business either. */
const behaviour = fc.record({
  secretsReadAs: fc.constantFrom('masked' as const, 'ciphertext' as const),
  emptyValues: fc.constantFrom('shown' as const, 'omitted' as const),
  payload: fc.constantFrom('bare' as const, 'wrapped' as const),
});

function seedOf({ stored }: Secrets) {
  const customers = ['Alpha', 'Charlie', 'Delta'].map((name, index) => {
    const [legacy, ...own] = stored[index] ?? [];
    const held = secretProperties.map((property, place) => [property, own[place]?.text ?? '']);
    const expires = { access_token_expires: '2036-01-01 00:00:00', refresh_token_expires: '2036-01-01 00:00:00' };
    // A property of a newer server that holds a secret in clear, and a copy of it under a name that does not say so.
    const newer = { legacy_token: legacy?.text ?? '', base_url_setting: `https://x.example/?t=${legacy?.text ?? ''}` };
    const data = { name, email_domain: 'one.example', ...expires, ...Object.fromEntries(held) };
    return { hierarchy: `sys.hcs.${name}`, data: (legacy?.text.length ?? 0) < 8 ? data : { ...data, ...newer } };
  });
  return {
    nodes: [
      { path: 'sys', type: 'System' },
      { path: 'sys.hcs', type: 'Provider' },
      ...[...names, 'Elsewhere'].map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' })),
    ],
    customers,
  };
}

function alpha(domain: string, version: number): Readonly<Record<string, string>> {
  const lines = [
    `  email_domain: ${domain}`,
    `  token: { env: WEBEX_ALPHA_TOKEN, version: ${version} }`,
    `  refresh_token: { env: WEBEX_BUNDLE, key: alpha.refresh, version: ${version} }`,
    `  https_proxy: { env: WEBEX_PROXY, version: ${version} }`,
  ];
  return { 'customers/alpha.yaml': customerFile('Alpha', lines) };
}

const bravo = {
  'customers/bravo.yaml': customerFile('Bravo', [
    '  token: { env: WEBEX_BUNDLE, key: bravo.token }',
    '  refresh_token: { env: WEBEX_BUNDLE, key: bravo.refresh }',
    '  http_proxy: { env: WEBEX_PROXY }',
  ]),
};

const first = {
  ...alpha('one.example', 1),
  'customers/charlie.yaml': customerFile('Charlie', ['  email_domain: one.example']),
  'customers/delta.yaml': customerFile('Delta', ['  email_domain: one.example']),
};

/** A change of every kind: an update that sends secrets, a create, a move and a delete. */
const second = {
  ...alpha('two.example', 2),
  ...bravo,
  'customers/charlie.yaml': customerFile('Charlie', ['  email_domain: two.example'], 'sys.hcs.Elsewhere'),
  'customers/delta.yaml': null,
};

function canariesOf({ password, wrongPassword, proxy, token, bundled, stored }: Secrets): readonly Canary[] {
  const known = [password, wrongPassword, proxy, token, ...bundled, ...stored.flat()];
  const shown = [proxy, token, ...bundled, ...stored.flat()].map(({ text }) => ciphertext(text));
  return [...known, ...shown.map((text) => ({ text, core: text.slice(4, -1) }))];
}

function environmentOf({ proxy, token, bundled, password }: Secrets): Readonly<Record<string, string>> {
  const [refresh, bravoToken, bravoRefresh] = bundled.map(({ text }) => text);
  return {
    VOSS_PASSWORD: password.text,
    WEBEX_ALPHA_TOKEN: token.text,
    WEBEX_PROXY: proxy.text,
    WEBEX_BUNDLE: JSON.stringify({
      'alpha.refresh': refresh,
      'bravo.token': bravoToken,
      'bravo.refresh': bravoRefresh,
    }),
  };
}

/** More of them, for the long run (`npm run test:chaos`). */
const everything = process.env['SPARKFORM_CHAOS'] === 'all';

/** A smaller counterexample would tell nothing more, and each try takes seconds. */
const quick = { endOnFailure: true };

const plan = ['plan', '--rate', '1000'];
const apply = [
  'apply',
  '--auto-approve',
  '--rate',
  '1000',
  '--allow',
  'deletes-customer',
  '--max-change-percent',
  '100',
];

/** Runs a command and says where in what it wrote a secret stands. */
function openRuns(lab: Lab, search: ReturnType<typeof openSearch>) {
  const statuses: number[] = [];
  const leaks: string[] = [];
  return {
    statuses,
    leaks,
    async run(...words: readonly string[]) {
      const { status, stdout, stderr } = await runHere(lab, words);
      statuses.push(status);
      leaks.push(...search(`stdout of ${words.join(' ')}`, stdout), ...search(`stderr of ${words.join(' ')}`, stderr));
    },
  };
}

/** Files hold bytes, which may be read as latin1 or as UTF-8. */
function everythingIn(lab: Lab): string {
  const text = lab.everything();
  return `${text}\n${Buffer.from(text, 'latin1').toString('utf8')}`;
}

test('no secret of the environment or of the server is in anything that is written, whatever happens', async () => {
  const property = fc.asyncProperty(secrets, behaviour, async (all, shows) => {
    const lab = await openLab({ seed: seedOf(all), behaviour: shows, password: all.password.text });
    Object.assign(lab.env, environmentOf(all));
    delete lab.env['SPARKFORM_PROFILE'];
    const profile = { ...shows, omittedSecrets: 'kept', omittedProperties: 'cleared', moveKeepsPkid: 'yes' };
    const search = openSearch(canariesOf(all));
    const { run, statuses, leaks } = openRuns(lab, search);

    lab.commit({ ...first, 'schemas/profiles/default.json': JSON.stringify(profile) });
    await run('validate', '--format', 'json');
    await run(...apply);
    lab.commit(second);
    await run(...plan, '--verbose', '--report', 'html=plan.html');
    await run(...plan, '--format', 'json', '--output', 'plan.json');
    await run(...apply, '--max-deletes', '0', '--verbose');

    const refusals = ['echo', 'fail-transaction', 'success-false', 'html', 'truncated'] as const;
    lab.sandbox.setFaults(['PUT', 'POST', 'DELETE'].map((method) => ({ match: { method }, kind: 'echo' })));
    await run(...apply, '--verbose', '--output', 'apply.txt', '--report', 'html=apply.html');
    lab.sandbox.setFaults([{ match: { method: 'GET', path: 'SparkCustomer/[0-9a-f]{24}' }, kind: 'echo' }]);
    await run(...plan);
    lab.sandbox.setFaults(refusals.map((kind) => ({ match: {}, kind, after: 2, times: 1 })));
    await run(...apply, '--format', 'json');
    lab.sandbox.setFaults([{ match: {}, kind: 'fail-transaction' }]);
    await run(...apply, '--verbose', '--format', 'json', '--output', 'failed.json');

    lab.sandbox.setFaults([]);
    lab.env['VOSS_PASSWORD'] = all.wrongPassword.text;
    await run(...plan, '--verbose');
    lab.env['VOSS_PASSWORD'] = all.password.text;
    await run(...apply, '--format', 'json', '--output', 'apply.json');
    await run('drift', '--rate', '1000', '--fail-on-expiry', '14d', '--verbose', '--report', 'html=drift.html');
    await run('status', '--rate', '1000', '--format', 'json', '--output', 'status.json');
    lab.sandbox.setFaults([{ match: { method: 'GET', path: 'SparkCustomer/[0-9a-f]{24}' }, kind: 'echo' }]);
    await run('drift', '--rate', '1000', '--fail-on-expiry', '14d', '--format', 'json', '--output', 'drift.json');

    expect([...leaks, ...search('the folder', everythingIn(lab))]).toEqual([]);
    // What the test is about did happen.
    const same = all.password.text === all.wrongPassword.text;
    expect(statuses).toEqual([0, 0, 0, 0, 4, 3, 1, expect.any(Number), 3, same ? 0 : 1, 0, 0, 0, 1]);
    expect(lab.sandbox.state.named('Bravo')[0]?.data['token']).toBe(all.bundled[1].text);
    expect(lab.sandbox.state.named('Alpha')[0]?.data['https_proxy']).toBe(all.proxy.text);
  });
  await fc.assert(property, { numRuns: everything ? 50 : 2, ...quick });
}, 600_000);

describe('a secret that cannot be used is named and not repeated', () => {
  test('with control characters, plain or in a JSON object, or in JSON that is none', async () => {
    const property = fc.asyncProperty(refusedCanary, refusedCanary, canary, async (plain, bundled, broken) => {
      const lab = await openLab({
        seed: {
          nodes: [
            { path: 'sys', type: 'System' },
            { path: 'sys.hcs', type: 'Customer' },
          ],
          customers: [],
        },
      });
      const search = openSearch([plain, bundled, broken]);
      const { run, statuses, leaks } = openRuns(lab, search);
      Object.assign(lab.env, {
        WEBEX_PLAIN: plain.text,
        WEBEX_BUNDLE: JSON.stringify({ token: bundled.text, nested: { token: broken.text } }),
        WEBEX_BROKEN: `{"token":"${broken.text}",`,
      });
      const references = [
        '{ env: WEBEX_PLAIN }',
        '{ env: WEBEX_BUNDLE, key: token }',
        '{ env: WEBEX_BUNDLE, key: nested }',
        '{ env: WEBEX_BROKEN, key: token }',
      ];
      lab.commit(
        Object.fromEntries(
          references.map((reference, index) => [
            `customers/${index}.yaml`,
            customerFile(`C${index}`, [`  token: ${reference}`], 'sys.hcs'),
          ]),
        ),
      );
      await run(...plan, '--verbose');
      await run(...plan, '--format', 'json');
      await run(...apply);
      await run(...apply, '--format', 'json');
      lab.env['VOSS_PASSWORD'] = plain.text;
      await run(...plan);
      lab.env['VOSS_URL'] = `https://robot:${encodeURIComponent(broken.text)}@voss.example`;
      await run(...plan, '--format', 'json');
      expect([...leaks, ...search('the folder', everythingIn(lab))]).toEqual([]);
      expect([statuses, lab.writes()]).toEqual([[0, 0, 1, 1, 1, 1], 0]);
    });
    await fc.assert(property, { numRuns: everything ? 20 : 1, ...quick });
  }, 600_000);
});

describe('the search itself', () => {
  const secret: Canary = { text: 'pässword"<&\'42/+x', core: 'pässword"<&\'42/+x' };
  const search = openSearch([secret]);
  const bytes = Buffer.from(secret.text);

  test.each([
    ['as it is', secret.text],
    ['a piece', secret.text.slice(3, 11)],
    ['in JSON', JSON.stringify({ token: secret.text })],
    ['in JSON in JSON', JSON.stringify(JSON.stringify({ token: secret.text }))],
    ['in a query', `?x=${encodeURIComponent(secret.text)}`],
    ['in a form', new URLSearchParams({ x: secret.text }).toString()],
    ['in HTML', 'pässword&quot;&lt;&amp;&#39;42/+x'],
    ['in base64', Buffer.concat([Buffer.from('user:'), bytes]).toString('base64')],
    ['in hexadecimal', bytes.toString('hex').toUpperCase()],
    ['in capitals', secret.text.toUpperCase()],
  ])('finds it %s', (_, text) => {
    expect(search('a text', `before ${text} after`)).not.toEqual([]);
  });

  test('finds nothing in what has too little of it', () => {
    expect(search('a text', `${secret.text.slice(0, 7)} ${JSON.stringify(first)}`)).toEqual([]);
  });
});
