import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRate, systemClock } from '../../src/api/rate.ts';
import { quickClock } from './support.ts';

describe('openRate', () => {
  it('lets half a second of requests through at once, and never more than that above the rate in a second', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (perSecond) => {
        const clock = quickClock();
        const rate = openRate(perSecond, clock);
        const times: number[] = [];
        for (let count = 0; count < 3 * perSecond; count += 1) {
          await rate.take();
          times.push(clock.now());
        }
        for (const start of times) {
          const most = perSecond + Math.max(1, Math.floor(perSecond / 2));
          expect(times.filter((time) => time >= start && time < start + 999).length).toBeLessThanOrEqual(most);
        }
        const atOnce = times.filter((time) => time === times[0]).length;
        expect(atOnce).toBe(Math.max(1, Math.floor(perSecond / 2)));
      }),
    );
  });

  it('pauses for everyone and is half as fast afterwards, once for refusals that come together', async () => {
    const clock = quickClock();
    const rate = openRate(10, clock);
    await rate.take();
    rate.slowDown(3000);
    rate.slowDown(3000);
    const before = clock.now();
    await rate.take();
    expect(clock.now() - before).toBe(3000);
    await rate.take();
    expect(clock.now() - before).toBe(3200);
  });

  it('never gets slower than one a second, and never faster than it was', async () => {
    const clock = quickClock();
    for (const [perSecond, interval] of [
      [8, 1000],
      [0.25, 4000],
    ] as const) {
      const rate = openRate(perSecond, clock);
      for (let count = 0; count < 8; count += 1) {
        rate.slowDown(10);
        await clock.sleep(20);
      }
      await rate.take();
      const before = clock.now();
      await rate.take();
      // The clock went on for a moment after the last refusal.
      expect(clock.now() - before).toBeGreaterThan(interval - 20);
    }
  });
});

describe('openRate after a complaint', () => {
  it('grows back to what it was, slowly, and no further', async () => {
    const clock = quickClock();
    const rate = openRate(10, clock);
    rate.slowDown(0);
    const gaps: number[] = [];
    for (let minute = 0; minute < 4; minute += 1) {
      const before = clock.now();
      while (clock.now() - before < 60_000) await rate.take();
      const at = clock.now();
      await rate.take();
      gaps.push(Math.round(clock.now() - at));
    }
    expect(gaps[0]).toBeLessThan(200);
    expect(gaps).toEqual([...gaps].sort((left, right) => right - left));
    expect(gaps.at(-1)).toBe(100);
  });
});

describe('systemClock', () => {
  it('waits, and stops waiting when the work is given up', async () => {
    const ending = new AbortController();
    const clock = systemClock(ending.signal);
    const before = clock.now();
    await clock.sleep(30);
    expect(clock.now() - before).toBeGreaterThanOrEqual(28);
    const long = clock.sleep(60_000);
    ending.abort();
    await long;
    await clock.sleep(60_000);
    expect(clock.now() - before).toBeLessThan(5000);
  });
});
