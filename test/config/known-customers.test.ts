import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCustomers } from '../../src/config/decode.ts';
import {
  appliedAt,
  decodeKnown,
  decoderVersion,
  type Known,
  knownText,
  nothingKnown,
  toKnownApplied,
} from '../../src/config/known-customers.ts';
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

type Texts = Readonly<Record<string, string>>;

function filesOf(texts: Texts) {
  return Object.entries(texts).map(([name, text]) => sourceFile(`customers/${name}`, text));
}

function decode(texts: Texts, known: Known = nothingKnown, secretNames: RegExp | null = defaultSecretNames) {
  return decodeCustomers(filesOf(texts), { folder: 'customers', secretNames, inherited: null, known: [known] });
}

function keyOf(secretNames: RegExp | null) {
  return { secretNames: secretNames?.source ?? null, schema: '' };
}

/** What is left of what was known after it was written and read. */
function reread(known: Known, written: RegExp | null, read: RegExp | null = written): Known {
  return toTheEnd(decodeKnown(new TextEncoder().encode(knownText(known, keyOf(written))), keyOf(read)));
}

function toTheEnd(steps: Generator<void, Known>): Known {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function isNothing({ customers, defaults }: Known): boolean {
  return customers.size + defaults.size === 0;
}

const file = 'customers/a.yaml';

describe('what is known of files', () => {
  test('changes nothing of what files say, whatever was known before', () => {
    fc.assert(
      fc.property(anyTree, anyTree, (before, edits) => {
        const after = { ...before, ...edits };
        const known = reread(decode(before).known, defaultSecretNames);
        expect(decode(after, known)).toEqual(decode(after));
      }),
      { numRuns: 200 },
    );
  });

  test('changes nothing of what was applied, with whatever it inherited then', () => {
    fc.assert(
      fc.property(anyTree, anyTree, anyTree, (before, edits, recorded) => {
        const now = { ...before, ...edits };
        const earlier = decode({ ...now, ...recorded }).customers;
        const inherited = new Map(earlier.map((one) => [one.file, one.inherited]));
        const options = { folder: 'customers', secretNames: null, inherited };
        const known = [decode(now).known, reread(decode(before).known, defaultSecretNames)];
        const { known: _, ...quick } = decodeCustomers(filesOf(now), { ...options, known });
        const { known: __, ...plain } = decodeCustomers(filesOf(now), options);
        expect(quick).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  });

  test('saves the parsing of a file with a known content below known defaults', () => {
    const texts = { 'a.yaml': example, '_defaults.yaml': 'customer: { notes: Here }\n' };
    const { customers, defaults } = decode(texts).known;
    const changed = new Map(
      [...customers].map(([path, one]) => [path, { ...one, customer: { ...one.customer, hierarchy: 'sys.X' } }]),
    );
    const hierarchyIn = (files: Texts) =>
      decode(files, { ...nothingKnown, customers: changed, defaults }).customers.map((one) => one.hierarchy);
    expect(hierarchyIn(texts)).toEqual(['sys.X']);
    expect(hierarchyIn({ ...texts, 'a.yaml': `${example}# other\n` })).toEqual(['sys.hcs.Contoso.Acme']);
    expect(hierarchyIn({ ...texts, '_defaults.yaml': 'customer: { notes: There }\n' })).toEqual([
      'sys.hcs.Contoso.Acme',
    ]);
    expect(hierarchyIn({ 'a.yaml': example })).toEqual(['sys.hcs.Contoso.Acme']);
  });

  test('is nothing under another pattern for secrets, from another decoder, or where it is damaged', () => {
    const { known } = decode({ 'a.yaml': example });
    expect([...reread(known, defaultSecretNames).customers.keys()]).toEqual([file]);
    expect(isNothing(reread(known, defaultSecretNames, /^OTHER/))).toBe(true);
    const text = knownText(known, keyOf(defaultSecretNames));
    const decoded = (one: string) => toTheEnd(decodeKnown(new TextEncoder().encode(one), keyOf(defaultSecretNames)));
    const older = text.replace(`"decoder":${decoderVersion}`, '"decoder":1');
    expect(isNothing(decoded(older))).toBe(true);
    expect(isNothing(decoded(text.slice(0, -9)))).toBe(true);
    expect(isNothing(decoded(text.replace('"secrets":2', '"secrets":9')))).toBe(true);
    expect(isNothing(toTheEnd(decodeKnown(null, keyOf(defaultSecretNames))))).toBe(true);
  });

  test('tells of an applied state which record is whose, in whatever order the customers are known', () => {
    const names = ['a', 'b', 'x/a', 'x/b', 'x/y/a'];
    const text = (name: string) => `hierarchy: sys.hcs.A\ncustomer: { name: "${name}" }\n`;
    const texts = Object.fromEntries(names.map((name) => [`${name}.yaml`, text(name)]));
    const { customers, known } = decode(texts);
    const pkidOf = (one: string) => (one.endsWith('/b.yaml') ? null : `pkid of ${one}`);
    const records = customers.map((one) => ({
      file: one.file,
      customer: one,
      pkid: pkidOf(one.file),
      unfinished: null,
    }));
    fc.assert(
      fc.property(fc.shuffledSubarray([...known.customers], { minLength: names.length }), (shuffled) => {
        const all = { ...known, customers: new Map(shuffled) };
        const state = { commit: 'c', server: 'https://x', customers: records };
        const written = { ...all, applied: toKnownApplied(state, 'customers', all, all) };
        expect(appliedAt('c', 'customers', written)?.customers).toHaveLength(names.length);
        for (const one of [written, reread(written, null)]) {
          const told = appliedAt('c', 'customers', one);
          expect(told).toMatchObject({ commit: 'c', server: 'https://x' });
          const pkids = told?.customers.map(({ file, customer, pkid }) => [file, customer?.fields.name, pkid]);
          expect(pkids?.toSorted()).toEqual(
            customers.map(({ file, fields }) => [file, fields.name, pkidOf(file)]).toSorted(),
          );
        }
      }),
    );
  });

  test('holds no file with a complaint, and none below defaults with one', () => {
    const foreign = 'hierarchy: sys.A\ncustomer: { name: A, token: { env: HOME } }\n';
    expect(isNothing(decode({ 'a.yaml': foreign }).known)).toBe(true);
    expect(isNothing(decode({ 'a.yaml': example, '_defaults.yaml': 'customer: [' }).known)).toBe(true);
  });
});

/** What decides how a content becomes a customer. */
const decoder = [
  ...[
    'ambiguous',
    'check-shape',
    'decode',
    'decode-file',
    'defaults',
    'grow-tree',
    'known-customers',
    'layers',
    'names',
    'read-yaml',
    'secret-errors',
    'secret-name',
    'text',
    'to-customer',
    'tree',
    'valid-except',
  ].map((name) => `src/config/${name}.ts`),
  'src/model/places.ts',
  ...['customer', 'defaults'].map((name) => `schemas/${name}.schema.json`),
];

test('the decoder has another version when it changes: raise decoderVersion, and put its hash here', () => {
  const hash = createHash('sha256');
  for (const file of decoder) hash.update(readFileSync(path.join(top, file)));
  hash.update(JSON.parse(readFileSync(path.join(top, 'node_modules/yaml/package.json'), 'utf8')).version);
  const hashes: Readonly<Record<number, string>> = { 10: 'ba5bfd1a265e7427' };
  expect(hash.digest('hex').slice(0, 16)).toBe(hashes[decoderVersion]);
});
