import { expect, onTestFinished, test } from 'vitest';
import { declaredNames } from '../../src/model/properties.ts';
import type { CustomerData } from '../../src/sandbox/records.ts';
import { runHere } from '../support/in-process.ts';
import { type Lab, openLab } from '../support/lab.ts';

/** What somebody else makes of a customer between plan and write: another value for each managed property, another node. */
const edits: readonly (readonly [string, CustomerData | string])[] = [
  ['name', { name: 'Somebody renamed it' }],
  ['account_number_external', { account_number_external: '11111111-0000-4000-8000-000000000000' }],
  ['account_email', { account_email: 'somebody@else.example' }],
  ['default_calling_behaviour', { default_calling_behaviour: 'Calling in Webex App (Unified CM)' }],
  ['email_domain', { email_domain: 'portal.example' }],
  ['dirsync_enabled', { dirsync_enabled: true }],
  ['notes', { notes: 'Somebody noted something' }],
  ['hierarchy', 'sys.hcs.Elsewhere'],
];

/** The first is the canary and not edited, the last is not either: nobody else may be refused. */
const names = ['Canary', ...edits.map(([property]) => `With another ${property}`), 'Zulu'];

function declared(name: string, more: CustomerData, node = name) {
  const customer = {
    name,
    account_number_external: `00000000-0000-4000-8000-0000000000${10 + names.indexOf(name)}`,
    account_email: 'admin@one.example',
    default_calling_behaviour: 'Calling in Webex App',
    email_domain: 'one.example',
    dirsync_enabled: false,
    notes: 'A note',
    ...more,
  };
  // JSON is YAML.
  return { [`customers/${names.indexOf(name)}.yaml`]: JSON.stringify({ hierarchy: `sys.hcs.${node}`, customer }) };
}

const file = (name: string) => `customers/${names.indexOf(name)}.yaml`;
const common = ['--max-change-percent', '100', '--max-deletes', '20', '--allow', 'deletes-customer'];
const flags = ['apply', '--auto-approve', '--format', 'json', '--rate', '500', '--concurrency', '1', ...common];

async function openApplied(): Promise<Lab> {
  const nodes = [...names, 'Elsewhere', 'Target'].map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' }));
  const roots = [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
  ];
  const lab = await openLab({ seed: { nodes: [...roots, ...nodes], customers: [] }, latencyMilliseconds: 5 });
  lab.commit({
    'customers/stays.yaml': JSON.stringify({ hierarchy: 'sys.hcs.Elsewhere', customer: { name: 'Stays' } }),
    ...Object.assign({}, ...names.map((name) => declared(name, {}))),
  });
  const { status, stderr } = await runHere(lab, flags);
  expect([status, stderr.includes('error')]).toEqual([0, false]);
  return lab;
}

/** Edits every customer in the live system but the first and the last one, as soon as the first write of a run arrives. */
function editMeanwhile(lab: Lab): void {
  const records = new Map(lab.sandbox.state.customers.map((one) => [one.data['name'], one]));
  const before = lab.writes();
  const timer = setInterval(() => {
    if (lab.writes() === before) return;
    clearInterval(timer);
    for (const [property, edit] of edits) {
      const record = records.get(`With another ${property}`);
      if (record === undefined) throw new Error(`no record for ${property}`);
      if (typeof edit === 'string') lab.sandbox.state.put({ ...record, hierarchy: edit });
      else lab.sandbox.state.change(record.pkid, edit);
    }
  }, 1);
  onTestFinished(() => clearInterval(timer));
}

interface Told {
  readonly name: string;
  readonly steps: readonly { readonly status: string; readonly message: string | null }[];
}

const stale = edits.map(([property]) => [`With another ${property}`, 'stale']);
const refused = {
  status: 3,
  steps: [['Canary', 'applied'], ...stale, ['Zulu', 'applied']],
  named: edits.map(() => true),
};

/** The status of each customer's step, and whether each refusal names what was edited. */
async function apply(lab: Lab, ...more: readonly string[]) {
  const { status, stdout } = await runHere(lab, [...flags, ...more]);
  const customers: readonly Told[] = JSON.parse(stdout).customers;
  const message = (name: string) => customers.find((one) => one.name === name)?.steps[0]?.message ?? '';
  const words = (property: string) => (property === 'hierarchy' ? 'it is in sys.hcs.Elsewhere' : `${property} is `);
  return {
    status,
    steps: customers.map((one) => [one.name, one.steps[0]?.status]),
    named: edits.map(([property]) => message(`With another ${property}`).includes(words(property))),
  };
}

/** Whether all that somebody else edited is as that person left it. */
function expectEditsKept(lab: Lab): void {
  const left = lab.sandbox.state.customers.map(({ hierarchy, data }) => ({ ...data, hierarchy }));
  for (const [, edit] of edits) {
    const wanted = typeof edit === 'string' ? { hierarchy: edit } : edit;
    expect(left).toContainEqual(expect.objectContaining(wanted));
  }
}

test('a live edit of any managed property between plan and update refuses that customer and no other', async () => {
  const lab = await openApplied();
  lab.commit(Object.assign({}, ...names.map((name) => declared(name, { account_email: 'admin@two.example' }))));
  editMeanwhile(lab);
  expect(await apply(lab)).toEqual(refused);
  expectEditsKept(lab);
});

test.each([['--concurrency=1'], ['--no-bulk']])(
  'a live edit of any managed property between plan and move refuses that customer and no other %s',
  async (...more) => {
    const lab = await openApplied();
    lab.commit(Object.assign({}, ...names.map((name) => declared(name, {}, 'Target'))));
    editMeanwhile(lab);
    expect(await apply(lab, ...more)).toEqual(refused);
    expectEditsKept(lab);
  },
);

test.each([['--concurrency=1'], ['--no-bulk']])(
  'a live edit of any managed property between plan and delete refuses that customer and no other %s',
  async (...more) => {
    const lab = await openApplied();
    lab.commit(Object.fromEntries(names.map((name) => [file(name), null])));
    editMeanwhile(lab);
    expect(await apply(lab, ...more)).toEqual(refused);
    expectEditsKept(lab);
  },
);

test('every managed property is edited by somebody', () => {
  expect(edits.map(([property]) => property)).toEqual([...declaredNames, 'hierarchy']);
});
