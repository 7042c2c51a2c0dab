import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LiveCustomer } from '../../src/model/live.ts';
import { draftPlan, makePlan } from '../../src/plan/make-plan.ts';
import { planEarly } from '../../src/plan/plan-early.ts';
import { randomWorld } from './random-world.ts';
import { applied, customer, live, planInput } from './world.ts';

test('what was planned early changes nothing, whatever the records were when they arrived', () => {
  const someText = fc.constantFrom('a', 'b', null);
  fc.assert(
    fc.property(randomWorld, fc.array(someText, { maxLength: 3 }), (world, texts) => {
      const { customers, nodes, hierarchy } = world.live;
      const early = planEarly(world, hierarchy);
      // As from a listing that changed and was read again; the last may be as it was.
      for (const text of texts) early.add(customers.map((one) => withDomain(one, text)).reverse(), nodes);
      early.add(customers.slice(1), nodes);
      const draft = draftPlan(world, early);
      expect(draft).toEqual(draftPlan(world));
      expect(makePlan(world, draft)).toEqual(makePlan(world));
    }),
    { numRuns: 300 },
  );
});

function withDomain(one: LiveCustomer, email_domain: string | null): LiveCustomer {
  return { ...one, fields: { ...one.fields, email_domain } };
}

const acme = customer('Acme', { fields: { email_domain: 'a' } });
const record = live('Acme', { email_domain: 'a' });

test('the plan of a record that was recorded for a file is taken as it is', () => {
  const input = planInput({ desired: [acme], applied: [applied(acme)], live: [record] });
  const early = planEarly(input, input.live.hierarchy);
  early.add([record, live('Globex')], input.live.nodes);
  const [planned] = draftPlan(input, early).planned;
  expect(planned?.plan.decision).toBe('keep');
  expect(early.of({ desired: acme, applied: applied(acme), live: record })).toBeNull();
  const [match] = draftPlan(input).planned;
  expect(match === undefined ? null : early.of(match)).toBe(planned);
});

test('what nothing was recorded for is left to who is who', () => {
  const input = planInput({ desired: [acme], live: [record] });
  const early = planEarly(input, input.live.hierarchy);
  early.add([record], input.live.nodes);
  expect(early.of({ desired: acme, applied: null, live: record })).toBeNull();
});
