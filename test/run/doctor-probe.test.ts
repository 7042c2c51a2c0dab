import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Behaviour, defaultBehaviour } from '../../src/sandbox/behaviour.ts';
import { runHere } from '../support/in-process.ts';
import { askDoctor, home, leaksOf, openUnknown, probeWords, recordsOf } from './probing.ts';

/** Each switch with its settings; the words of transactions with one that no document has. */
const switches = {
  payload: ['bare', 'wrapped'],
  createAnswer: ['instance', 'transaction'],
  secretsReadAs: ['absent', 'empty', 'masked', 'ciphertext'],
  omittedProperties: ['kept', 'cleared'],
  omittedSecrets: ['kept', 'cleared'],
  emptyValues: ['omitted', 'shown'],
  hierarchyIn: ['path-text', 'path-list', 'parent'],
  succeededWords: [['Success'], ['Completed'], ['Accomplished']],
  failedWords: [['Fail'], ['Error'], ['Botched']],
  moveKeepsPkid: ['yes', 'no'],
  findsByExternalId: ['yes', 'no'],
  bulkModify: ['pkids', 'hrefs', 'none'],
} as const;

const everything = process.env['SPARKFORM_CHAOS'] === 'all';

type Settings = Partial<Behaviour>;

const oneByOne: readonly Settings[] = Object.entries(switches).flatMap(([name, values]) =>
  values.map((value) => ({ [name]: value })),
);

/** Rows in which every setting occurs, beside others each time. */
const mixed: readonly Settings[] = Array.from({ length: 8 }, (_, row) =>
  Object.fromEntries(
    Object.entries(switches).map(([name, values], index) => [
      name,
      values[(row + Math.floor(row / values.length) * index) % values.length],
    ]),
  ),
);

const base: Settings = { ...defaultBehaviour, succeededWords: ['Success'], failedWords: ['Fail'] };

function expected(settings: Settings): Settings {
  const { duplicateNames: _, secretsInExports: __, omittedInBulk: ___, ...known } = { ...base, ...settings };
  // Where secrets do not show, nobody can say what a bulk modification does to them.
  const silent = known.secretsReadAs === 'absent' || (known.secretsReadAs === 'empty' && known.emptyValues === 'shown');
  if (!silent || known.bulkModify === 'none') return known;
  const { bulkModify: ____, ...others } = known;
  return others;
}

describe('a probe finds exactly how the server behaves, and leaves nothing behind', () => {
  // Between them the mixed rows have every setting.
  test.concurrent.for(everything ? [...oneByOne, ...mixed] : mixed)(
    '%j',
    async (settings, { onTestFinished, expect }) => {
      const lab = await openUnknown({ behaviour: { ...base, ...settings } }, onTestFinished);
      const before = recordsOf(lab);
      const { status, values, text, checks } = await askDoctor(lab, probeWords);
      expect(checks.filter((one) => one.status === 'failed')).toEqual([]);
      const { bulkModify, ...others } = values;
      const told = bulkModify === 'unknown' ? others : values;
      expect([status, told]).toEqual([0, expected(settings)]);
      expect(recordsOf(lab)).toBe(before);
      expect(leaksOf(lab, text)).toEqual([]);
      const written = JSON.parse(readFileSync(path.join(lab.path, 'schemas/profiles/default.json'), 'utf8'));
      expect(written).toEqual({ $schema: '../profile.schema.json', ...expected(settings) });
    },
  );
});

test.each([
  [{ omittedInBulk: 'as-update', omittedProperties: 'cleared' }, 'none'],
  [{ omittedInBulk: 'as-update', omittedProperties: 'kept', omittedSecrets: 'cleared' }, 'none'],
  [{ omittedInBulk: 'as-update', omittedProperties: 'kept', omittedSecrets: 'kept' }, 'pkids'],
] as const)('a bulk modification that touches what it leaves out is not used: %j', async (behaviour, value) => {
  const lab = await openUnknown({ behaviour: { ...base, ...behaviour } });
  const { values } = await askDoctor(lab, probeWords);
  expect(values['bulkModify']).toBe(value);
});

