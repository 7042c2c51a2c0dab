import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { runHere } from '../support/in-process.ts';
import { customerFile, type Lab, openLab } from '../support/lab.ts';
import { quickPace } from '../support/quick-pace.ts';

const seed = {
  nodes: [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
    { path: 'sys.hcs.Acme', type: 'Customer' },
  ],
  customers: [],
};
const match = { method: 'POST', path: 'relation/SparkCustomer' };

async function openAcme(behaviour = {}): Promise<Lab> {
  const lab = await openLab({ seed, behaviour });
  lab.commit({ 'customers/acme.yaml': customerFile('Acme') });
  return lab;
}

/** One run of apply: its status and what the create came to. */
async function apply(lab: Lab, faults: readonly Fault[] = []) {
  lab.sandbox.setFaults(faults);
  const words = ['apply', '--auto-approve', '--format', 'json', '--rate', '1000'];
  const { status, stdout } = await runHere(lab, words, { pace: quickPace(200) });
  const [acme] = JSON.parse(stdout).customers;
  return [status, acme?.steps[0].status ?? 'nothing to do'];
}

function posts(lab: Lab): number {
  return lab.sandbox.requests.filter(({ method }) => method === 'POST').length;
}

test('a create that the server has not finished is waited for by the next run, and not sent a second time', async () => {
  const lab = await openAcme();
  expect(await apply(lab, [{ match, kind: 'stuck-transaction', times: 1 }])).toEqual([3, 'unknown']);
  expect(await apply(lab)).toEqual([3, 'unknown']);
  expect(posts(lab)).toBe(1);
  for (const open of lab.sandbox.state.openTransactions) lab.sandbox.state.putTransaction({ ...open, due: Date.now() });
  expect(await apply(lab)).toEqual([0, 'nothing to do']);
  expect([posts(lab), lab.sandbox.state.customers.length]).toEqual([1, 1]);
});

test('a create that the server ended as failed is sent again by the next run', async () => {
  const lab = await openAcme();
  expect(await apply(lab, [{ match, kind: 'fail-transaction', times: 1 }])).toEqual([3, 'failed']);
  expect(await apply(lab)).toEqual([0, 'applied']);
  expect([posts(lab), lab.sandbox.state.customers.length]).toEqual([2, 1]);
});

test.each([
  ['drop-before', 2],
  ['drop-after', 1],
  ['truncated', 1],
  ['hang', 2],
  ['unavailable', 2],
  ['throttled', 2],
  ['redirect', 2],
  ['html', 2],
] as const)('an answer that is lost by %s is asked after, and the create sent %i times', async (kind, count) => {
  const lab = await openAcme();
  expect(await apply(lab, [{ match, kind, times: 1 }])).toEqual([0, 'applied']);
  expect([posts(lab), lab.sandbox.state.customers.length]).toEqual([count, 1]);
});

test.each(['drop-after', 'truncated'] as const)(
  'where a server cannot be asked after a create that is lost by %s, the customer is looked for',
  async (kind) => {
    const behaviour = { findsByExternalId: 'no' } as const;
    const lab = await openAcme(behaviour);
    lab.commit({ 'schemas/profiles/default.json': JSON.stringify(behaviour) });
    delete lab.env['SPARKFORM_PROFILE'];
    expect(await apply(lab, [{ match, kind, times: 1 }])).toEqual([0, 'applied']);
    expect([posts(lab), lab.sandbox.state.customers.length]).toEqual([1, 1]);
  },
);

test.each(['drop-before', 'hang'] as const)(
  'where a server cannot be asked after a create that is lost by %s, it is not sent again in the same run',
  async (kind) => {
    const behaviour = { findsByExternalId: 'no' } as const;
    const lab = await openAcme(behaviour);
    lab.commit({ 'schemas/profiles/default.json': JSON.stringify(behaviour) });
    delete lab.env['SPARKFORM_PROFILE'];
    expect(await apply(lab, [{ match, kind, times: 1 }])).toEqual([3, 'unknown']);
    expect(posts(lab)).toBe(1);
    expect(await apply(lab)).toEqual([0, 'applied']);
    expect([posts(lab), lab.sandbox.state.customers.length]).toEqual([2, 1]);
  },
);

