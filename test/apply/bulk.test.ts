import { describe, expect, onTestFinished, test } from 'vitest';
import { createReader } from '../../src/api/customer-reader.ts';
import { createWriter } from '../../src/api/customer-writer.ts';
import { openTransport } from '../../src/api/transport.ts';
import { applyPlan } from '../../src/apply/apply-plan.ts';
import { carefulProfile } from '../../src/config/profile.ts';
import type { Customer, Fields } from '../../src/model/customer.ts';
import type { Profile } from '../../src/model/profile.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Behaviour } from '../../src/sandbox/behaviour.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { customer } from '../plan/world.ts';

const target = 'sys.Target';
const numbers = Array.from({ length: 41 }, (_, number) => String(number).padStart(2, '0'));
const seed = {
  nodes: [
    { path: 'sys', type: 'System' },
    ...numbers.map((number) => ({ path: `sys.Node${number}`, type: 'Customer' })),
    { path: target, type: 'Customer' },
  ],
  customers: [
    ...numbers.map((number) => ({ hierarchy: `sys.Node${number}`, data: { name: `Customer ${number}` } })),
    { hierarchy: target, data: { name: 'Stranger' } },
  ],
};

function declared(number: string, hierarchy = `sys.Node${number}`, fields: Fields = {}): Customer {
  return customer(`Customer ${number}`, { file: `customers/${number}.yaml`, hierarchy, fields });
}

interface Options {
  readonly wanted: readonly Customer[];
  readonly behaviour?: Partial<Behaviour>;
  /** What the profile says otherwise than the server does. */
  readonly profile?: Partial<Profile>;
  readonly faults?: readonly Fault[];
  readonly bulk?: boolean;
  /** Done to the server after the plan was made. */
  readonly meanwhile?: (sandbox: Sandbox) => void;
}

/** Plans all 41 customers as `wanted` says and carries it out. Tells the requests that the steps took. */
async function apply({
  wanted,
  behaviour = {},
  profile: told = {},
  faults = [],
  bulk = true,
  meanwhile = () => undefined,
}: Options) {
  const sandbox = await startSandbox({ seed, behaviour });
  onTestFinished(() => sandbox.close());
  const transport = openTransport({
    url: sandbox.url,
    username: sandbox.username,
    password: () => sandbox.password,
    caPem: null,
    proxy: { https: null, http: null, none: null },
    timeoutMilliseconds: 5000,
    requestsPerSecond: 1000,
    concurrency: 8,
    log: null,
  });
  onTestFinished(() => transport.close());
  const { duplicateNames: _, secretsInExports: __, omittedInBulk: ___, ...known } = behaviour;
  const usual = { moveKeepsPkid: 'yes', findsByExternalId: 'yes' } as const;
  const profile: Profile = { ...carefulProfile, ...usual, ...known, ...told };
  const reader = createReader(transport, profile);
  const nodes = await reader.listNodes('sys');
  const customers = await reader.listCustomers('sys', nodes);
  const pkids = new Map(customers.map((one) => [one.fields.name, one.pkid]));
  const applied = numbers.map((number) => {
    const one = declared(number);
    return { file: one.file, customer: one, pkid: pkids.get(one.fields.name) ?? null, unfinished: null };
  });
  const live = { server: 'x', hierarchy: 'sys', customers, nodes, requests: 0 };
  const state = { commit: 'a'.repeat(40), server: 'x', source: null, customers: applied };
  const desired = { commit: 'd'.repeat(40), dirty: false, customers: wanted };
  const raw = makePlan({ env: 'default', desired, applied: state, live, profile, now: 0, only: null });
  const plan = { ...raw, customers: raw.customers.map((one) => ({ ...one, held: [] })) };
  sandbox.setFaults(faults);
  meanwhile(sandbox);
  const before = sandbox.requests.length;
  const nothing = { reveal: () => '' };
  const outcomes = await applyPlan(plan, {
    server: {
      reader,
      writer: createWriter(
        transport,
        profile,
        nothing,
        { name: 'run', root: 'sys' },
        { firstDelay: 5, longestDelay: 20, deadline: 2000 },
      ),
      nodes,
      profile,
      root: 'sys',
      pause: () => Promise.resolve(),
    },
    concurrency: 4,
    bulk,
    onOutcome: () => undefined,
    stop: { reason: null },
  });
  const statuses = outcomes.flatMap((one) => one.steps.map(({ status }) => status));
  return { sandbox, outcomes, statuses, requests: sandbox.requests.slice(before) };
}

const allGone: readonly Customer[] = [];
const allMoved = numbers.map((number) => declared(number, target));
const bulkRequests = (requests: Sandbox['requests']) => {
  // The canary is one customer by itself: what comes after its last read is the bulk.
  const first = requests.findIndex(({ path }) => /SparkCustomer\/\?.*hierarchy=sys&/.test(path));
  return requests.slice(first);
};

