import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openGate } from '../../src/apply/gate.ts';

interface Job {
  readonly kind: 'create' | 'update' | 'move';
  readonly ticks: number;
  readonly good: boolean;
}

const job: fc.Arbitrary<Job> = fc.record({
  kind: fc.constantFrom('create', 'update', 'move'),
  ticks: fc.integer({ min: 0, max: 5 }),
  good: fc.boolean(),
});

test('until one step of a kind was done as asked, a step of that kind has nothing beside it; all of them run once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(job, { maxLength: 20 }), async (jobs) => {
      const gate = openGate();
      const proven = new Set<string>();
      const faults: string[] = [];
      let running = 0;
      let exclusive = false;
      const work = async ({ kind, ticks, good }: Job) => {
        const canary = !proven.has(kind);
        if (exclusive || (canary && running > 0)) faults.push(`${kind} is not alone`);
        running += 1;
        exclusive = canary;
        for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
        running -= 1;
        exclusive = false;
        if (good) proven.add(kind);
        return good;
      };
      const results = await Promise.all(jobs.map((one) => gate.run(one.kind, () => work(one), Boolean)));
      expect(results).toEqual(jobs.map(({ good }) => good));
      expect(faults).toEqual([]);
    }),
  );
});

test('steps of a kind that is proven run side by side', async () => {
  const gate = openGate();
  await gate.run('create', () => Promise.resolve(true), Boolean);
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return true;
  };
  await Promise.all([1, 2, 3].map(() => gate.run('create', work, Boolean)));
  expect(most).toBe(3);
});

test('a step that throws is no proof, and keeps nobody waiting', async () => {
  const gate = openGate();
  await expect(gate.run('create', () => Promise.reject(new Error('bug')), Boolean)).rejects.toThrow('bug');
  expect(await gate.run('create', () => Promise.resolve(true), Boolean)).toBe(true);
});
