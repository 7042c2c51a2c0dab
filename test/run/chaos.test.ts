import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { test } from 'vitest';
import type { StoredCustomer } from '../../src/sandbox/records.ts';
import { runHere } from '../support/in-process.ts';
import { type AtEnd, type Lab, openLab } from '../support/lab.ts';
import { quickPace } from '../support/quick-pace.ts';
import {
  type Declared,
  filesOf,
  firstOf,
  type Member,
  type Round,
  type Scenario,
  scenario,
  secondOf,
  secretOf,
  secretsOf,
  seedOf,
} from './chaos-world.ts';

const everything = process.env['SPARKFORM_CHAOS'] === 'all';
/** A failure prints the seed; set here, it comes again. */
const seed = Number(process.env['SPARKFORM_CHAOS_SEED'] ?? 20_260);
const schedules = Number(process.env['SPARKFORM_CHAOS_SCHEDULES'] ?? (everything ? 1200 : 12));
/** Most of the time goes by in waiting for git: several at once use the machine. */
const lanes = 4;

const hazards = [
  'deletes-customer',
  'recreates-customer',
  'adopts-customer',
  'overwrites-drift',
  'may-clear-secrets',
  'resends-secrets',
].join(',');
const flags = [
  ...['apply', '--auto-approve', '--format', 'json', '--allow', hazards, '--max-deletes', '9'],
  ...['--max-change-percent', '100', '--rate', '1000', '--verbose'],
];

test.concurrent.for(Array.from({ length: lanes }, (_, lane) => seed + lane))(
  'whatever goes wrong, running apply again comes to the declared end and harms nothing (SPARKFORM_CHAOS_SEED=%i)',
  { timeout: schedules * 20_000 },
  async (ownSeed, { expect }) => {
    const scenarios = fc.sample(scenario, { seed: ownSeed, numRuns: Math.ceil(schedules / lanes) });
    for (const [number, one] of scenarios.entries()) {
      const ends: (() => void | Promise<void>)[] = [];
      try {
        expect(
          await troublesOf(one, (action) => ends.push(action)),
          `number ${number}: ${JSON.stringify(one)}`,
        ).toEqual([]);
      } finally {
        for (const end of ends.reverse()) await end();
      }
    }
  },
);

/** Plays a scenario to its end. Says everything that is not as promised. */
async function troublesOf(one: Scenario, atEnd: AtEnd): Promise<readonly string[]> {
  const { members, behaviour, transactionMilliseconds } = one;
  const lab = await openLab({ behaviour, seed: seedOf(members, Date.now()), transactionMilliseconds }, atEnd);
  lab.env['WEBEX_SECRETS'] = secretsOf(members);
  delete lab.env['SPARKFORM_PROFILE'];
  if (!one.remote) lab.git('remote', 'remove', 'origin');
  const profile = one.profile === 'known' ? { 'schemas/profiles/default.json': JSON.stringify(behaviour) } : {};
  lab.commit({ ...profile, 'customers/README.md': '', ...present(filesOf(members, firstOf)) });
  const began = await applyOnce(lab, { faults: [], stuck: 'stay', bulk: true }, 5000);
  const strangers = strangersIn(lab);
  const second = (member: Member) => secondOf(member, members);
  lab.commit(changed(filesOf(members, firstOf), filesOf(members, second)));

  const troubles = [...began.troubles, ...(began.status === 0 ? [] : [`the first apply ended with ${began.status}`])];
  const blind = behaviour.findsByExternalId === 'no';
  for (const round of one.rounds) {
    // What a server cannot be asked for cannot be known: there, nothing stays open until the next run.
    const stuck = blind && round.stuck === 'stay' ? 'succeed' : round.stuck;
    troubles.push(...(await applyOnce(lab, { ...round, stuck }, 250)).troubles);
    await sleep(transactionMilliseconds * 2);
  }
  lab.sandbox.setFaults([]);
  // Until one has nothing left to do: that one must not write anything.
  let last = '';
  for (let quiet = 0; quiet < 5; quiet += 1) {
    const writes = lab.writes();
    const { status, stderr, troubles: more } = await applyOnce(lab, { faults: [], stuck: 'succeed', bulk: true }, 5000);
    troubles.push(...more);
    last = status === 0 && lab.writes() === writes ? '' : `the last apply wrote, or ended with ${status}: ${stderr}`;
    if (last === '') break;
  }
  const due = lab.git('diff', '--name-only', 'refs/sparkform/default/applied', 'HEAD', '--', 'customers');
  return [
    ...troubles,
    ...(last === '' ? [] : [last]),
    ...(due === '' ? [] : [`still to do: ${due}`]),
    ...(strangersIn(lab) === strangers ? [] : ['an unmanaged record was touched']),
    ...lab.sandbox.requests.flatMap(({ remarks }) => remarks),
    ...createdTwice(lab),
    ...differencesIn(
      lab,
      members.flatMap((member) => second(member) ?? []),
    ),
    ...leaked('git', lab.git('log', '--all', '--patch')),
  ];
}

