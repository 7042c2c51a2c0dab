import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readExportFile } from '../../src/sources/export-file.ts';

const record = {
  data: {
    name: 'Acme',
    notes: 'kept',
    token: 'SECRET-TOKEN-VALUE',
    refresh_token: { value: 'SECRET-TOKEN-VALUE' },
    https_proxy: 'http://u:SECRET-TOKEN-VALUE@proxy',
    token_2: 'SECRET-TOKEN-VALUE',
  },
  meta: { hierarchy: 'sys.hcs.Acme', model_type: 'relation/SparkCustomer', schema_version: '1.2.7' },
};
const good = JSON.stringify({
  meta: {},
  resources: [record, { data: {}, meta: { model_type: 'data/HierarchyNode' } }],
});

/** Writes an export and reads it, in a folder where nothing else may appear. */
async function read(content: string | Uint8Array) {
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkform-export-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'export.json.zip');
  writeFileSync(file, content);
  const result = await readExportFile(file, 'export.json.zip');
  expect(readdirSync(folder)).toEqual(['export.json.zip']);
  expect(JSON.stringify(result)).not.toContain('SECRET');
  return result;
}

async function refused(content: string | Uint8Array): Promise<string> {
  const { customers, diagnostics } = await read(content);
  expect([customers, diagnostics.map(({ code }) => code)]).toEqual([[], ['unreadable-export']]);
  return diagnostics[0]?.message ?? '';
}

const zip = (files: Zippable) => zipSync(files);

/** A zip whose directory says something else of the size of its first file. */
function claiming(size: number, text: string): Uint8Array {
  const bytes = zipSync({ 'export.json': strToU8(text) });
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(bytes.length - 22 + 16, true);
  view.setUint32(directory + 24, size, true);
  return bytes;
}

describe('an export', () => {
  const expected = {
    pkid: 'export-000001',
    hierarchy: 'sys.hcs.Acme',
    fields: expect.objectContaining({ name: 'Acme', notes: 'kept', email_domain: null, dirsync_enabled: false }),
    whole: true,
    echoedSecrets: ['token', 'refresh_token', 'https_proxy'],
  };

  test('is read as JSON, and as the zip that holds it, without its secrets', async () => {
    for (const content of [good, zip({ 'export.json': strToU8(good), 'readme.txt': strToU8('x') })]) {
      const { customers, diagnostics } = await read(content);
      expect([customers, diagnostics]).toEqual([[expect.objectContaining(expected)], []]);
    }
  });

  test('of several files is read as one', async () => {
    const { customers } = await read(zip({ 'a.json': strToU8(good), 'b/c.JSON': strToU8(good) }));
    expect(customers.map(({ pkid }) => pkid)).toEqual(['export-000001', 'export-000002']);
  });

  test.each([
    ['no JSON', '{"resources": [', 'no JSON'],
    ['another JSON', '{"data": {}}', 'no list of resources'],
    ['a list', '[]', 'no list of resources'],
    ['no customers', '{"resources": []}', 'no customer'],
    ['a record without data', '{"resources": [7]}', 'no data'],
    ['a name that is no text', '{"resources": [{"data": {"name": {}}}]}', 'not a text'],
    ['not UTF-8', new Uint8Array([0x7b, 0xff, 0xfe]), 'no JSON'],
    ['a name that climbs', zip({ '../../export.json': strToU8(good) }), 'leads out'],
    ['an absolute name', zip({ '/etc/export.json': strToU8(good) }), 'leads out'],
    ['a name of Windows', zip({ 'C:\\export.json': strToU8(good) }), 'leads out'],
    ['a zip in the zip', zip({ 'export.json.zip': zip({ 'export.json': strToU8(good) }) }), 'no JSON file'],
    ['a zip named as JSON', zip({ 'export.json': zip({ 'export.json': strToU8(good) }) }), 'no JSON'],
    ['a link', zip({ 'export.json': [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] }), 'no JSON'],
    [
      'a thousand entries',
      zip(Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`${at}.json`, strToU8(good)]))),
      'more than 100 files',
    ],
    ['a claim of five gigabytes', claiming(0xffff_fff0, good), 'more than 64 MiB'],
    ['a claim that is too small', claiming(20, good), 'no JSON'],
    ['a bomb', zip({ 'export.json': [new Uint8Array(32 << 20), { level: 9 }] }), 'more tightly'],
    ['half a zip', zip({ 'export.json': strToU8(good) }).subarray(0, 60), 'damaged'],
  ] as const)('that is %s is refused', async (_, content, why) => {
    expect(await refused(content)).toContain(why);
  });

  test('with JSON of depth 10,000 or names that are written twice does no harm', async () => {
    const deep = `${'{"a":['.repeat(10_000)}${']}'.repeat(10_000)}`;
    const text = `{"resources":[{"data":{"name":"One","name":"Two","deep":${deep}},"meta":{"hierarchy":"sys.hcs.A"}}]}`;
    expect((await read(text)).customers[0]?.fields.name).toBe('Two');
    expect(await refused(deep)).toContain('no list of resources');
  });

  test('that is no file is refused', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sparkform-export-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    symlinkSync('/dev/zero', path.join(folder, 'zero'));
    for (const name of ['missing', '.', 'zero']) {
      expect((await readExportFile(path.join(folder, name), name)).diagnostics).toHaveLength(1);
    }
  });
});