describe('where nothing can tell', () => {
  const silent: Settings = { secretsReadAs: 'absent' };
  const failing = [{ match: { path: /\+RefreshAccessToken/ }, kind: 'fail-transaction' }] as const;

  test.each([
    [{ ...silent, omittedProperties: 'cleared', omittedSecrets: 'kept' }, 'unknown', 'real tokens'],
    [{ ...silent, omittedProperties: 'cleared', omittedSecrets: 'cleared' }, 'unknown', 'real tokens'],
    [{ ...silent, omittedProperties: 'kept', omittedSecrets: 'kept' }, 'unknown', 'real tokens'],
    [{ ...silent, omittedProperties: 'kept', omittedSecrets: 'cleared' }, 'cleared', 'no expiry any more'],
  ] as const)('whether secrets are kept: %j', async (behaviour, value, reason) => {
    const lab = await openUnknown({ behaviour, faults: failing });
    const { values, findings, status } = await askDoctor(lab, probeWords);
    expect([status, values['omittedSecrets']]).toEqual([0, value]);
    expect(findings.find(({ name }) => name === 'omittedSecrets')?.how).toContain(reason);
    const written = JSON.parse(readFileSync(path.join(lab.path, 'schemas/profiles/default.json'), 'utf8'));
    expect(written['omittedSecrets']).toBe(value === 'unknown' ? undefined : value);
  });

  test('one refresh that fails for another reason decides nothing', async () => {
    const once = [{ match: { path: /\+RefreshAccessToken/ }, kind: 'fail-transaction', after: 1, times: 1 }] as const;
    const lab = await openUnknown({ behaviour: { ...silent, omittedSecrets: 'kept' }, faults: once });
    expect((await askDoctor(lab, probeWords)).values['omittedSecrets']).toBe('kept');
  });

  test('moves, without a second node or where the server refuses them', async () => {
    const lab = await openUnknown();
    const { values } = await askDoctor(lab, ['doctor', '--probe', home, '--auto-approve', '--rate', '1000']);
    expect(values['moveKeepsPkid']).toBe('unknown');
    expect(lab.sandbox.requests.filter((one) => one.path.includes('DataMove'))).toEqual([]);

    const refusing = await openUnknown({ faults: [{ match: { path: /DataMove/ }, kind: 'fail-transaction' }] });
    const told = await askDoctor(refusing, probeWords);
    expect([told.status, told.values['moveKeepsPkid']]).toEqual([0, 'unknown']);
  });
});

describe('nothing is created', () => {
  test.each([
    ['a node that does not exist', 'sys.hcs.Nowhere', /does not exist, or the user may not see it/],
    ['a node that takes no customers', 'sys.hcs.Contoso', /does not take relation\/SparkCustomer/],
  ])('at %s', async (_, hierarchy, reason) => {
    for (const places of [
      ['--probe', hierarchy],
      ['--probe', home, '--probe-move', hierarchy],
    ]) {
      const lab = await openUnknown();
      const { status, checks } = await askDoctor(lab, ['doctor', ...places, '--auto-approve', '--rate', '1000']);
      expect(status).toBe(1);
      expect(checks.find(({ name }) => name === 'probe')?.found).toMatch(reason);
      expect([lab.writes(), existsSync(path.join(lab.path, 'schemas'))]).toEqual([0, false]);
    }
  });

  test('without somebody who approves it', async () => {
    const lab = await openUnknown();
    const words = ['doctor', '--probe', home, '--rate', '1000'];
    const alone = await runHere(lab, words);
    expect([alone.status, alone.stderr]).toEqual([1, expect.stringContaining('--auto-approve')]);
    const refused = await runHere(lab, words, { terminal: true, ask: () => Promise.resolve('y') });
    expect([refused.status, refused.stderr, lab.writes()]).toEqual([1, expect.stringContaining('not approved'), 0]);
    const approved = await runHere(lab, words, { terminal: true, ask: () => Promise.resolve('yes') });
    expect(approved.status).toBe(0);
  });

  test('where one of the checks of the server fails', async () => {
    const lab = await openUnknown({ faults: [{ match: { path: /tool\/Transaction/ }, kind: 'redirect' }] });
    const { status, checks } = await askDoctor(lab, probeWords);
    expect([status, lab.writes(), checks.at(-1)?.found]).toEqual([1, 0, expect.stringContaining('not begun')]);
  });
});

