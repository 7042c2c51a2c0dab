import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { runHere } from '../support/in-process.ts';
import { customerFile, type Lab, openLab } from '../support/lab.ts';

const names = ['Alpha', 'Bravo', 'Charlie', 'Delta'];
const seed = {
  nodes: [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
    ...names.map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' })),
  ],
  customers: [],
};

const apply = ['apply', '--auto-approve', '--rate', '1000', '--max-change-percent', '100'];
const plan = ['plan', '--rate', '1000', '--format', 'json'];
const file = (name: string, domain: string) => customerFile(name, [`  email_domain: ${domain}`]);
const path = (name: string) => `customers/${name.toLowerCase()}.yaml`;

/** One lab for all tests, to which Alpha, Bravo and Charlie were applied; each test puts its files back. */
let lab: Lab;
const ends: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  lab = await openLab({ seed }, (action) => ends.push(action));
  lab.commit(Object.fromEntries(names.slice(0, 3).map((name) => [path(name), file(name, 'one.example')])));
  expect((await runHere(lab, apply)).status).toBe(0);
});

afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

function write(files: Readonly<Record<string, string | null>>): void {
  lab.write(files);
  onTestFinished(() => {
    lab.git('checkout', '--quiet', 'HEAD', '--', 'customers');
    lab.git('clean', '--quiet', '--force', '--', 'customers');
  });
}

/** What a plan decides, its codes, and the requests it sent. */
async function told(words: readonly string[], env = lab.env) {
  const before = lab.sandbox.requests.length;
  const { status, stdout } = await runHere({ path: lab.path, env }, [...plan, ...words]);
  const made: Plan = JSON.parse(stdout);
  const requests = lab.sandbox.requests.length - before;
  expect(made.summary.requests.read).toBe(requests);
  return {
    status,
    requests,
    made,
    decisions: Object.fromEntries(made.customers.map((one) => [one.name, one.decision])),
    codes: [...made.diagnostics, ...made.refusals].map((one) => one.code),
  };
}

const three = () => ({
  [path('Alpha')]: file('Alpha', 'two.example'),
  [path('Bravo')]: null,
  [path('Delta')]: file('Delta', 'one.example'),
});

describe('plan --offline', () => {
  test('says what git changed, without a connection, a credential or a socket', async () => {
    write(three());
    const connect = vi.spyOn(Socket.prototype, 'connect').mockImplementation(() => {
      throw new Error('a socket was opened');
    });
    onTestFinished(() => connect.mockRestore());
    const { status, requests, made, decisions, codes } = await told(['--offline', '--detailed-exitcode'], {});
    expect([status, requests, codes]).toEqual([2, 0, ['live-not-asked']]);
    expect(decisions).toEqual({ Alpha: 'update', Bravo: 'delete', Charlie: 'keep', Delta: 'create' });
    expect([made.observed, made.server]).toEqual(['none', lab.env['VOSS_URL']]);
    expect(connect).not.toHaveBeenCalled();

    const { stdout } = await runHere({ path: lab.path, env: {} }, ['plan', '--offline', '--only', 'Alpha']);
    expect(stdout).toContain('Plan for default, offline');
    expect(stdout).toContain('"one.example" -> "two.example"');
    expect(stdout).toContain('0 requests read');
  });

  test('says that nothing changed, and not that the live system is as declared', async () => {
    const { stdout } = await runHere({ path: lab.path, env: {} }, ['plan', '--offline']);
    expect(stdout).toContain('No changes: the files are as they were applied.');
  });

  test('of an environment to which nothing was ever applied, all is to be created', async () => {
    const words = ['plan', '--offline', '--env', 'other'];
    const { status, stdout } = await runHere({ path: lab.path, env: {} }, [...words, '--format', 'markdown']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('## Plan for `other`, offline: 3 to create')]);
    expect((await runHere({ path: lab.path, env: {} }, words)).stdout).toMatch(/^Plan for other, offline\n/);
  });

  test('is held to the guards, and makes no plan file', async () => {
    write(Object.fromEntries(names.slice(0, 3).map((name) => [path(name), null])));
    write({ [path('Delta')]: file('Delta', 'one.example') });
    expect((await told(['--offline', '--allow', 'deletes-customer'], {})).codes).toContain('too-many-deletes');
    for (const words of [['--out', 'p'], ['--changed']]) {
      const { status, stderr } = await runHere(lab, ['plan', '--offline', ...words]);
      expect([status, stderr]).toEqual([1, expect.stringContaining('--offline')]);
    }
  });
});

