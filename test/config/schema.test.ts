import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hierarchyProblem } from '../../src/config/hierarchy.ts';
import { isSurprising } from '../../src/config/surprising.ts';
import { declaredNames, type Property, properties, secretNames } from '../../src/model/properties.ts';

interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly choices?: readonly { readonly value: string }[];
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, Schema | boolean>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

function readSchema(name: string): Schema {
  return JSON.parse(readFileSync(new URL(`../../schemas/${name}.json`, import.meta.url), 'utf8'));
}

const api = readSchema('relation_SparkCustomer').properties ?? {};
const customerFile = readSchema('customer.schema');
const own = customerFile.definitions?.['customer']?.properties ?? {};
const table: Readonly<Record<string, Property>> = properties;

function schemaOf(map: Readonly<Record<string, Schema | boolean>>, name: string): Schema {
  const schema = map[name];
  return typeof schema === 'object' ? schema : {};
}

test('a customer file has every property that may be declared and none of the server', () => {
  const wanted = Object.keys(table).filter((name) => table[name]?.role !== 'server');
  expect(Object.keys(own)).toEqual(wanted);
});

test('the choices are those of the API', () => {
  for (const name of Object.keys(own)) {
    const choices = schemaOf(api, name).choices?.map(({ value }) => value);
    const declared = schemaOf(own, name).enum?.filter((choice) => choice !== null && choice !== '');
    expect(declared).toEqual(choices);
  }
});

test('the types are those of the API, references for secrets', () => {
  for (const [name, { kind, role }] of Object.entries(table).filter(([name]) => name in own)) {
    const [type] = [schemaOf(own, name).type].flat();
    expect(type).toBe(role === 'secret' ? 'object' : kind);
  }
});

test('everything but a name and a token can be cleared with null', () => {
  const fixed = Object.keys(own).filter((name) => ![schemaOf(own, name).type].flat().includes('null'));
  expect(fixed).toEqual(['name', 'token', 'refresh_token']);
});

test('ignore takes the declared properties but the name', () => {
  const lifecycle = customerFile.definitions?.['lifecycle']?.properties ?? {};
  expect(schemaOf(lifecycle, 'ignore').items?.enum).toEqual(declaredNames.filter((name) => name !== 'name'));
});

test('every property has a title, a description and an example for the editor, and no unknown ones pass', () => {
  const visit = (schema: Schema, path: string) => {
    for (const [name, child] of Object.entries(schema.properties ?? {})) {
      if (typeof child === 'boolean' || '$ref' in child || 'allOf' in child === (path === '')) continue;
      expect(child.title, `${path}.${name}`).toBeTruthy();
      expect(child.description, `${path}.${name}`).toMatch(/\.$/);
      expect(child.examples, `${path}.${name}`).toBeTruthy();
      visit(child, `${path}.${name}`);
    }
    if (schema.properties !== undefined) expect(schema.additionalProperties, path).toBe(false);
  };
  for (const [name, schema] of Object.entries(customerFile.definitions ?? {})) visit(schema, name);
  expect(customerFile.additionalProperties).toBe(false);
});

test('what identifies or authorises a customer has no default', () => {
  const customer = schemaOf(readSchema('defaults.schema').properties ?? {}, 'customer').properties ?? {};
  expect(customer).toEqual({ name: false, account_number_external: false, token: false, refresh_token: false });
  expect(secretNames).toContain('token');
});

test.each(['sys', 'sys.a', 'sys.A b-c_1.d', 'sys.', 'sys..a', 'sysx', 'a.sys', '', 'sys. a', 'sys.a ', 'sys.\u00fc'])(
  'the pattern for hierarchies and its explanation agree on %j',
  (path) => {
    const pattern = new RegExp(customerFile.definitions?.['hierarchy']?.pattern ?? '', 'u');
    expect(pattern.test(path)).toBe(hierarchyProblem(path) === null);
  },
);

test.each([
  ...['y', 'Y', 'yes', 'No', 'NO', 'true', 'False', 'on', 'OFF', 'null', '~', '=', '<<'],
  ...[
    '0',
    '123',
    '-1',
    '+1',
    '0123',
    '0o17',
    '0x1F',
    '0b11',
    '1_000',
    '1.5',
    '1.',
    '.5',
    '1e5',
    '123e4567',
    '-.inf',
    '.NaN',
  ],
  ...['12:30', '12:30:45', '190:20:30.15', '2026-11-23', '2026-1-2', '2026-11-23T10:00:00Z', '2026-11-23 10:00:00'],
])('%s is surprising', (plain) => {
  expect(isSurprising(plain)).toBe(true);
});

test.each([
  'Acme',
  'nope',
  'Norway',
  'once',
  '10.0.0.1',
  'v2',
  '000fd0e4-83ef-d398-be23-d06998580fed',
  '3M',
  '1st',
  '2026-11',
  'a=b',
])('%s is not surprising', (plain) => {
  expect(isSurprising(plain)).toBe(false);
});
