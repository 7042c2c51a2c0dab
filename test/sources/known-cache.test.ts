import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Known, nothingKnown } from '../../src/config/known-customers.ts';
import { openKnownCache } from '../../src/sources/known-cache.ts';
import { customer } from '../plan/world.ts';

/** What is known of so many files, of which some were edited. */
function knownOf(count: number, edited = 0): Known {
  const all = Array.from({ length: count }, (_, number) => {
    const one = customer(`C${number}`, { file: `customers/c${number}.yaml` });
    return [one.file, { content: number < edited ? 'edited' : 'as it was', defaults: '', customer: one }] as const;
  });
  return { ...nothingKnown, customers: new Map(all) };
}

/** A place for a cache, and whether keeping these files there writes it. */
function opened() {
  const folder = mkdtempSync(path.join(tmpdir(), 'sparkform-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const content = () => {
    try {
      return readFileSync(path.join(folder, 'sparkform/customers.json'), 'utf8');
    } catch {
      return null;
    }
  };
  return async (files: Known): Promise<boolean> => {
    const before = content();
    await (await openKnownCache(folder, null, 'a schema')).keep(files);
    return content() !== before;
  };
}

test('is written where that saves more than it costs', async () => {
  const writes = opened();
  expect(await writes(knownOf(99))).toBe(false);
  expect(await writes(knownOf(120))).toBe(true);
  expect(await writes(knownOf(120, 99))).toBe(false);
  expect(await writes(knownOf(120, 100))).toBe(true);
});

test('outlives edits of a few files in a large repository, and is written for what is new of the applied state', async () => {
  const writes = opened();
  const applied = { commit: 'c', server: null, folder: 'customers', pkids: Array.from({ length: 3000 }, () => null) };
  const whole = { ...knownOf(3000), listing: 'a listing', applied };
  expect(await writes(whole)).toBe(true);
  expect(await writes(knownOf(3000, 149))).toBe(false);
  expect(await writes({ ...whole, applied: { ...applied, commit: 'd' } })).toBe(true);
  expect(await writes(knownOf(3000, 150))).toBe(true);
});
