import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { cleanedExport } from '../../src/api/wire/export-archive.ts';
import { UnexpectedShape } from '../../src/api/wire/shape.ts';

const packed = (files: Readonly<Record<string, unknown>>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        strToU8(typeof content === 'string' ? content : JSON.stringify(content)),
      ]),
    ),
  );

const textOf = (bytes: Uint8Array) =>
  Object.values(unzipSync(bytes))
    .map((file) => strFromU8(file))
    .join('\n');

const record = {
  data: {
    name: 'Acme',
    token: 'CANARY-TOKEN-1',
    refresh_token: { value: 'CANARY-2' },
    http_proxy: 'http://user:CANARY-3@proxy',
    notes: 'copied CANARY-TOKEN-1 here',
    inner: [{ api_key: 'CANARY-4', kept: 'yes' }],
  },
  meta: { hierarchy: 'sys.hcs.Acme', auth_token: 'CANARY-5' },
};

test('every record loses what is or may be a secret, wherever it stands, and keeps the rest', () => {
  const bytes = packed({ '../../evil.json': { meta: { password: 'CANARY-6' }, resources: [record] } });
  const cleaned = cleanedExport(bytes);
  expect(textOf(cleaned.bytes)).not.toContain('CANARY');
  expect(Object.keys(unzipSync(cleaned.bytes))).toEqual(['export.json']);
  expect(JSON.parse(textOf(cleaned.bytes))).toEqual({
    meta: {},
    resources: [{ meta: { hierarchy: 'sys.hcs.Acme' }, data: { name: 'Acme', inner: [{ kept: 'yes' }] } }],
  });
  expect([cleaned.records, cleanedExport(bytes)]).toEqual([1, cleaned]);
});

test.each([
  ['no zip file', strToU8('PK\u0003\u0004 and nothing more')],
  ['a zip file of nothing', packed({})],
  ['a file that is no JSON', packed({ 'a.json': 'token=CANARY' })],
  ['JSON without records', packed({ 'a.json': { token: 'CANARY' } })],
  ['a record without data', packed({ 'a.json': { resources: [{ token: 'CANARY' }] } })],
  ['one file of records and one of something else', packed({ 'a.json': { resources: [] }, 'b.txt': 'CANARY' })],
])('%s is refused, without repeating it', (_, bytes) => {
  expect(() => cleanedExport(bytes)).toThrow(UnexpectedShape);
  expect(() => cleanedExport(bytes)).not.toThrow(/CANARY/);
});

test('a small file that claims to hold the world is refused before it is unpacked', () => {
  const bomb = zipSync({ 'a.json': new Uint8Array(300 * 1024 * 1024) }, { level: 1 });
  expect(bomb.length).toBeLessThan(5 * 1024 * 1024);
  expect(() => cleanedExport(bomb)).toThrow('too large');
});
