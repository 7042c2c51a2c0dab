import { expect, test } from 'vitest';
import { type ApiProperty, type ApiSchema, decodeApiSchema } from '../../src/config/api-schema.ts';
import { shippedApiSchema } from '../../src/config/shipped-schemas.ts';
import { compareSchemas } from '../../src/doctor/compare-schemas.ts';

const ours = decoded(shippedApiSchema());
const text: ApiProperty = {
  name: 'novelty',
  type: 'string',
  title: null,
  description: null,
  required: false,
  password: false,
  readonly: false,
  choices: [],
};

function decoded(json: unknown): ApiSchema {
  const schema = decodeApiSchema(json);
  if (schema === null) throw new Error('no schema');
  return schema;
}

/** Our schema with one property as it is in another release; `null`: without it. */
function release(name: string, changes: Partial<ApiProperty> | null): ApiSchema {
  const others = [...ours.properties].filter(([other]) => other !== name);
  const changed = changes === null ? [] : [[name, { ...(ours.properties.get(name) ?? text), ...changes }] as const];
  return { ...ours, properties: new Map([...others, ...changed]) };
}

test('the schema that sparkform was made for is as known', () => {
  expect(compareSchemas(ours, ours)).toEqual([
    { name: 'schema', status: 'ok', found: 'as known, schema_version 1.2.7', advice: null },
  ]);
  expect([ours.properties.size, ours.properties.get('token')]).toEqual([
    17,
    expect.objectContaining({ name: 'token', type: 'string', password: true, choices: [] }),
  ]);
  expect(ours.properties.get('default_calling_behaviour')?.choices).toHaveLength(4);
});

const teams = ['Calling in Webex Teams', 'Calling in Webex Teams (Unified CM)', 'Cisco Jabber app'];

test.each([
  ['a release before', { ...ours, version: '1.1.0' }, 'warning', 'schema_version', '1.1.0, known is 1.2.7'],
  ['a schema without a version', { ...ours, version: null }, 'warning', 'schema_version', 'not told'],
  ['a property that is missing', release('email_domain', null), 'warning', 'email_domain', 'does not have'],
  ['a server property that is missing', release('shadow', null), 'warning', 'shadow', 'does not have'],
  ['another type', release('dirsync_enabled', { type: 'string' }), 'failed', 'dirsync_enabled', 'known is boolean'],
  [
    'a proxy in clear',
    release('http_proxy', { password: false }),
    'warning',
    'http_proxy',
    'not treat it as a password',
  ],
  ['a new password', release('notes', { password: true }), 'failed', 'notes', 'treats it as a password'],
  ['a new property', release('wholesale_status', { type: 'boolean' }), 'ok', 'wholesale_status', 'carry it through'],
  ['one that is required', release('region', { required: true }), 'warning', 'region', 'requires'],
  [
    'renamed choices',
    release('default_calling_behaviour', { choices: teams }),
    'warning',
    'default_calling_behaviour',
    'without the choices "Calling in Webex App", "Calling in Webex App (Unified CM)", "Third-Party app"; with other choices: "Calling in Webex Teams", "Calling in Webex Teams (Unified CM)"',
  ],
  [
    'no choices any more',
    release('default_calling_behaviour', { choices: [] }),
    'warning',
    'default_calling_behaviour',
    'any value instead of a choice',
  ],
] as const)('%s is told in one line', (_, live, status, name, found) => {
  expect(compareSchemas(ours, live)).toEqual([
    expect.objectContaining({ status, name: `schema: ${name}`, found: expect.stringContaining(found) }),
  ]);
});

test.each([null, [], 'text', {}, { properties: [] }])('%j is no schema', (json) => {
  expect(decodeApiSchema(json)).toBeNull();
});
