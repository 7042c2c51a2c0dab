import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { guardPlan } from '../../src/plan/guard.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { randomWorld } from './random-world.ts';
import { customer, plan } from './world.ts';

const schema: object = JSON.parse(readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8'));

/** The schema with no room for what it does not name, so that a field without a description is found. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  // The kinds of a step name their own fields, and the common one beside them.
  const shared = 'properties' in inner && !('oneOf' in inner) && !('kind' in Object(inner['properties']));
  return shared ? { additionalProperties: false, ...inner } : inner;
}

test('the plan of any world is as plan.schema.json says, and holds nothing that it does not name', () => {
  const ajv = new Ajv({ strict: false, allowUnionTypes: true });
  const [validate, validateClosed] = [ajv.compile(schema), new Ajv({ strict: false }).compile(Object(closed(schema)))];
  const seen = new Set<string>();
  fc.assert(
    fc.property(randomWorld, (world) => {
      const facts = { managed: world.applied.customers.length, declared: world.desired.customers.length, live: 1 };
      const planned = guardPlan(makePlan(world), { allow: [], maxDeletes: 0, maxChangePercent: 0 }, facts);
      for (const one of planned.customers) for (const { kind } of one.steps) seen.add(kind);
      const json: unknown = JSON.parse(JSON.stringify(planned));
      expect([validate(json), validate.errors]).toEqual([true, null]);
      expect([validateClosed(json), validateClosed.errors]).toEqual([true, null]);
    }),
    { numRuns: 500 },
  );
  expect([...seen].sort()).toEqual(['action', 'create', 'delete', 'move', 'update']);
});

const leak = { path: 'token', reference: { env: 'WEBEX_A', key: null, version: null, value: 'secret' } };
const strange = { kind: 'replace', operation: '0'.repeat(32) };
const spoilt: readonly (readonly [string, (planned: Plan) => unknown])[] = [
  ['another format', (planned) => ({ ...planned, format: 2 })],
  ['no customers', (planned) => ({ ...planned, customers: undefined })],
  [
    'a secret with a value',
    (planned) => ({ ...planned, customers: planned.customers.map((one) => ({ ...one, kept: [leak] })) }),
  ],
  [
    'a step of no kind',
    (planned) => ({ ...planned, customers: planned.customers.map((one) => ({ ...one, steps: [strange] })) }),
  ],
];

test.each(spoilt)('the schema refuses %s', (_, spoil) => {
  const validate = new Ajv({ strict: false }).compile(schema);
  const planned = plan({ desired: [customer('Acme')] });
  expect(validate(planned)).toBe(true);
  expect(validate(JSON.parse(JSON.stringify(spoil(planned))))).toBe(false);
});
