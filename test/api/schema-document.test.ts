import { expect, test } from 'vitest';
import { schemaDocument } from '../../src/api/wire/schema-document.ts';
import { shippedApiSchema } from '../../src/config/shipped-schemas.ts';

test('the schema that is known comes through as it is', () => {
  expect(schemaDocument(shippedApiSchema(), '9')).toEqual(shippedApiSchema());
});

test('addresses, unknown words and what a secret could hold are left out, the version comes from the listing', () => {
  const choices = [{ value: 'CANARY', title: 'x', href: '/api/?auth_token=CANARY' }];
  const properties = {
    region: { type: 'string', target: '/api/?auth_token=CANARY', description: { href: 'CANARY' } },
    token: { type: 'string', is_password: true, default: 'CANARY', choices },
    new_secret: { type: 'string', choices },
    nested: {
      type: 'array',
      items: { type: 'object', properties: { password: { default: 'CANARY', type: 'string' } } },
    },
  };
  expect(schemaDocument({ properties, extra: 'CANARY' }, '2.0')).toEqual({
    $schema: 'http://json-schema.org/draft-03/schema',
    type: 'object',
    properties: {
      region: { type: 'string' },
      token: { type: 'string', is_password: true },
      new_secret: { type: 'string' },
      nested: { type: 'array', items: { type: 'object', properties: { password: { type: 'string' } } } },
    },
    schema_version: '2.0',
  });
});

test.each([null, [], 'text', {}, { properties: [] }])('%j is no schema', (json) => {
  expect(schemaDocument(json, '1')).toBeNull();
});
