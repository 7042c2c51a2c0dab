import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { properties } from '../../src/model/properties.ts';

interface ApiProperty {
  readonly type: string;
  readonly is_password?: boolean;
}

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/relation_SparkCustomer.json', import.meta.url), 'utf8'),
) as {
  readonly properties: Readonly<Record<string, ApiProperty>>;
};

test('the table of roles has the properties of the API schema, in its order', () => {
  expect(Object.keys(properties)).toEqual(Object.keys(schema.properties));
});

test.each(Object.entries(schema.properties))('%s has the kind that the API schema says', (name, property) => {
  expect(properties[name as keyof typeof properties].kind).toBe(property.type);
});

test.each(Object.entries(schema.properties))(
  '%s is a secret exactly when the API calls it a password',
  (name, property) => {
    const { role } = properties[name as keyof typeof properties];
    expect(role === 'secret').toBe(property.is_password === true);
  },
);