describe('plan --changed', () => {
  test('two edits cost two requests, one costs one, none costs none', async () => {
    expect(await told(['--changed'])).toMatchObject({ requests: 0, decisions: {}, codes: ['only-changed'] });
    write({ [path('Alpha')]: file('Alpha', 'two.example') });
    expect(await told(['--changed'])).toMatchObject({ requests: 1, decisions: { Alpha: 'update' } });
    write({ [path('Bravo')]: file('Bravo', 'two.example') });
    const { requests, made, decisions } = await told(['--changed']);
    expect([requests, decisions, made.observed]).toEqual([2, { Alpha: 'update', Bravo: 'update' }, 'changed']);
    expect(await told(['--changed', '--only', 'Bravo'])).toMatchObject({ requests: 1, decisions: { Bravo: 'update' } });
    // The same steps as the plan of everything has for them.
    const all = (await told([])).made.customers.filter((one) => one.decision === 'update');
    expect(made.customers).toEqual(all.map((one) => ({ ...one, expiry: expect.anything() })));
  });

  test('a create or a delete needs the listing, and so does a record that is not where it was', async () => {
    write(three());
    const { decisions, requests } = await told(['--changed', '--allow', 'deletes-customer']);
    expect(decisions).toEqual({ Alpha: 'update', Bravo: 'delete', Delta: 'create' });
    // Two lists, and the record that would be deleted.
    expect(requests).toBe(3);

    const [bravo] = lab.sandbox.state.named('Bravo');
    if (bravo === undefined) throw new Error('no Bravo');
    lab.sandbox.state.put({ ...bravo, hierarchy: lab.sandbox.state.node('sys.hcs.Delta')?.path ?? '' });
    onTestFinished(() => void lab.sandbox.state.put(bravo));
    lab.write({
      [path('Bravo')]: file('Bravo', 'two.example'),
      [path('Delta')]: null,
      [path('Alpha')]: file('Alpha', 'one.example'),
    });
    expect(await told(['--changed'])).toMatchObject({ requests: 1 + 2, decisions: { Bravo: 'move' } });
    lab.sandbox.state.remove(bravo.pkid);
    expect(await told(['--changed'])).toMatchObject({ requests: 1 + 2, decisions: { Bravo: 'create' } });
  });

  test('drift of others is left alone, and an apply of it changes nobody else', async () => {
    const [charlie] = lab.sandbox.state.named('Charlie');
    lab.sandbox.state.change(charlie?.pkid ?? '', { ...charlie?.data, email_domain: 'drifted.example' });
    lab.commit({ [path('Alpha')]: file('Alpha', 'three.example') });
    const before = lab.sandbox.requests.length;
    const { status, stdout } = await runHere(lab, [...apply, '--changed', '--format', 'json']);
    expect([status, JSON.parse(stdout).summary.applied]).toEqual([0, 1]);
    const domains = names.slice(0, 3).map((name) => lab.sandbox.state.named(name)[0]?.data['email_domain']);
    expect(domains).toEqual(['three.example', 'one.example', 'drifted.example']);
    expect(
      lab.sandbox.requests.slice(before).filter((one) => /SparkCustomer\/\?|HierarchyNode/.test(one.path)),
    ).toEqual([]);
    expect((await told(['--changed'])).decisions).toEqual({});
    expect((await told([])).decisions).toMatchObject({ Charlie: 'update' });
  });
});
