import { expect, test } from 'vitest';
import { type ApiProperty, type ApiSchema, decodeApiSchema } from '../../src/config/api-schema.ts';
import { shippedApiSchema } from '../../src/config/shipped-schemas.ts';
import { filesAgainstSchema } from '../../src/doctor/files-against-schema.ts';
import { schemaChanges } from '../../src/doctor/schema-changes.ts';
import { noExtras } from '../../src/model/extra-properties.ts';

const ours = decodeApiSchema(shippedApiSchema()) ?? { version: null, properties: new Map() };

/** Our schema with one property as it is in another release; `null`: without it. */
function release(name: string, changes: Partial<ApiProperty> | null): ApiSchema {
  const before = ours.properties.get(name) ?? { type: 'string', required: false, password: false, choices: [] };
  const others = [...ours.properties].filter(([other]) => other !== name);
  return { ...ours, properties: new Map(changes === null ? others : [...others, [name, { ...before, ...changes }]]) };
}

const text = `hierarchy: sys.hcs.Acme
customer:
  name: Acme
  email_domain: acme.example
  dirsync_enabled: true
  default_calling_behaviour: Calling in Webex App
  token: { env: WEBEX_ACME_TOKEN }
`;
const files = [{ path: 'customers/acme.yaml', content: new TextEncoder().encode(text), problem: null }];
const choice = 'default_calling_behaviour';

test.each([
  ['email_domain', null, 4, 'property-is-gone', 'Take the line out.'],
  ['dirsync_enabled', { type: 'string' }, 5, 'type-changed', 'Take the line out.'],
  ['email_domain', { password: true }, 4, 'became-secret', 'show its value'],
  ['token', null, 7, 'property-is-gone', 'Take the line out.'],
  [choice, { choices: ['Calling in Webex'] }, 6, 'choice-is-gone', 'The nearest that it has is "Calling in Webex".'],
  [choice, { choices: ['Cisco Jabber app'] }, 6, 'choice-is-gone', 'Write "Cisco Jabber app".'],
  [choice, { choices: ['Other'] }, 6, 'choice-is-gone', 'Write "Other".'],
] as const)('%s as %j is told at its line', (name, changes, line, code, hint) => {
  const live = release(name, changes);
  expect(filesAgainstSchema(files, 'customers', { known: ours, extras: noExtras, live })).toEqual([
    expect.objectContaining({
      code,
      place: expect.objectContaining({ file: 'customers/acme.yaml', line }),
      message: expect.stringContaining(`"${name}"`),
      hint: expect.stringContaining(hint),
    }),
  ]);
  expect(schemaChanges(ours, live).every(({ property }) => property === name)).toBe(true);
});

test('what no file mentions, any value where there are no choices, and the same schema mean nothing', () => {
  for (const live of [ours, release('notes', null), release(choice, { choices: [] }), release('new', {})]) {
    expect(filesAgainstSchema(files, 'customers', { known: ours, extras: noExtras, live })).toEqual([]);
  }
  expect(schemaChanges(ours, ours)).toEqual([]);
  expect(schemaChanges(ours, release('new', { password: true, required: true }))).toEqual([
    { property: 'new', what: 'property', before: null, after: 'string' },
    { property: 'new', what: 'required', before: 'no', after: 'yes' },
    { property: 'new', what: 'password', before: 'no', after: 'yes' },
  ]);
});
