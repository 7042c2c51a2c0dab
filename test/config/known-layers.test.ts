import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCustomers } from '../../src/config/decode.ts';
import { decodeKnownLayers, decoderVersion, type KnownLayers, knownLayersText } from '../../src/config/known-layers.ts';
import { defaultSecretNames } from '../../src/config/secret-name.ts';
import { top } from '../support/lab.ts';
import { anyFile } from './edit/random-file.ts';
import { example, sourceFile } from './helper.ts';

const anyTree = fc.dictionary(
  fc.constantFrom('a.yaml', 'b.yaml', 'x/a.yaml', 'x/_defaults.yaml', '_defaults.yaml'),
  fc.oneof(
    anyFile,
    fc.constantFrom(
      example,
      'customer:\n  dirsync_enabled: true\n',
      'hierarchy: sys.hcs.A\ncustomer: { name: A, token: { env: HOME } }\n',
      'customer: [',
    ),
  ),
);

function decode(
  texts: Readonly<Record<string, string>>,
  known?: KnownLayers,
  secretNames: RegExp | null = defaultSecretNames,
) {
  const files = Object.entries(texts).map(([name, text]) => sourceFile(`customers/${name}`, text));
  return decodeCustomers(files, { folder: 'customers', secretNames, inherited: null, ...(known ? { known } : {}) });
}

/** What is left of layers after they were written and read. */
function reread(layers: KnownLayers, written: RegExp | null, read: RegExp | null = written): KnownLayers {
  return decodeKnownLayers(new TextEncoder().encode(knownLayersText(layers, written)), read);
}

describe('what is known of contents', () => {
  test('changes nothing of what files say, whatever was known before and wherever the content stands now', () => {
    fc.assert(
      fc.property(anyTree, anyTree, (before, after) => {
        const { layers } = decode(before, new Map());
        const known = reread(layers, defaultSecretNames);
        const { layers: _, ...plain } = decode(after);
        const { layers: __, ...quick } = decode(after, known);
        expect(quick).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  });

  test('saves the parsing of a content that is known, under any name', () => {
    const { layers } = decode({ 'a.yaml': example }, new Map());
    const [[id, layer] = ['', []]] = layers;
    const changed = new Map([
      [id, layer.map(([slot, value, ...place]) => [slot, slot === 'hierarchy' ? 'sys.X' : value, ...place] as const)],
    ]);
    expect(decode({ 'x/moved.yaml': example }, changed).customers.map((one) => one.hierarchy)).toEqual(['sys.X']);
    expect(decode({ 'x/moved.yaml': `${example}# other\n` }, changed).customers.map((one) => one.hierarchy)).toEqual([
      'sys.hcs.Contoso.Acme',
    ]);
  });

  test('is nothing under another pattern for secrets, from another decoder, or where it is damaged', () => {
    const { layers } = decode({ 'a.yaml': example }, new Map());
    expect(reread(layers, defaultSecretNames).size).toBe(1);
    expect(reread(layers, defaultSecretNames, /^OTHER/).size).toBe(0);
    const text = knownLayersText(layers, defaultSecretNames);
    const bytes = (one: string) => new TextEncoder().encode(one);
    expect(
      decodeKnownLayers(bytes(text.replace(`"decoder":${decoderVersion}`, '"decoder":1')), defaultSecretNames).size,
    ).toBe(0);
    expect(decodeKnownLayers(bytes(text.slice(0, -9)), defaultSecretNames).size).toBe(0);
    expect(decodeKnownLayers(null, defaultSecretNames).size).toBe(0);
  });

  test('holds no file with a complaint', () => {
    expect(
      decode({ 'a.yaml': 'hierarchy: sys.A\ncustomer: { name: A, token: { env: HOME } }\n' }, new Map()).layers.size,
    ).toBe(0);
  });
});

/** What decides how a content becomes a layer. */
const decoder = [
  ...[
    'ambiguous',
    'check-shape',
    'grow-tree',
    'layers',
    'names',
    'read-yaml',
    'secret-errors',
    'secret-name',
    'text',
    'tree',
  ].map((name) => `src/config/${name}.ts`),
  ...['customer', 'defaults'].map((name) => `schemas/${name}.schema.json`),
];

test('the decoder has another version when it changes: raise decoderVersion, and put its hash here', () => {
  const hash = createHash('sha256');
  for (const file of decoder) hash.update(readFileSync(path.join(top, file)));
  hash.update(JSON.parse(readFileSync(path.join(top, 'node_modules/yaml/package.json'), 'utf8')).version);
  const hashes: Readonly<Record<number, string>> = { 2: '49762c33d058af71' };
  expect(hash.digest('hex').slice(0, 16)).toBe(hashes[decoderVersion]);
});
