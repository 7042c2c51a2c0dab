import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTexts, example, problemsIn } from './helper.ts';

const size = 256 * 1024;

function fill(part: string): string {
  return part.repeat(Math.floor(size / part.length));
}

const bomb = [
  'a: &a0 [x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 12 }, (_, level) => `b${level}: &a${level + 1} [${`*a${level}, `.repeat(9)}]`),
].join('\n');

const hostile: Readonly<Record<string, string>> = {
  'a bomb of aliases': bomb,
  'an alias to its own parent': 'hierarchy: &a [*a]\n',
  'a mapping that holds itself': '&a\nhierarchy: *a\n',
  'many aliases': `x: &x 1\ny:\n${'- *x\n'.repeat(5000)}`,
  'many keys': Array.from({ length: 30_000 }, (_, index) => `k${index}: 1`).join('\n'),
  'many keys in braces': `{${Array.from({ length: 30_000 }, (_, index) => `k${index}: 1`).join(',')}}`,
  'one long key': `${'a'.repeat(size - 10)}: 1`,
  'a long value': `hierarchy: sys${fill('.a')}`,
  'a long value of spaces': `hierarchy: "sys.a${' '.repeat(size - 40)}!"`,
  'a long number': `hierarchy: sys\ncustomer: { name: ${'1'.repeat(size - 50)} }`,
  'almost a long number': `hierarchy: sys\ncustomer: { nam: ${'1'.repeat(size - 50)}x }`,
  'indented without end': Array.from({ length: 700 }, (_, index) => `${' '.repeat(index)}a:`).join('\n'),
  'lists without end': Array.from({ length: 700 }, (_, index) => `${' '.repeat(index)}-`).join('\n'),
  'wrong escapes': `"${'\\x'.repeat(size / 2 - 10)}`,
  ...Object.fromEntries(
    [
      '[',
      '{',
      '{a: ',
      '- ',
      '? ',
      ': ',
      'a: ',
      '&a ',
      '*a ',
      '- *a\n',
      '"',
      "'",
      '!a ',
      '|\n',
      '>\n',
      '---\n',
      'a\n---\n',
      '...\n',
    ]
      .concat([
        '%a\n',
        '#',
        '#\n',
        ' ',
        '\t',
        '\n',
        '\r',
        '\r\n',
        '@',
        '`',
        ',',
        '[,',
        ']',
        '}',
        '? a\n',
        '<<: *a\n',
        'a: #x\n',
        '[a: 1,',
      ])
      .map((part) => [`only ${JSON.stringify(part)}`, fill(part)]),
  ),
};

test.each(Object.entries(hostile))('%s ends in an error, and soon', (_, text) => {
  const start = performance.now();
  const { customers, diagnostics } = decodeTexts({ 'a.yaml': text, 'good.yaml': example });
  expect(performance.now() - start).toBeLessThan(15_000);
  expect(customers.map(({ file }) => file)).toEqual(['customers/good.yaml']);
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(diagnostics.length).toBeLessThanOrEqual(51);
  for (const { message, hint } of diagnostics) expect(message.length + (hint?.length ?? 0)).toBeLessThan(1000);
});

test.each<[what: string, bytes: Uint8Array, code: string]>([
  ['20 MB', new Uint8Array(20 * 1024 * 1024).fill(0x61), 'too-large'],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${example}`, 'utf16le'), 'not-utf8'],
  ['UTF-16 without a mark', Buffer.from(example, 'utf16le'), 'not-utf8'],
  ['Latin-1', Buffer.from('hierarchy: sys\ncustomer: { name: Z\u00fcrich }', 'latin1'), 'not-utf8'],
  ['a NUL', Buffer.from('hierarchy: \0'), 'not-utf8'],
  ['binary', Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256), 'not-utf8'],
  ['an overlong form', Uint8Array.of(0xc0, 0x80), 'not-utf8'],
])('%s is refused', (_, bytes, code) => {
  expect(problemsIn(bytes)).toEqual([`1:1 ${code}`]);
});

test.each(['\u001b[31m', '\u0007', '\u202e', '\u2066', '\u200b', '\u0085', '\u2028'])(
  '%j is refused where it stands',
  (mark) => {
    expect(problemsIn(`hierarchy: sys\ncustomer: { name: A${mark} }\n`)).toEqual(['2:20 control-character']);
  },
);

test('properties of Object.prototype neither leak in nor are changed', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'];
  for (const name of names) {
    for (const section of ['', 'customer: ', 'lifecycle: ', 'actions: ']) {
      const text = section === '' ? `${name}: { protect: true }` : `${section}{ ${name}: { protect: true } }`;
      expect(problemsIn(`${text}\n`).join()).toContain('unknown-property');
    }
  }
  expect(({} as Record<string, unknown>)['protect']).toBeUndefined();
});

test('random bytes and texts never throw, and decode the same twice', () => {
  const piece = fc.constantFrom(
    ...'[]{}:-?,&*!|>\'"%@`#~ \n\t<=',
    'customer',
    'name',
    'token',
    'env',
    'null',
    'sys',
    '0',
    '__proto__',
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string(), text), (content) => {
      expect(decodeTexts({ 'a.yaml': content })).toEqual(decodeTexts({ 'a.yaml': content }));
    }),
    { numRuns: 2000 },
  );
});

test('random values of the right names never throw, and a file with an error gives no customer', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const names = ['name', 'notes', 'token', 'https_proxy', 'sync', 'default_calling_behaviour', 'shadow', 'x'];
  const customer = fc.dictionary(fc.constantFrom(...names), value);
  const file = fc.record({ hierarchy: value, customer, actions: value, lifecycle: value }, { requiredKeys: [] });
  fc.assert(
    fc.property(file, (content) => {
      const { customers, diagnostics } = decodeTexts({ 'a.yaml': JSON.stringify(content) });
      expect(customers.length).toBe(diagnostics.length === 0 ? 1 : 0);
      for (const { place } of diagnostics) expect(place?.line).toBe(1);
    }),
    { numRuns: 1000 },
  );
});

test('a thousand files take moments', () => {
  const texts = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [
      `f${index % 20}/c${index}.yaml`,
      example.replace('name: Acme', `name: Acme ${index}`).replace('000fd0e4', String(index).padStart(8, '0')),
    ]),
  );
  const start = performance.now();
  expect(decodeTexts(texts).diagnostics).toEqual([]);
  expect(performance.now() - start).toBeLessThan(60_000);
});
