import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, test } from 'vitest';
import { runHere } from '../support/in-process.ts';
import { type AtEnd, customerFile, type Lab, openLab, programEnvironment, top } from '../support/lab.ts';

const everything = process.env['SPARKFORM_CHAOS'] === 'all';
const numbers = Array.from({ length: 12 }, (_, number) => number);

/** Four creates, four updates (one of them a new name, one a new secret), two moves, a delete and an action: twelve steps. */
function firstFile(number: number): string | null {
  return number < 4 ? null : fileOf(number, {});
}

function secondFile(number: number): string | null {
  if (number === 4 || number === 5) return fileOf(number, { domain: 'changed.example' });
  if (number === 6) return fileOf(number, { name: 'Renamed 6' });
  if (number === 7) return fileOf(number, { token: 'new' });
  if (number === 8 || number === 9) return fileOf(number, { node: number + 10 });
  if (number === 10) return null;
  return number === 11 ? fileOf(number, { rerun: true }) : fileOf(number, {});
}

interface Parts {
  readonly name?: string;
  readonly domain?: string;
  readonly token?: 'old' | 'new';
  readonly node?: number;
  readonly rerun?: boolean;
}

function fileOf(number: number, { name, domain, token = 'old', node = number, rerun = false }: Parts): string {
  const lines = [
    `  account_number_external: 00000000-0000-4000-8000-0000000000${10 + number}`,
    `  account_email: admin@c${number}.example`,
    `  email_domain: ${domain ?? `c${number}.example`}`,
    `  token: { env: WEBEX_${token.toUpperCase()}_TOKEN }`,
    ...(rerun ? ['actions:', '  sync_users: { rerun: again }'] : []),
  ];
  return customerFile(name ?? `Customer ${number}`, lines, `sys.hcs.Node ${node}`);
}

function files(which: (number: number) => string | null): Readonly<Record<string, string | null>> {
  return Object.fromEntries(numbers.map((number) => [`customers/customer-${number}.yaml`, which(number)]));
}

const flags = [
  ...['apply', '--auto-approve', '--allow', 'deletes-customer,overwrites-drift,adopts-customer'],
  ...['--max-change-percent', '100', '--rate', '500'],
];

/** A server with the first declaration applied, and the second one committed and pushed. */
async function openHalfWay(atEnd: AtEnd): Promise<Lab> {
  const seed = {
    nodes: [
      { path: 'sys', type: 'System' },
      { path: 'sys.hcs', type: 'Provider' },
      ...[...numbers, 18, 19].map((number) => ({ path: `sys.hcs.Node ${number}`, type: 'Customer' })),
    ],
    customers: [],
  };
  const lab = await openLab({ seed, latencyMilliseconds: 4, transactionMilliseconds: 10 }, atEnd);
  Object.assign(lab.env, { WEBEX_OLD_TOKEN: 'TOKEN-THAT-IS-OLD', WEBEX_NEW_TOKEN: 'TOKEN-THAT-IS-NEW' });
  const present = Object.entries(files(firstFile)).filter(([, content]) => content !== null);
  lab.commit(Object.fromEntries(present));
  const { status, stderr } = await runHere(lab, flags);
  if (status !== 0) throw new Error(stderr);
  const changed = Object.entries(files(secondFile)).filter(([file, content]) => content !== files(firstFile)[file]);
  lab.commit(Object.fromEntries(changed));
  lab.git('push', '--quiet', 'origin', 'main');
  return lab;
}

/** Everything that must be the same in the end, however it came about. */
function stateOf({ sandbox }: Lab): string {
  const records = sandbox.state.customers.map(({ hierarchy, data, started }) => {
    // The expiry tells when a token was sent, and the link and the shadow hold ids.
    const { token_link, shadow, access_token_expires, refresh_token_expires, ...rest } = data;
    return JSON.stringify([rest['account_email'], hierarchy, rest, started.sync_users > 0]);
  });
  return records.sort().join('\n');
}

/** How many creates were done, those of the first declaration included. */
function creates({ sandbox }: Lab): number {
  const done = sandbox.state.transactions.filter(({ outcome }) => outcome === 'succeeded');
  return done.flatMap(({ items }) => items).filter(({ work }) => work.kind === 'create').length;
}

/** Runs the program and kills it when `when` becomes true. Tells whether it was killed. */
async function killed(lab: Lab, when: () => boolean, more: Readonly<Record<string, string>> = {}): Promise<boolean> {
  const child = spawn(process.execPath, [path.join(top, 'dist/main.js'), ...flags], {
    cwd: lab.path,
    env: programEnvironment({ ...lab.env, ...more }),
    stdio: 'ignore',
  });
  const timer = setInterval(() => {
    if (when()) child.kill('SIGKILL');
  }, 1);
  const [, signal] = await once(child, 'close');
  clearInterval(timer);
  return signal === 'SIGKILL';
}

