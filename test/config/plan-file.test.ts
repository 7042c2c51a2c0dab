import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePlanFile, planFileText } from '../../src/config/plan-file.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { randomWorld } from '../plan/random-world.ts';
import { customer, live, plan } from '../plan/world.ts';

const made = plan({ desired: [customer('Acme', { fields: { notes: 'new' } })], live: [live('Acme')] });
const text = planFileText(made, '1.2.3', 'customers');

function codesOf(changed: string): readonly string[] {
  return decodePlanFile(changed, 'the.plan', '1.2.3').diagnostics.map((one) => one.code);
}

test('any plan comes back as it was written', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const planned = makePlan(world);
      const { planFile, diagnostics } = decodePlanFile(planFileText(planned, '1.0.0', 'a/b'), 'f', '1.0.0');
      expect([planFile?.plan, planFile?.customers, diagnostics]).toEqual([planned, 'a/b', []]);
    }),
    { numRuns: 100 },
  );
});

test('how the JSON is laid out is of no account', () => {
  const { digest, ...rest } = JSON.parse(text);
  expect(codesOf(JSON.stringify({ digest, ...rest }))).toEqual([]);
});

test('a file of which any character within a value was changed is refused', () => {
  const letters = [...text].flatMap((one, index) => (/[a-z0-9]/.test(one) ? [index] : []));
  fc.assert(
    fc.property(fc.constantFrom(...letters), (index) => {
      const changed = `${text.slice(0, index)}${text[index] === 'a' ? 'b' : 'a'}${text.slice(index + 1)}`;
      expect(codesOf(changed)).toHaveLength(1);
    }),
    { numRuns: 200 },
  );
});

describe('what is refused says why', () => {
  const content = JSON.parse(text);
  test.each([
    ['null', null, 'no-plan-file'],
    ['a list', [], 'no-plan-file'],
    ['another kind', { ...content, kind: 'other' }, 'no-plan-file'],
    ['another format', { ...content, format: 2 }, 'other-version'],
    ['another version', { ...content, version: '1.2.4' }, 'other-version'],
    ['a version that is no text', { ...content, version: ['1.2.3'] }, 'bad-plan-file'],
    ['a plan of no form', { ...content, plan: {} }, 'bad-plan-file'],
    ['something besides', { ...content, more: true }, 'bad-plan-file'],
    ['another digest', { ...content, digest: '0'.repeat(64) }, 'changed-plan-file'],
  ])('%s', (_, value, code) => {
    expect(codesOf(JSON.stringify(value))).toEqual([code]);
  });
});
