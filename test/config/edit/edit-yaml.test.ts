import { diffArrays } from 'diff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Edit, editYaml } from '../../../src/config/edit/edit-yaml.ts';
import { commentsOf, dataOf } from '../../../src/config/edit/editable.ts';
import { formatYaml } from '../../../src/config/edit/format-yaml.ts';
import { scalarText } from '../../../src/config/edit/scalar-text.ts';
import { anyFile, anyText, significant } from './random-file.ts';

const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    path: fc.constant(['hierarchy'] as const),
    value: fc.constantFrom('sys.hcs.New', 'sys.hcs.Other Place.Acme'),
  }),
  fc.record({
    path: fc
      .constantFrom('name', 'account_number_external', 'account_email', 'email_domain', 'notes')
      .map((name) => ['customer', name] as const),
    value: fc.oneof(anyText, fc.constant(null)),
  }),
  fc.record({ path: fc.constant(['customer', 'dirsync_enabled'] as const), value: fc.boolean() }),
  fc.record({ path: fc.constant(['customer', 'http_proxy'] as const), value: fc.constant({ env: 'WEBEX_B' }) }),
);

const body = (text: string) => text.replace(/^\ufeff/, '');
const linesOf = (text: string) => text.split(/(?<=\n)/);

/** The lines of one text that are not, in order, in the other. */
function missingLines(before: string, after: string): number {
  const removed = diffArrays(linesOf(before), linesOf(after)).filter((part) => part.removed);
  return removed.reduce((sum, { count }) => sum + count, 0);
}

describe('editing', () => {
  test('random edits of random files: each does what was asked and no more, keeps every comment and every other line', () => {
    fc.assert(
      fc.property(anyFile, fc.array(anyEdit, { minLength: 1, maxLength: 3 }), (text, edits) => {
        // Proves itself against the wanted values inside: what is left to see is that it never has to give up.
        const edited = editYaml(text, edits);
        expect(edited, text).not.toBeNull();
        const after = edited ?? '';
        expect(commentsOf(body(after))).toEqual(commentsOf(body(text)));
        expect(after.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'));
        if (text.includes('\r\n')) expect(after).not.toMatch(/[^\r]\n/);
        // A value over several lines goes with all of its lines, and shared ones are written out in their own.
        expect(missingLines(text, after)).toBeLessThanOrEqual(edits.length * 4 + (text.includes('*shared') ? 1 : 0));
      }),
      { numRuns: 200 },
    );
  });

  test('setting what is there already to what it says changes nothing but quotes', () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        expect(editYaml(text, [])).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    [
      'a value with a comment',
      'customer:\n  name: Acme # ours\n',
      ['customer', 'name'],
      'Other',
      'customer:\n  name: Other # ours\n',
    ],
    [
      'the quotes that were there',
      "customer:\n  name: 'Acme'\n",
      ['customer', 'name'],
      "O'Neil",
      "customer:\n  name: 'O''Neil'\n",
    ],
    [
      'a key in its place',
      'customer:\n  name: A\n  # on\n  dirsync_enabled: true\n',
      ['customer', 'email_domain'],
      'a.example',
      'customer:\n  name: A\n  email_domain: a.example\n  # on\n  dirsync_enabled: true\n',
    ],
    [
      'a hierarchy at the top',
      '# head\n\ncustomer: {name: A}',
      ['hierarchy'],
      'sys.hcs.A',
      '# head\n\nhierarchy: sys.hcs.A\ncustomer: {name: A}',
    ],
    [
      'a flow mapping',
      'customer: {name: A, }\n',
      ['customer', 'notes'],
      'a, b',
      'customer: {name: A, notes: "a, b", }\n',
    ],
    [
      'a block',
      'customer:\n  notes: | # why\n    one\n    # two\n\n  name: A\n',
      ['customer', 'notes'],
      'x',
      'customer:\n  notes: x # why\n\n  name: A\n',
    ],
    [
      'an anchor',
      'customer:\n  name: &a A\n  notes: *a\n',
      ['customer', 'name'],
      'B',
      'customer:\n  name: &a B\n  notes: A\n',
    ],
    [
      'an alias',
      'customer:\n  name: &a A\n  notes: *a # same\n',
      ['customer', 'notes'],
      null,
      'customer:\n  name: &a A\n  notes: null # same\n',
    ],
    [
      'a file without a last line break',
      'customer:\n  name: A',
      ['customer', 'notes'],
      'b',
      'customer:\n  name: A\n  notes: b',
    ],
  ] as const)('%s', (_, text, path, value, after) => {
    expect(editYaml(text, [{ path, value }])).toBe(after);
  });

  test('what cannot be edited is left alone', () => {
    expect(editYaml('customer: [', [{ path: ['hierarchy'], value: 'sys' }])).toBeNull();
    expect(editYaml('customer: text\n', [{ path: ['customer', 'name'], value: 'a' }])).toBeNull();
    expect(editYaml('customer:\n  name:\n', [{ path: ['customer', 'name'], value: 'a' }])).toBeNull();
  });
});

describe('texts', () => {
  test.each(significant)('%j is read as it was written', (text) => {
    for (const like of ['plain', 'single', 'double'] as const) {
      const written = scalarText(text, like);
      expect(dataOf(`a: ${written}\nb: { c: ${written} }\n`)).toBe(JSON.stringify({ a: text, b: { c: text } }));
      expect(written).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\ufeff]/u);
    }
  });

  test('any text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('plain', 'single', 'double'), (text, like) => {
        expect(dataOf(`a: ${scalarText(text, like)}\n`)).toBe(JSON.stringify({ a: text }));
      }),
      { numRuns: 1000 },
    );
  });

  test('ordinary ones have no quotes', () => {
    for (const text of [
      'Acme',
      'Fourth Coffee (EMEA)',
      'admin@acme.example',
      '000fd0e4-83ef-d398-be23-d06998580fed',
      "O'Brien & Söhne",
    ]) {
      expect(scalarText(text)).toBe(text);
    }
  });
});

describe('formatting', () => {
  test('random files: twice is once, no value changes, no comment goes', () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        const once = formatYaml(text);
        expect(formatYaml(once)).toBe(once);
        expect(dataOf(body(once))).toBe(dataOf(body(text)));
        expect(commentsOf(body(once))).toEqual(commentsOf(body(text)));
      }),
      { numRuns: 80 },
    );
  });

  test('keys in order with their comments, quotes where they are needed, no spaces at ends', () => {
    const before =
      '# yaml-language-server: $schema=x\n# Head\ncustomer:\n  # The proxy\n  https_proxy:   {version: 1,env: "WEBEX_P"}  \n' +
      '  \'name\': \'Acme\'\n  token:\n    version: 2\n    # which\n    env: WEBEX_T\n\n  # On purpose\n  notes: "no" # said so\nhierarchy: "sys.hcs.A"';
    expect(formatYaml(before)).toBe(
      '# yaml-language-server: $schema=x\n# Head\nhierarchy: sys.hcs.A\ncustomer:\n  name: Acme\n\n  # On purpose\n  notes: "no" # said so\n' +
        '  token:\n    # which\n    env: WEBEX_T\n    version: 2\n  # The proxy\n  https_proxy: { env: WEBEX_P, version: 1 }\n',
    );
  });

  test('a text that cannot be read stays as it is', () => {
    for (const text of ['a: [', '', 'a: b\n---\nc: d', 'a: 1\na: 2  \n']) expect(formatYaml(text)).toBe(text);
  });
});
