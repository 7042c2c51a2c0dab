import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../src/sandbox/faults.ts';
import { askDoctor, away, checksFirst, home, leaksOf, openUnknown, probeWords, recordsOf } from './probing.ts';

/** The requests of a probe of a server that shows no secrets, which takes the most; those of the checks are left out. */
const behaviour = { secretsReadAs: 'absent', failedWords: ['Fail'], payload: 'wrapped', moveKeepsPkid: 'no' } as const;
const requests = 59;

const kinds = [
  'drop-before',
  'drop-after',
  'throttled',
  'unavailable',
  'html',
  'login-page',
  'truncated',
  'success-false',
  'redirect',
  'echo',
] as const satisfies readonly FaultKind[];

const everything = process.env['SPARKFORM_CHAOS'] === 'all';

/** Every other request meets a fault; with everything, each meets every fault. */
const answers = Array.from({ length: requests }, (_, index) =>
  kinds
    .filter((_kind, kind) => everything || (index * 3 + kind) % 20 === 0)
    .map((kind) => [index, kind, checksFirst + index] as const),
).flat();

/** Every write meets faults of the work itself, which strike nothing else. */
const works = Array.from({ length: everything ? 10 : 5 }, (_, index) =>
  (['fail-transaction', 'stuck-transaction'] as const).map((kind) => [index, kind, index] as const),
).flat();

describe('a fault at any request leaves no record and no change behind', () => {
  test.concurrent.for([...answers, ...works])(
    'request or write %i meets %s',
    async ([, kind, after], { onTestFinished, expect }) => {
      const lab = await openUnknown({ behaviour }, onTestFinished);
      const before = recordsOf(lab);
      lab.sandbox.setFaults([{ match: {}, kind, after, times: 1 }]);
      const { status, checks, text } = await askDoctor(lab, probeWords);
      expect([recordsOf(lab), leaksOf(lab, text)]).toEqual([before, []]);
      expect([0, 1]).toContain(status);
      const failures = checks.filter((one) => one.status === 'failed').map(({ name, found }) => `${name}: ${found}`);
      expect(status === 1).toBe(failures.length > 0);
      // Only what a whole probe found is written.
      expect(existsSync(path.join(lab.path, 'schemas/profiles/default.json'))).toBe(status === 0);
    },
  );
});

test('the number of requests is that of a probe without faults', async () => {
  const lab = await openUnknown({ behaviour });
  await askDoctor(lab, probeWords);
  expect(lab.sandbox.requests.length - checksFirst).toBe(requests);
});

describe('an interrupt at any moment leaves no record and no change behind', () => {
  const moments = Array.from({ length: requests }, (_, index) => index).filter(
    (index) => everything || index % 6 === 0,
  );

  test.concurrent.for(moments)('after request %i', async (index, { onTestFinished, expect }) => {
    const lab = await openUnknown({ behaviour, latencyMilliseconds: 3 }, onTestFinished);
    const before = recordsOf(lab);
    const { status, text } = await askDoctor(lab, probeWords, {
      interrupted: () => reached(() => lab.sandbox.requests.length >= checksFirst + index, onTestFinished),
    });
    expect([recordsOf(lab), leaksOf(lab, text)]).toEqual([before, []]);
    // The last experiment may be over before the end of the way to the server is noticed.
    expect([130, ...(index > requests - 10 ? [0] : [])]).toContain(status);
  });

  test('also while the server does not answer, and while it does not say what came of the create', async () => {
    for (const kind of ['hang', 'drop-after'] as const) {
      const lab = await openUnknown({ faults: [{ match: { method: 'POST' }, kind, times: 1 }] });
      const before = recordsOf(lab);
      const started = Date.now();
      const posts = () => lab.sandbox.requests.some(({ method }) => method === 'POST');
      const { status } = await askDoctor(lab, probeWords, { interrupted: () => reached(posts) });
      expect([[130, 1].includes(status), recordsOf(lab)]).toEqual([true, before]);
      expect(Date.now() - started).toBeLessThan(7000);
    }
  });
});

