import fc from 'fast-check';
import type { Behaviour } from '../../src/sandbox/behaviour.ts';
import type { Fault, FaultKind } from '../../src/sandbox/faults.ts';
import type { CustomerData } from '../../src/sandbox/records.ts';
import type { Seed } from '../../src/sandbox/seed.ts';

/** What the second declaration does to a customer. */
const changes = [
  'keep',
  'create',
  'update',
  'move',
  'rename',
  'delete',
  'secret',
  'action',
  'move and update',
  'update and act',
  'take the place of a deleted one',
] as const;

/** A customer of a small estate. */
export interface Member {
  readonly number: number;
  readonly change: (typeof changes)[number];
  /** Whether it has tokens. */
  readonly authorised: boolean;
  /** Whether it names its account; otherwise it is known by hierarchy and name alone. */
  readonly account: boolean;
}

/** A customer as a file declares it. */
export interface Declared {
  readonly hierarchy: string;
  readonly data: Readonly<Record<string, string | boolean>>;
  /** Keys of the secrets in the environment. */
  readonly token: string | null;
  readonly rerun: string | null;
}

/** One run of apply: what goes wrong in it, and what becomes of the transactions that it leaves open. */
export interface Round {
  readonly faults: readonly Fault[];
  readonly stuck: 'stay' | 'succeed' | 'fail';
  readonly bulk: boolean;
}

/** Everything that differs from one test of the chaos to the next. */
export interface Scenario {
  readonly members: readonly Member[];
  readonly behaviour: Partial<Behaviour>;
  /** Whether the client knows the behaviour, or takes the most careful reading of everything. */
  readonly profile: 'known' | 'careful';
  readonly remote: boolean;
  readonly transactionMilliseconds: number;
  readonly rounds: readonly Round[];
}

const kinds: readonly FaultKind[] = [
  'drop-before',
  'drop-after',
  'throttled',
  'unavailable',
  'html',
  'login-page',
  'truncated',
  'hang',
  'success-false',
  'fail-transaction',
  'stuck-transaction',
  'redirect',
  'echo',
  'short-page',
  'duplicate-entry',
  'wrong-total',
];

/** A fault of one request: of all of them, or more often of the writes, whose loss is what hurts. */
const fault: fc.Arbitrary<Fault> = fc.record({
  match: fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 3, arbitrary: fc.constant({ method: 'POST' }) },
    { weight: 1, arbitrary: fc.constant({ method: 'PUT' }) },
    { weight: 1, arbitrary: fc.constant({ method: 'DELETE' }) },
    { weight: 1, arbitrary: fc.constant({ path: 'tool/Transaction' }) },
  ),
  kind: fc.constantFrom(...kinds),
  times: fc.constantFrom(1, 1, 1, 2, 3, 20),
  after: fc.nat(12),
  retryAfterSeconds: fc.constantFrom(0, 1),
});

const throttledWithoutWord = fault.map(({ retryAfterSeconds: _, ...rest }): Fault => rest);

const round: fc.Arbitrary<Round> = fc.record({
  faults: fc.array(fc.oneof(fault, throttledWithoutWord), { minLength: 1, maxLength: 8 }),
  stuck: fc.constantFrom('stay', 'succeed', 'fail'),
  bulk: fc.boolean(),
});

const behaviour: fc.Arbitrary<Partial<Behaviour>> = fc.record({
  payload: fc.constantFrom('bare', 'wrapped'),
  createAnswer: fc.constantFrom('instance', 'transaction'),
  secretsReadAs: fc.constantFrom('absent', 'empty', 'masked', 'ciphertext'),
  omittedProperties: fc.constantFrom('kept', 'cleared'),
  omittedSecrets: fc.constantFrom('kept', 'cleared'),
  emptyValues: fc.constantFrom('omitted', 'shown'),
  hierarchyIn: fc.constantFrom('path-text', 'path-list', 'parent'),
  moveKeepsPkid: fc.constantFrom('yes', 'no'),
  findsByExternalId: fc.constantFrom('yes', 'yes', 'no'),
});

/** What a client that does not know a server can work with at all: anything else would be a person's wrong permission. */
const forgiving = { payload: 'bare', omittedSecrets: 'kept' } as const;

const member = fc.record({ change: fc.constantFrom(...changes), authorised: fc.boolean(), account: fc.boolean() });

/** Small estates, servers of every kind, and everything that can go wrong. */
export const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    members: fc.array(member, { minLength: 2, maxLength: 6 }),
    behaviour,
    profile: fc.constantFrom('known', 'known', 'careful'),
    remote: fc.constantFrom(false, false, false, true),
    transactionMilliseconds: fc.constantFrom(0, 0, 5, 25),
    rounds: fc.array(round, { minLength: 1, maxLength: 2 }),
  })
  .map(({ members, ...rest }) => ({
    ...rest,
    // An emptied folder is refused, whatever is allowed.
    members: members.map((one, number) => ({
      ...one,
      number,
      change: number === 0 && one.change === 'delete' ? 'keep' : one.change,
    })),
    behaviour: rest.profile === 'careful' ? { ...rest.behaviour, ...forgiving } : rest.behaviour,
  }));

function nodeOf(number: number): string {
  return `sys.hcs.Node ${number}`;
}

