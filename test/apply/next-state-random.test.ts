import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type NextState, nextState, type StateInput } from '../../src/apply/next-state.ts';
import { inputOf, isDone, runs } from './random-run.ts';

function textOf({ files }: NextState, path: string): string {
  return new TextDecoder().decode(files.get(path)?.content ?? new Uint8Array());
}

/** The pkid that the customer of a file has, new or old, as its text in the state says. */
function pkidOf(path: string, text: string, { plan, outcomes, applied }: StateInput): string | null | undefined {
  if (text === `new ${path}`) {
    const own = plan.customers.find((one) => one.id === path && isDone(one, outcomes));
    return outcomes.find((one) => one.id === path)?.pkid ?? own?.pkid;
  }
  const owner = plan.customers.find((one) => one.recordedAs === path);
  const begun = outcomes.find((one) => one.id === owner?.id && one.steps.some(({ status }) => status === 'applied'));
  return begun === undefined ? applied.customers.find((one) => one.file === path)?.pkid : begun.pkid;
}

test('whatever becomes of a run, each record stands beside its own file', () => {
  fc.assert(
    fc.property(runs, ([world, fates, only]) => {
      const input = inputOf(world, fates, only);
      const state = nextState(input);
      for (const path of state.files.keys()) {
        expect(state.json.customers[path]?.pkid).toBe(pkidOf(path, textOf(state, path), input));
      }
    }),
    { numRuns: 700 },
  );
});

test('whatever becomes of a run, a customer that was not planned or not finished stands where it stood', () => {
  fc.assert(
    fc.property(runs, ([world, fates, only]) => {
      const input = inputOf(world, fates, only);
      const state = nextState(input);
      for (const { file, customer } of world.applied.customers) {
        const owner = input.plan.customers.find(({ recordedAs }) => recordedAs === file);
        if (owner !== undefined && isDone(owner, input.outcomes)) continue;
        expect(state.json.customers).toHaveProperty([file]);
        if (customer !== null) expect(textOf(state, file)).toBe(`old ${file}`);
      }
    }),
    { numRuns: 700 },
  );
});