describe('a create whose answer was lost, and whose record comes late', () => {
  test.each([
    ['the run ends early', 600, false, 1],
    ['the run is interrupted', 100, true, 130],
  ] as const)('is removed all the same: %s', async (_, delay, isInterrupted, ending) => {
    const kind = isInterrupted ? 'hang' : 'drop-before';
    const lab = await openUnknown({ faults: [{ match: { method: 'POST' }, kind, times: 1 }] });
    const before = recordsOf(lab);
    const posts = () => lab.sandbox.requests.filter(({ method }) => method === 'POST');
    const posted = reached(() => posts().length > 0);
    const arrived = posted
      .then(() => new Promise((resolve) => setTimeout(resolve, delay)))
      .then(() => {
        const name = /sparkform-probe-[0-9a-f]{12}/.exec(JSON.stringify(posts()[0]?.body))?.[0] ?? '';
        return lab.sandbox.state.add(home, { name }).pkid;
      });
    const io = isInterrupted ? { interrupted: () => posted } : {};
    const { status } = await askDoctor(lab, probeWords, io);
    expect(await arrived).toMatch(/^[0-9a-f]{24}$/);
    expect([status, recordsOf(lab)]).toEqual([ending, before]);
  });
});

function reached(isReached: () => boolean, atEnd?: (stop: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!isReached()) return;
      clearInterval(timer);
      resolve();
    }, 1);
    atEnd?.(() => clearInterval(timer));
  });
}

describe('a record that cannot be removed', () => {
  test.each(['unavailable', 'html', 'drop-before', 'fail-transaction', 'stuck-transaction'] as const)(
    'is told loudly, with where it is: every DELETE meets %s',
    async (kind) => {
      const lab = await openUnknown({ faults: [{ match: { method: 'DELETE' }, kind }] });
      const { status, checks } = await askDoctor(lab, probeWords);
      const [record] = lab.sandbox.state.customers.filter(({ hierarchy }) => hierarchy === home);
      const line = checks.find(({ name }) => name === 'throw-away customer');
      expect([status, line?.status]).toEqual([3, 'failed']);
      expect(line?.found).toContain(`IS STILL THERE: pkid ${record?.pkid} at ${home}`);
      expect(existsSync(path.join(lab.path, 'schemas/profiles/default.json'))).toBe(false);
    },
  );

  test('or of which nobody can tell, as the listing fails', async () => {
    const faults = [{ match: { method: 'GET', path: /SparkCustomer\/\?/ }, kind: 'html', after: 24 }] as const;
    const lab = await openUnknown({ faults: [] });
    const posts = () => lab.sandbox.requests.some(({ method }) => method === 'POST');
    void reached(posts).then(() => lab.sandbox.setFaults([{ match: faults[0].match, kind: 'html' }]));
    const { status, checks } = await askDoctor(lab, probeWords);
    expect([status, checks.at(-1)?.found]).toEqual([3, expect.stringContaining('IT IS NOT KNOWN WHETHER')]);
  });
});

test('only the throw-away customer is ever written to', async () => {
  const lab = await openUnknown({ behaviour });
  await askDoctor(lab, probeWords);
  const writes = lab.sandbox.requests.filter(({ method }) => method !== 'GET');
  const known = new Set(lab.sandbox.state.customers.map(({ pkid }) => pkid));
  const touched = writes.flatMap((one) => `${one.path} ${JSON.stringify(one.body)}`.match(/[0-9a-f]{24}/g) ?? []);
  expect(touched.filter((pkid) => known.has(pkid))).toEqual([]);
  const places = writes.flatMap((one) => [...one.path.matchAll(/hierarchy=([^&]+)/g)].map(([, at = '']) => at));
  expect([...new Set(places.map(decodeURIComponent))].sort()).toEqual([home, away].sort());
});