function fileOf(number: number): string {
  return `customers/customer-${number}.yaml`;
}

function dataOf({ number, account }: Member): Readonly<Record<string, string | boolean>> {
  return {
    name: `Customer ${number}`,
    ...(account ? { account_number_external: `00000000-0000-4000-8000-00000000000${number}` } : {}),
    account_email: `admin@c${number}.example`,
    email_domain: `c${number}.example`,
    dirsync_enabled: number % 2 === 0,
    notes: `Note ${number}`,
  };
}

/** What the first declaration says of the customer; `null` where it does not know it yet. */
export function firstOf(one: Member): Declared | null {
  if (one.change === 'create' || one.change === 'take the place of a deleted one') return null;
  const token = one.authorised ? `old.${one.number}` : null;
  return { hierarchy: nodeOf(one.number), data: dataOf(one), token, rerun: null };
}

/** What the second declaration says of the customer; `null` where it is removed. */
export function secondOf(one: Member, all: readonly Member[]): Declared | null {
  const { number } = one;
  const before: Declared = firstOf(one) ?? firstOf({ ...one, change: 'keep' }) ?? neverNull();
  const updated = { ...before.data, email_domain: 'changed.example', notes: '', dirsync_enabled: number % 2 === 1 };
  const acts = one.authorised ? 'again' : null;
  switch (one.change) {
    case 'keep':
    case 'create':
      return before;
    case 'update':
      return { ...before, data: updated };
    case 'move':
      return { ...before, hierarchy: nodeOf(number + 10) };
    case 'rename':
      return { ...before, data: { ...before.data, name: `Renamed ${number}` } };
    case 'delete':
      return null;
    case 'secret':
      return { ...before, token: one.authorised ? `new.${number}` : null };
    case 'action':
      return { ...before, rerun: acts };
    case 'move and update':
      return { ...before, hierarchy: nodeOf(number + 10), data: updated };
    case 'update and act':
      return { ...before, data: updated, rerun: acts };
    case 'take the place of a deleted one': {
      const deleted = all.find(({ change, account }) => change === 'delete' && account);
      const first = all.find(({ change }) => change === one.change) === one;
      if (deleted === undefined || !first || !one.account) return before;
      const name = dataOf(deleted)['name'] ?? '';
      return { ...before, hierarchy: nodeOf(deleted.number), data: { ...before.data, name } };
    }
  }
}

function neverNull(): never {
  throw new Error('a customer that is kept has a first declaration');
}

/** The text of a customer file. */
function textOf({ hierarchy, data, token, rerun }: Declared): string {
  const secrets = token === null ? {} : { token: reference(token), refresh_token: reference(`${token}.refresh`) };
  const actions = rerun === null ? {} : { actions: { sync_users: { rerun } } };
  // JSON is YAML.
  return JSON.stringify({ hierarchy, customer: { ...data, ...secrets }, ...actions }, null, 2);
}

function reference(key: string): { readonly env: string; readonly key: string } {
  return { env: 'WEBEX_SECRETS', key };
}

/** The files of a declaration by path; `null` for one that is not there. */
export function filesOf(
  members: readonly Member[],
  which: (one: Member) => Declared | null,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    members.map((one) => {
      const declared = which(one);
      return [fileOf(one.number), declared === null ? null : textOf(declared)];
    }),
  );
}

/** The secret behind a key: what nobody may ever see. */
export function secretOf(key: string): string {
  return `CANARY-${Buffer.from(`${key} of the chaos`).toString('hex')}`;
}

/** The variable that holds every secret. */
export function secretsOf(members: readonly Member[]): string {
  const keys = members.flatMap(({ number }) => [`old.${number}`, `new.${number}`]);
  return JSON.stringify(
    Object.fromEntries(keys.flatMap((key) => [key, `${key}.refresh`]).map((key) => [key, secretOf(key)])),
  );
}

/** What the server holds at the start: what the first declaration says, and two records that no file declares. */
export function seedOf(members: readonly Member[], now: number): Seed {
  const tokens = (key: string): CustomerData => ({
    token: secretOf(key),
    refresh_token: secretOf(`${key}.refresh`),
    access_token_expires: new Date(now + 10 * 86_400_000).toISOString(),
    refresh_token_expires: new Date(now + 60 * 86_400_000).toISOString(),
  });
  const managed = members.flatMap((one) => {
    const declared = firstOf(one);
    if (declared === null) return [];
    const { hierarchy, data, token } = declared;
    return [{ hierarchy, data: { ...data, ...(token === null ? {} : tokens(token)), wholesale_status: true } }];
  });
  const strangers = ['Stranger', 'Outsider'].map((name) => ({
    hierarchy: `sys.hcs.${name}`,
    data: { name, email_domain: 'untouched.example', ...tokens(`old.${name}`) },
  }));
  return {
    nodes: [
      { path: 'sys', type: 'System' },
      { path: 'sys.hcs', type: 'Provider' },
      ...Array.from({ length: 20 }, (_, number) => ({ path: nodeOf(number), type: 'Customer' })),
      ...strangers.map(({ hierarchy }) => ({ path: hierarchy, type: 'Customer' })),
    ],
    customers: [...managed, ...strangers],
  };
}