test('on a server of which nothing is known, an update that wipes a token is found out on one customer, and no other is touched', async () => {
  const names = ['Alpha', 'Bravo', 'Charlie', 'Delta'];
  const nodes = [...seed.nodes, ...names.map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' }))];
  const customers = names.map((name) => ({
    hierarchy: `sys.hcs.${name}`,
    data: {
      name,
      email_domain: 'one.example',
      token: `TOKEN-OF-${name}`,
      access_token_expires: '2126-01-01T00:00:00Z',
    },
  }));
  const lab = await openLab({ seed: { nodes, customers }, behaviour: { omittedSecrets: 'cleared' } });
  delete lab.env['SPARKFORM_PROFILE'];
  const files = (domain: string) =>
    Object.fromEntries(
      names.map((name) => [`customers/${name}.yaml`, customerFile(name, [`  email_domain: ${domain}`])]),
    );
  lab.commit(files('one.example'));
  expect((await apply(lab))[0]).toBe(0);
  lab.commit(files('two.example'));
  const words = ['apply', '--auto-approve', '--max-change-percent', '100', '--allow', 'may-clear-secrets'];
  const { status } = await runHere(lab, words, { pace: quickPace(200) });
  const tokens = lab.sandbox.state.customers.filter(({ data }) => data['token'] !== undefined);
  expect([status, tokens.length]).toEqual([3, names.length - 1]);
});

describe('an action that follows a step is run although the run died before it could record the step', () => {
  const ref = 'refs/sparkform/default/applied';
  const failing: readonly Fault[] = [{ match: { path: /\+SyncWebexTeamsUsers/ }, kind: 'drop-before' }];
  const account = '00000000-0000-4000-8000-000000000001';
  const follow = [`  account_number_external: ${account}`, '  token: { env: WEBEX_ACME_TOKEN }', 'actions:'];
  const file = (domain: string) =>
    customerFile('Acme', [`  email_domain: ${domain}`, ...follow, '  sync_users: { on: [create, change] }']);

  /** Puts the record back to where it was, as a kill just before it would leave it. */
  function forget(lab: Lab, commit: string | null): void {
    for (const where of ['.', '../remote.git']) {
      lab.git('-C', where, 'update-ref', ...(commit === null ? ['-d', ref] : [ref, commit]));
    }
  }

  async function applyAll(lab: Lab, faults: readonly Fault[] = []) {
    lab.sandbox.setFaults(faults);
    const words = ['apply', '--auto-approve', '--format', 'json', '--rate', '1000'];
    const { status, stdout } = await runHere(lab, words, { pace: quickPace(200) });
    const steps = JSON.parse(stdout).customers.flatMap((one: { readonly steps: readonly StepReport[] }) => one.steps);
    return { status, steps: steps.map((one: StepReport) => [one.step.kind, one.status]) };
  }

  interface StepReport {
    readonly step: { readonly kind: string };
    readonly status: string;
  }

  test('after a create, and after a change', async () => {
    const lab = await openLab({ seed });
    lab.env['WEBEX_ACME_TOKEN'] = 'TOKEN';
    lab.commit({ 'customers/acme.yaml': file('one.example') });
    expect((await applyAll(lab, failing)).status).toBe(3);
    forget(lab, null);
    expect(await applyAll(lab)).toEqual({ status: 0, steps: [['action', 'applied']] });
    expect(await applyAll(lab)).toEqual({ status: 0, steps: [] });

    const before = lab.git('rev-parse', ref);
    lab.commit({ 'customers/acme.yaml': file('two.example') });
    expect((await applyAll(lab, failing)).status).toBe(3);
    forget(lab, before);
    expect(await applyAll(lab)).toEqual({ status: 0, steps: [['action', 'applied']] });
    expect(await applyAll(lab)).toEqual({ status: 0, steps: [] });
    expect(lab.sandbox.state.customers).toHaveLength(1);
  });

  test('and not for a record that somebody else made, or changed', async () => {
    const lab = await openLab({ seed });
    const other = { name: 'Acme', email_domain: 'one.example', account_number_external: account };
    const { pkid } = lab.sandbox.state.add('sys.hcs.Acme', other);
    lab.commit({ 'customers/acme.yaml': file('one.example') });
    expect(await applyAll(lab)).toEqual({ status: 0, steps: [] });
    lab.sandbox.state.change(pkid, { email_domain: 'two.example' });
    lab.commit({ 'customers/acme.yaml': file('two.example') });
    expect(await applyAll(lab)).toEqual({ status: 0, steps: [] });
  });
});
