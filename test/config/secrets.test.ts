import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secretNameProblem } from '../../src/config/secret-name.ts';
import { secretNames } from '../../src/model/properties.ts';
import { decodeTexts, problemsIn } from './helper.ts';

const canary = 'Canary7f3aNjQ9';
const top = 'hierarchy: sys\ncustomer:\n  name: Acme\n';

// Every way we could think of to put a secret where a reference belongs, well-formed YAML or not.
const shapes: readonly string[] = [
  'SECRET',
  '"SECRET"',
  "'SECRET'",
  '|\n    SECRET',
  '>-\n    SECRET\n    SECRET',
  '"SECRET',
  "'SECRET",
  '[SECRET]',
  '- SECRET',
  '{ SECRET }',
  '{ SECRET: x }',
  '{ SECRET: x, SECRET: y }',
  '{ env: SECRET }',
  '{ env: "a SECRET" }',
  '{ env: [SECRET] }',
  '{ env: WEBEX_A, key: "a SECRET" }',
  '{ env: WEBEX_A, version: [SECRET] }',
  '{ env: WEBEX_A, SECRET: 1 }',
  '{ env: WEBEX_A, value: SECRET }',
  '{ value: SECRET }',
  '\n    env: WEBEX_A\n    SECRET',
  '\n    SECRET: x',
  '\n    SECRET',
  '!!str SECRET',
  '!SECRET x',
  '!<SECRET> x',
  '&SECRET x',
  '*SECRET',
  '@SECRET',
  '`SECRET',
  '%SECRET',
  '? SECRET',
  '| SECRET',
  'SECRET: x',
  'x: SECRET',
  'SECRET: x: y',
  '"SECRET" x',
  '"\\SECRET"',
  '{ env: WEBEX_A } SECRET',
  '[SECRET',
  '{ SECRET',
  'SECRET\nSECRET',
  '\n\tSECRET',
  'SECRET #',
  '#SECRET',
  '- SECRET: x',
  '{ ? SECRET : x }',
  '{ [SECRET]: x }',
  '123SECRET',
  '~ SECRET',
];

test.each(shapes)('the secret in %j is refused and not repeated', (shape) => {
  for (const secret of secretNames) {
    const text = `${top}  ${secret}: ${shape.replaceAll('SECRET', canary)}\n`;
    const { customers, diagnostics } = decodeTexts({ 'a.yaml': text });
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(customers).toEqual([]);
    expect(JSON.stringify(diagnostics)).not.toContain(canary.slice(0, 6));
  }
});

test('a literal secret is refused whatever characters it has, and never repeated', () => {
  // Long and random enough that it cannot be a part of our own words.
  const secret = fc
    .string({ minLength: 12, maxLength: 40, unit: 'grapheme-ascii' })
    .filter((text) => /^\S+$/.test(text));
  const quoted = fc.constantFrom(
    (text: string) => text,
    JSON.stringify,
    (text: string) => `{ env: ${text} }`,
  );
  fc.assert(
    fc.property(fc.constantFrom(...secretNames), secret, quoted, (name, text, quote) => {
      fc.pre(!/^[A-Za-z_]+$/.test(text));
      const { diagnostics } = decodeTexts({ 'a.yaml': `${top}  ${name}: ${quote(text)}\n` });
      expect(JSON.stringify(diagnostics)).not.toContain(text);
    }),
    { numRuns: 500 },
  );
});

test.each<[what: string, value: string, problems: readonly string[]]>([
  ['a literal', 'abc', ['4:10 literal-secret']],
  ['a number', '123', ['4:10 literal-secret']],
  ['a list', '[WEBEX_A]', ['4:10 literal-secret']],
  ['null', 'null', ['4:10 token-not-clearable']],
  ['another property', '{ env: WEBEX_A, value: x }', ['4:26 literal-secret']],
  ['no env', '{ version: 1 }', ['4:10 missing-property']],
  ['a foreign variable', '{ env: GITHUB_TOKEN }', ['4:17 secret-name']],
  ['a variable of the connection', '{ env: VOSS_PASSWORD }', ['4:17 secret-name']],
  ['a name with a dash', '{ env: WEBEX-A }', ['4:17 literal-secret']],
  ['a key of spaces', '{ env: WEBEX_A, key: "a b" }', ['4:31 literal-secret']],
  ['a key that reads as a number', '{ env: WEBEX_A, key: 012 }', ['4:31 ambiguous-value']],
  ['a date as version', '{ env: WEBEX_A, version: 2026-11-23 }', ['4:35 ambiguous-value']],
  ['an octal version', '{ env: WEBEX_A, version: 012 }', ['4:35 ambiguous-value']],
  ['a fraction as version', '{ env: WEBEX_A, version: 1.5 }', ['4:35 ambiguous-value']],
  ['true as version', '{ env: WEBEX_A, version: true }', ['4:35 ambiguous-value']],
  ['a list as version', '{ env: WEBEX_A, version: [1] }', ['4:35 wrong-type']],
  ['an empty version', '{ env: WEBEX_A, version: "" }', ['4:35 wrong-type']],
  ['a number as version', '{ env: WEBEX_A, version: 3 }', []],
  ['a quoted date as version', '{ env: WEBEX_A, version: "2026-11-23" }', []],
  ['a word as version', '{ env: WEBEX_A, version: v2 }', []],
])('%s in token', (_, value, problems) => {
  expect(problemsIn(`${top}  token: ${value}\n`)).toEqual(problems);
});

test('a key that reads as a number is not repeated in the hint, a version is', () => {
  const { diagnostics } = decodeTexts({ 'a.yaml': `${top}  token: { env: WEBEX_A, key: 0815, version: 0816 }\n` });
  expect(JSON.stringify(diagnostics)).not.toContain('0815');
  expect(diagnostics[1]?.hint).toContain('"0816"');
});

test.each([
  ['WEBEX_A', /^WEBEX_/, true],
  ['SPARK_A', /^WEBEX_/, false],
  ['SPARK_A', null, true],
  ['VOSS_PASSWORD', null, false],
  ['VOSS_PASSWORD', /./, false],
  ['voss_password', /./, false],
])('the name %s under the pattern %s', (name, pattern, accepted) => {
  expect(secretNameProblem(name, pattern) === null).toBe(accepted);
});
