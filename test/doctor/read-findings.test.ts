import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { echoOf } from '../../src/api/wire/echo.ts';
import { decodeProbed } from '../../src/api/wire/probed.ts';
import { clearSecrets, readFindings } from '../../src/doctor/read-findings.ts';
import { makeUpThrowAway } from '../../src/doctor/throw-away.ts';

const { whole, marks } = makeUpThrowAway();
const token = String(whole['token']);

describe('how a secret came back', () => {
  test.each([
    [undefined, 'absent'],
    [null, 'absent'],
    ['', 'empty'],
    ['********', 'masked'],
    ['••••1234', 'masked'],
    ['ENC[Zm9vYmFyYmF6cXV4]', 'ciphertext'],
    [{ encrypted: 'Zm9vYmFyYmF6cXV4' }, 'ciphertext'],
    [token, 'clear'],
    [`Bearer ${token}`, 'clear'],
    [token.slice(0, -4), 'clear'],
    [Buffer.from(token).toString('base64'), 'clear'],
    [encodeURIComponent(String(whole['https_proxy'])), 'clear'],
    [[token], 'clear'],
  ] as const)('%j is %s', (value, echo) => {
    expect(echoOf(value, marks.secrets)).toBe(echo);
  });

  test('a text that has nothing of the secrets is never clear, one that has all of one always', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string(), fc.constantFrom(...marks.secrets), (id, around, secret) => {
        expect(echoOf(id, marks.secrets)).toBe('ciphertext');
        fc.pre(!/[*•]{3}/.test(around));
        expect(echoOf(`${around}${secret}${around}`, marks.secrets)).toBe('clear');
      }),
    );
  });
});

const node = { pkid: 'a'.repeat(24), path: 'sys.hcs.Lab', type: null, acceptsCustomers: null };
const parent = { references: { parent: [{ pkid: node.pkid }] } };

function read(data: object, meta: object = { path: 'sys.hcs.Lab' }) {
  const record = decodeProbed({ meta, data: { name: whole['name'], ...data } }, 'p', [node], marks.secrets);
  return { record, found: Object.fromEntries(readFindings(record, 'sys.hcs.Lab').map((one) => [one.name, one])) };
}

describe('what a read shows', () => {
  test('secrets in clear are told by name and never by value', () => {
    const { record, found } = read({ token, refresh_token: '****', https_proxy: '****' });
    expect(clearSecrets(record)).toEqual(['token']);
    expect(found['secretsReadAs']).toMatchObject({
      value: 'unknown',
      how: expect.stringContaining('in clear: token clear'),
    });
    for (const secret of marks.secrets) expect(JSON.stringify([record, found])).not.toContain(secret);
  });

  test('secrets that do not come back alike are no knowledge', () => {
    const { found } = read({ token: '****', refresh_token: '****', https_proxy: 'Zm9vYmFyYmF6' });
    expect(found['secretsReadAs']).toMatchObject({
      value: 'unknown',
      how: expect.stringContaining('https_proxy ciphertext'),
    });
  });

  test.each([
    [{ dirsync_enabled: false, notes: '' }, 'shown'],
    [{ dirsync_enabled: null, notes: null }, 'shown'],
    [{}, 'omitted'],
    [{ dirsync_enabled: false }, 'unknown'],
    [{ notes: '' }, 'unknown'],
  ])('of empty values: %j', (data, value) => {
    expect(read(data).found['emptyValues']).toMatchObject({ value });
  });

  test.each([
    [{ path: 'sys.hcs.Lab', ...parent }, 'path-text'],
    [{ path: ['sys', 'hcs', 'Lab'], ...parent }, 'path-list'],
    [parent, 'parent'],
    [{ references: { parent: [{ pkid: 'b'.repeat(24) }] } }, 'unknown'],
    [{ path: 'sys.hcs.Other' }, 'unknown'],
    [{}, 'unknown'],
  ])('of the hierarchy: %j', (meta, value) => {
    expect(read({}, meta).found['hierarchyIn']).toMatchObject({ value });
  });
});

test('no two throw-away customers have anything in common, and their secrets look fake', () => {
  const other = makeUpThrowAway();
  expect(other.name).not.toBe(makeUpThrowAway().name);
  expect(marks.secrets.filter((secret) => other.marks.secrets.includes(secret) || !secret.includes('FAKE'))).toEqual(
    [],
  );
  expect(whole.email_domain).toMatch(/\.invalid$/);
});