describe.each([
  { title: 'deletes', wanted: allGone },
  { title: 'moves to one hierarchy', wanted: allMoved },
])('forty $title', ({ wanted }) => {
  test.each([{ moveKeepsPkid: 'yes' as const }, { moveKeepsPkid: 'no' as const }])(
    'take one canary and then at most six requests, with %j',
    async (behaviour) => {
      const { sandbox, statuses, requests } = await apply({ wanted, behaviour });
      expect(statuses).toEqual(numbers.map(() => 'applied'));
      expect(bulkRequests(requests).length).toBeLessThanOrEqual(6);
      const left = sandbox.state.customers.map(({ hierarchy }) => hierarchy);
      expect(left).toEqual(wanted === allGone ? [target] : Array.from({ length: 42 }, () => target));
      expect(sandbox.requests.flatMap((request) => request.remarks)).toEqual([]);
    },
  );

  test('go one by one where bulk calls are turned off', async () => {
    const { statuses, requests } = await apply({ wanted, bulk: false });
    expect(statuses).toEqual(numbers.map(() => 'applied'));
    expect(requests.filter(({ method }) => method !== 'GET')).toHaveLength(41);
  });

  test('tell which of them failed, and which changed since the plan', async () => {
    const { outcomes } = await apply({
      wanted,
      faults: [{ match: { name: 'Customer 07' }, kind: 'fail-transaction' }],
      meanwhile: (sandbox) => {
        const [record] = sandbox.state.named('Customer 09');
        if (record !== undefined) sandbox.state.change(record.pkid, { name: 'Renamed' });
      },
    });
    const odd = outcomes.filter((one) => one.steps.some(({ status }) => status !== 'applied'));
    expect(odd.map((one) => [one.name, one.steps[0]?.status])).toEqual([
      ['Customer 07', 'failed'],
      ['Customer 09', 'stale'],
    ]);
  });

  test.each(['drop-after', 'drop-before'] as const)(
    'are verified by a look when the answer is lost (%s)',
    async (kind) => {
      const bulkCall =
        wanted === allGone ? { method: 'DELETE', path: 'SparkCustomer/\\?' } : { method: 'POST', path: 'DataMove' };
      const { statuses } = await apply({
        wanted,
        faults: [{ match: bulkCall, kind, after: wanted === allGone ? 0 : 1, times: 1 }],
      });
      const expected = kind === 'drop-after' ? 'applied' : 'unknown';
      expect(new Set(statuses.slice(1))).toEqual(new Set([expected]));
    },
  );
});

describe('forty updates to the same values', () => {
  const values = { email_domain: 'new.example', dirsync_enabled: true };
  const allChanged = numbers.map((number) => declared(number, undefined, values));
  const puts = (requests: Sandbox['requests']) => requests.filter(({ method }) => method === 'PUT').length;
  const posts = (requests: Sandbox['requests']) => requests.filter(({ path }) => path.includes('bulk_update'));

  test.each(['pkids', 'hrefs'] as const)('go together after one record was seen alone, by %s', async (bulkModify) => {
    const { sandbox, statuses, requests } = await apply({ wanted: allChanged, behaviour: { bulkModify } });
    expect(new Set(statuses)).toEqual(new Set(['applied']));
    expect(posts(requests).map(({ method }) => method)).toEqual(['GET', 'POST', 'POST']);
    expect(puts(requests)).toBe(0);
    const changed = sandbox.state.customers.filter(({ data }) => data['dirsync_enabled'] === true);
    expect(changed.map(({ data }) => data['email_domain'])).toEqual(numbers.map(() => 'new.example'));
    expect(sandbox.requests.flatMap((request) => request.remarks)).toEqual([]);
    // The canary, and then at most six with the listings.
    expect(bulkRequests(requests).length).toBeLessThanOrEqual(6);
  });

  test.each(['unknown', 'none'] as const)('go one by one where the profile says %s', async (bulkModify) => {
    const { statuses, requests } = await apply({ wanted: allChanged, profile: { bulkModify } });
    expect([new Set(statuses), puts(requests), posts(requests)]).toEqual([new Set(['applied']), 41, []]);
  });

  test('go one by one where the server has no such call', async () => {
    const profile = { bulkModify: 'pkids' } as const;
    const { statuses, requests } = await apply({ wanted: allChanged, behaviour: { bulkModify: 'none' }, profile });
    expect([new Set(statuses), puts(requests)]).toEqual([new Set(['applied']), 41]);
  });

  test('stop after the first, where the server clears what the call leaves out', async () => {
    const tokens = { token: 'T', account_email: 'admin@example.com' };
    const { sandbox, outcomes } = await apply({
      wanted: allChanged,
      behaviour: { bulkModify: 'pkids', omittedInBulk: 'as-update', omittedProperties: 'cleared' },
      meanwhile: ({ state }) => {
        for (const { pkid } of state.customers) state.change(pkid, tokens);
      },
    });
    const statuses = outcomes.map((one) => one.steps[0]?.status);
    expect([statuses[0], new Set(statuses.slice(1))]).toEqual(['failed', new Set(['skipped'])]);
    const hurt = sandbox.state.customers.filter(({ data }) => data['account_email'] !== tokens.account_email);
    expect(hurt).toHaveLength(1);
  });

  test('tell which of them failed, and which changed since the plan', async () => {
    const { outcomes } = await apply({
      wanted: allChanged,
      behaviour: { bulkModify: 'pkids' },
      faults: [{ match: { name: 'Customer 07' }, kind: 'fail-transaction' }],
      meanwhile: (sandbox) => {
        const [record] = sandbox.state.named('Customer 09');
        if (record !== undefined) sandbox.state.change(record.pkid, { name: 'Renamed' });
      },
    });
    const odd = outcomes.filter((one) => one.steps.some(({ status }) => status !== 'applied'));
    expect(odd.map((one) => [one.name, one.steps[0]?.status])).toEqual([
      ['Customer 07', 'failed'],
      ['Customer 09', 'stale'],
    ]);
  });
});

test('a bulk delete is never sent without the records it means', async () => {
  const { sandbox } = await apply({
    wanted: allGone,
    meanwhile: ({ state }) => {
      for (const { pkid, hierarchy } of state.customers.slice(1)) if (hierarchy !== target) state.remove(pkid);
    },
  });
  const bulk = sandbox.requests.filter(({ method, path }) => method === 'DELETE' && /SparkCustomer\/\?/.test(path));
  expect(bulk).toEqual([]);
});
