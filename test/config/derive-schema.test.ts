import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFileSchema } from '../../src/config/compile-file-schema.ts';
import { decodeCustomers } from '../../src/config/decode.ts';
import { deriveCustomerSchema } from '../../src/config/derive-schema.ts';
import { extrasOf } from '../../src/config/newer-properties.ts';
import { defaultSecretNames } from '../../src/config/secret-name.ts';
import { shippedApiSchema, shippedCustomerSchema } from '../../src/config/shipped-schemas.ts';
import { looksSecret } from '../../src/model/looks-secret.ts';
import { properties } from '../../src/model/properties.ts';
import { sourceFile } from './helper.ts';

/** A schema with these properties more, and perhaps other choices. */
function schemaWith(more: object, choices: readonly string[] = []) {
  const base = JSON.parse(JSON.stringify(shippedApiSchema()));
  const calling = base.properties.default_calling_behaviour;
  if (choices.length > 0) calling.choices = choices.map((value) => ({ value }));
  return { ...base, properties: { ...base.properties, ...more } };
}

function decode(text: string, apiSchema: unknown, inherited: 'planned' | 'applied' = 'planned') {
  const schema = compileFileSchema(extrasOf(apiSchema), deriveCustomerSchema(apiSchema));
  const files = [sourceFile('customers/a.yaml', `hierarchy: sys.hcs.A\ncustomer:\n  name: A\n${text}`)];
  const recorded = inherited === 'planned' ? null : new Map();
  return decodeCustomers(files, { folder: 'customers', secretNames: defaultSecretNames, inherited: recorded, schema });
}

function codes(text: string, apiSchema: unknown) {
  return decode(text, apiSchema).diagnostics.map(({ code }) => code);
}

test('what sparkform was made for derives from what it was made for, byte for byte', () => {
  expect(JSON.stringify(deriveCustomerSchema(shippedApiSchema()))).toBe(JSON.stringify(shippedCustomerSchema()));
  expect(extrasOf(shippedApiSchema())).toEqual({ declared: new Map(), secrets: [], refused: new Map() });
});

const anyName = fc
  .oneof(fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/), fc.constantFrom('backup_token', 'socks_proxy', 'api_key'))
  .filter((name) => !Object.hasOwn(properties, name) && !Object.hasOwn(Object.prototype, name));

const anyProperty = fc.record({
  type: fc.constantFrom('string', 'boolean', 'array', 'object', 'integer', undefined, 7),
  is_password: fc.constantFrom(true, false, undefined, 'yes'),
  readonly: fc.constantFrom(true, false, undefined),
  title: fc.constantFrom('A title', undefined, null, 3),
  choices: fc.constantFrom(undefined, [], [{ value: 'One' }, { value: 'Two' }], 'none', [null]),
});

test('choices that are empty or told twice are choices all the same: an empty value clears the property', () => {
  const schema = schemaWith({}, ['', 'One', 'One']);
  expect(codes('  default_calling_behaviour: One\n', schema)).toEqual([]);
  expect(codes('  default_calling_behaviour: ""\n', schema)).toEqual([]);
  expect(codes('  default_calling_behaviour: Two\n', schema)).toHaveLength(1);
});

describe('any newer schema', () => {
  test('gives every new property one role, and none to those that sparkform knows', () => {
    fc.assert(
      fc.property(fc.dictionary(anyName, anyProperty), (more) => {
        const { declared, secrets, refused } = extrasOf(schemaWith(more));
        const all = [...declared.keys(), ...secrets, ...refused.keys()];
        expect(all.toSorted()).toEqual(Object.keys(more).toSorted());
        for (const [name, { is_password: password }] of Object.entries(more)) {
          if (password === true || looksSecret(name)) expect(declared.has(name)).toBe(false);
        }
      }),
    );
  });

  test('lets a file say what its properties take, and nothing else', () => {
    fc.assert(
      fc.property(anyName, anyProperty, (name, property) => {
        const schema = schemaWith({ [name]: property });
        const { declared, secrets } = extrasOf(schema);
        const takes = (value: string) => codes(`  ${name}: ${value}\n`, schema).length === 0;
        const kind = declared.get(name);
        const hasChoices = Array.isArray(property.choices) && property.choices[0]?.value === 'One';
        expect([
          takes('One'),
          takes('some other text'),
          takes('true'),
          takes('null'),
          takes('{ env: WEBEX_A }'),
        ]).toEqual([
          kind === 'string',
          kind === 'string' && !hasChoices,
          kind === 'boolean' && !hasChoices,
          kind !== undefined || secrets.includes(name),
          secrets.includes(name),
        ]);
      }),
      { numRuns: 60 },
    );
  });
});

test('a secret of a newer schema is never repeated, and its variable must match the pattern like any other', () => {
  const schema = schemaWith({ vault: { type: 'string', is_password: true } });
  const { diagnostics } = decode('  vault: hunter2-in-clear\n', schema);
  expect(diagnostics).toMatchObject([{ code: 'literal-secret' }]);
  expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  expect(codes('  vault: { env: HOME }\n', schema)).toEqual(['secret-name']);
});

test('a property that is no name, or the name of something of JavaScript, is left alone', () => {
  const schema = schemaWith({
    'a b': { type: 'string' },
    __proto__x: { type: 'string' },
    constructor: { type: 'string' },
  });
  expect([...extrasOf(schema).declared.keys()]).toEqual(['constructor']);
  expect(decode('  constructor: text\n', schema).customers[0]?.fields['constructor']).toBe('text');
});

test('what was applied with a newer property or choice is read whatever the schema says now', () => {
  const text = [
    '  default_calling_behaviour: Anything',
    '  region: EMEA',
    '  recording: true',
    '  vault: { env: WEBEX_A, version: 2 }',
    'lifecycle: { ignore: [region] }',
    '',
  ].join('\n');
  for (const schema of [schemaWith({}), schemaWith({ region: { type: 'boolean' }, vault: { type: 'string' } })]) {
    const { customers, diagnostics } = decode(text, schema, 'applied');
    expect(diagnostics).toEqual([]);
    expect(customers[0]).toMatchObject({
      fields: { default_calling_behaviour: 'Anything', recording: true },
      secrets: { vault: { env: 'WEBEX_A', key: null, version: 2 } },
      lifecycle: { ignore: ['region'] },
    });
  }
});