function present(files: Readonly<Record<string, string | null>>): Readonly<Record<string, string | null>> {
  return Object.fromEntries(Object.entries(files).filter(([, content]) => content !== null));
}

function changed(
  before: Readonly<Record<string, string | null>>,
  after: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(Object.entries(after).filter(([file, content]) => content !== before[file]));
}

/** One run of apply, and what it must keep to however it ends. Transactions that it leaves open then end as the round says. */
async function applyOnce(lab: Lab, round: Round, timeoutMilliseconds: number) {
  lab.sandbox.setFaults(round.faults);
  const before = lab.writes();
  const words = [...flags, ...(round.bulk ? [] : ['--no-bulk'])];
  const { status, stdout, stderr } = await runHere(lab, words, { pace: quickPace(timeoutMilliseconds) });
  lab.sandbox.setFaults([]);
  if (round.stuck !== 'stay') {
    for (const open of lab.sandbox.state.openTransactions) {
      if (open.due !== null) continue;
      const spoiled = round.stuck === 'fail';
      const items = open.items.map((item) => ({ ...item, spoiled }));
      lab.sandbox.state.putTransaction({ ...open, items, due: Date.now() });
    }
  }
  const troubles = [
    ...([0, 1, 3, 4].includes(status) ? [] : [`a run ended with ${status}`]),
    ...(status === 1 && lab.writes() !== before ? ['a run wrote and ended as if it had changed nothing'] : []),
    ...(/\n\s+at .*:\d+:\d+/.test(stdout + stderr) ? [`a stack trace: ${stderr}`] : []),
    ...leaked('stdout', stdout),
    ...leaked('stderr', stderr),
  ];
  return { status, stdout, stderr, troubles };
}

function leaked(where: string, text: string): readonly string[] {
  const at = text.indexOf('CANARY');
  return at < 0 ? [] : [`a secret is in ${where}: ${text.slice(Math.max(0, at - 200), at + 40)}`];
}

function strangersIn(lab: Lab): string {
  return JSON.stringify(lab.sandbox.state.customers.filter(({ data }) => data['email_domain'] === 'untouched.example'));
}

/** Customers for which more than one create was ever done. */
function createdTwice(lab: Lab): readonly string[] {
  const created = lab.sandbox.state.transactions
    .flatMap(({ items, outcome }) => (outcome === 'succeeded' ? items : []))
    .flatMap(({ work }) => (work.kind === 'create' ? [String(work.data['account_email'])] : []));
  return created.filter((one, index) => created.indexOf(one) !== index).map((one) => `${one} was created twice`);
}

/** Everything in which the server is not as declared. */
function differencesIn(lab: Lab, declared: readonly Declared[]): readonly string[] {
  const records = lab.sandbox.state.customers;
  const count = records.length === declared.length + 2 ? [] : [`${records.length - 2} records, not ${declared.length}`];
  return [...count, ...declared.flatMap((one) => differencesOf(one, records))];
}

function differencesOf({ hierarchy, data, token }: Declared, records: readonly StoredCustomer[]): readonly string[] {
  const found = records.filter((record) => record.data['account_email'] === data['account_email']);
  const [record] = found;
  if (record === undefined || found.length > 1) return [`${found.length} records of ${data['name']}`];
  const wanted = {
    ...data,
    hierarchy,
    token: token === null ? '' : secretOf(token),
    refresh_token: token === null ? '' : secretOf(`${token}.refresh`),
  };
  const got: Readonly<Record<string, unknown>> = { ...record.data, hierarchy: record.hierarchy };
  return Object.entries(wanted)
    .filter(([name, value]) => (got[name] || '') !== (value || ''))
    .map(([name, value]) => `${data['name']}: ${name} is ${JSON.stringify(got[name])}, not ${JSON.stringify(value)}`);
}