/** What a new run in a fresh clone comes to, after the lease of the dead one was removed by hand. */
async function finishElsewhere(lab: Lab) {
  lab.sandbox.setFaults([]);
  // A git that was under way when its parent was killed still comes to its end.
  await sleep(300);
  const clone = path.join(lab.folder, 'fresh clone');
  execFileSync('git', ['clone', '--quiet', '--branch', 'main', path.join(lab.folder, 'remote.git'), clone]);
  const unlocked = await runHere({ path: clone, env: lab.env }, ['unlock']);
  const { status, stdout, stderr } = await runHere({ path: clone, env: lab.env }, flags);
  const words = ['diff', '--name-only', 'refs/sparkform/default/applied', 'HEAD', '--', 'customers'];
  const due = execFileSync('git', words, { cwd: clone, encoding: 'utf8' });
  const told = status === 0 ? '' : stdout + stderr;
  return { unlocked: unlocked.status, status, told, due, state: stateOf(lab), creates: creates(lab) };
}

/** How the same ends without a kill, and how many requests and git commands that takes. */
async function undisturbed(atEnd: AtEnd) {
  const lab = await openHalfWay(atEnd);
  const before = lab.sandbox.requests.length;
  const wrapper = wrapGit(lab, -1, 'before');
  if (await killed(lab, () => false, wrapper.env)) throw new Error('nobody was to be killed');
  const end = { unlocked: 0, status: 0, told: '', due: '', state: stateOf(lab), creates: creates(lab) };
  return { end, requests: lab.sandbox.requests.length - before, commands: wrapper.count() };
}

/** A git, first on the path, that kills its parent before or after it does the n-th command. */
function wrapGit(lab: Lab, at: number, moment: 'before' | 'after') {
  const folder = path.join(lab.folder, 'path');
  const count = path.join(lab.folder, 'count');
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  mkdirSync(folder, { recursive: true });
  const kill = `[ "$seen" -ge ${at} ] && [ ${at} -ge 0 ] && kill -9 $PPID`;
  const lines = [
    '#!/bin/sh',
    `printf x >> '${count}'`,
    `seen=$(($(wc -c < '${count}') - 1))`,
    ...(moment === 'before'
      ? [`${kill} && exit 1`, `exec '${real}' "$@"`]
      : [`'${real}' "$@"`, 'status=$?', kill, 'exit $status']),
  ];
  writeFileSync(path.join(folder, 'git'), `${lines.join('\n')}\n`);
  chmodSync(path.join(folder, 'git'), 0o755);
  return {
    env: { PATH: `${folder}:${process.env['PATH']}` },
    count: () => (existsSync(count) ? readFileSync(count).length : 0),
  };
}

/** The places to kill at: all of them, or one while it writes, where a kill may hurt. */
function places(count: number): readonly number[] {
  return everything ? Array.from({ length: count }, (_, place) => place) : [Math.floor(count * 0.6)];
}

type Kill = (lab: Lab, at: number) => Promise<boolean>;

const atRequest =
  (undone: boolean): Kill =>
  (lab, at) => {
    const before = lab.sandbox.requests.length;
    if (undone) lab.sandbox.setFaults([{ match: {}, kind: 'hang', after: at }]);
    return killed(lab, () => lab.sandbox.requests.length > before + at);
  };

const atCommand =
  (moment: 'before' | 'after'): Kill =>
  (lab, at) => {
    return killed(lab, () => false, wrapGit(lab, at, moment).env);
  };

const ways: readonly (readonly [string, 'requests' | 'commands', Kill])[] = [
  ['at a request that the server then does', 'requests', atRequest(false)],
  ['at a request that the server never does', 'requests', atRequest(true)],
  ['before a git command', 'commands', atCommand('before')],
  ['after a git command', 'commands', atCommand('after')],
];

let whole: Awaited<ReturnType<typeof undisturbed>>;

beforeAll(async () => {
  whole = await atItsEnd(undisturbed);
}, 120_000);

async function atItsEnd<T>(work: (atEnd: AtEnd) => Promise<T>): Promise<T> {
  const ends: (() => void | Promise<void>)[] = [];
  try {
    return await work((action) => ends.push(action));
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

test.concurrent.for(ways)(
  'killed %s, the next run in a fresh clone comes to the same end, and each customer was made once',
  { timeout: everything ? 3_600_000 : 180_000 },
  async ([, what, kill], { expect }) => {
    const { end, [what]: count } = whole;
    expect(end.creates).toBe(12);
    for (const at of places(count)) {
      await atItsEnd(async (atEnd) => {
        const lab = await openHalfWay(atEnd);
        // A poll more or less: the last place may not come.
        const dead = await kill(lab, at);
        expect(dead || at > count - 4, `nobody was killed at ${at} of ${count}`).toBe(true);
        expect(await finishElsewhere(lab), `killed at ${at} of ${count}`).toEqual(end);
      });
    }
    process.stdout.write(`${places(count).length} of ${count} ${what}\n`);
  },
);