test('a record of an earlier probe is told, and left to whoever made it', async () => {
  const lab = await openUnknown();
  const { pkid } = lab.sandbox.state.add(home, { name: 'sparkform-probe-000000000000' });
  const before = recordsOf(lab);
  const { status, checks } = await askDoctor(lab, probeWords);
  expect(checks.filter(({ name }) => name === 'another throw-away customer')).toEqual([
    expect.objectContaining({ status: 'warning', found: expect.stringContaining(pkid) }),
  ]);
  expect([status, recordsOf(lab)]).toEqual([0, before]);
});

describe('the profile', () => {
  const file = 'schemas/profiles/lab.json';
  const words = [...probeWords, '--env', 'lab'];

  test('that says the same stays as it is', async () => {
    const lab = await openUnknown();
    lab.write({ [file]: '{"payload": "bare"  , "moveKeepsPkid": "yes"}' });
    await askDoctor(lab, [...words, '--force']);
    const after = readFileSync(path.join(lab.path, file), 'utf8');
    expect((await askDoctor(lab, words)).status).toBe(0);
    expect(readFileSync(path.join(lab.path, file), 'utf8')).toBe(after);
  });

  test('that says something else is overwritten with --force only, and what differs is told', async () => {
    const lab = await openUnknown();
    lab.write({ [file]: '{"omittedSecrets":"cleared","secretsReadAs":"masked"}' });
    const kept = await askDoctor(lab, words);
    expect(kept.status).toBe(1);
    const line = 'omittedSecrets is cleared there, kept was found';
    expect(kept.checks.at(-1)?.found).toContain(line);
    expect(readFileSync(path.join(lab.path, file), 'utf8')).toContain('"cleared"');
    const forced = await askDoctor(lab, [...words, '--force']);
    expect([forced.status, forced.checks.at(-1)?.found]).toEqual([0, expect.stringContaining(line)]);
    expect(JSON.parse(readFileSync(path.join(lab.path, file), 'utf8'))).toMatchObject({ omittedSecrets: 'kept' });
  });

  test('keeps what the probe could not find out', async () => {
    const lab = await openUnknown();
    lab.write({ [file]: '{"omittedSecrets":"cleared","moveKeepsPkid":"no"}' });
    await askDoctor(lab, ['doctor', '--probe', home, '--auto-approve', '--force', '--env', 'lab', '--rate', '1000']);
    const written = JSON.parse(readFileSync(path.join(lab.path, file), 'utf8'));
    expect(written).toMatchObject({ omittedSecrets: 'kept', moveKeepsPkid: 'no' });
  });

  test('goes where --output says', async () => {
    const lab = await openUnknown();
    const { status } = await askDoctor(lab, [...words, '--output', 'found.json']);
    expect([status, existsSync(path.join(lab.path, file))]).toEqual([0, false]);
    expect(JSON.parse(readFileSync(path.join(lab.path, 'found.json'), 'utf8'))).toMatchObject({ payload: 'bare' });
  });
});

test('the second node may be below the first', async () => {
  const lab = await openUnknown({
    seed: {
      nodes: ['sys', 'sys.hcs', 'sys.hcs.Lab', 'sys.hcs.Lab.One'].map((node) => ({ path: node, type: 'Customer' })),
      customers: [],
    },
  });
  const places = ['--probe', 'sys.hcs.Lab', '--probe-move', 'sys.hcs.Lab.One'];
  const { status, values } = await askDoctor(lab, ['doctor', ...places, '--auto-approve', '--rate', '1000']);
  expect([status, values['moveKeepsPkid'], lab.sandbox.state.customers]).toEqual([0, 'yes', []]);
});
