import type { Seed } from '../../src/sandbox/seed.ts';

/**
 * Sixty customers that go through everything at once: 45 that the server has already, of which the first declaration
 * adopts all and makes five more; then a second declaration that creates, updates, renames, moves, deletes, sends secrets
 * anew and runs actions.
 */

const choice = 'Calling in Webex App';

interface Declared {
  readonly number: number;
  readonly name: string;
  readonly hierarchy: string;
  readonly account: string;
  readonly domain: string | null;
  readonly email: string;
  readonly dirsync: boolean;
  readonly notes: string | null;
  readonly version: number;
  readonly rerun: string | null;
  readonly onChange: boolean;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

export function nodeOf(number: number): string {
  return `sys.hcs.Reseller${number % 3}.Node ${two(number)}`;
}

function accountOf(number: number): string {
  return `00000000-0000-4000-8000-0000000000${two(number)}`;
}

export function tokenOf(number: number, kind: 'token' | 'refresh'): string {
  return `SEEDED-${kind}-${two(number)}`;
}

/** Whether the customer has tokens and a proxy: four of five. */
export function authorised(number: number): boolean {
  return number % 5 !== 4;
}

function first(number: number): Declared {
  return {
    number,
    name: `Customer ${two(number)}`,
    hierarchy: nodeOf(number),
    account: accountOf(number),
    domain: `c${two(number)}.example`,
    email: `admin@c${two(number)}.example`,
    dirsync: number % 2 === 0,
    notes: number % 3 === 0 ? `Note ${number}` : null,
    version: 1,
    rerun: null,
    onChange: false,
  };
}

function second(number: number): Declared | null {
  const before = first(number);
  if (number < 5) return { ...before, domain: 'changed.example', onChange: authorised(number) };
  if (number < 10) return { ...before, dirsync: !before.dirsync, domain: null };
  if (number < 15) return { ...before, email: `new@c${two(number)}.example`, notes: null };
  if (number < 20) return { ...before, name: `Renamed ${two(number)}` };
  if (number < 27) return { ...before, hierarchy: nodeOf(number + 60) };
  if (number < 30) return { ...before, hierarchy: nodeOf(number + 60), email: 'moved@example.example' };
  if (number < 35) return null;
  if (number < 39) return { ...before, version: 2 };
  if (number === 39) return { ...before, account: accountOf(99) };
  if (number < 45) return { ...before, rerun: authorised(number) ? 'again' : null };
  // One of the new customers takes the place and the name of one that is deleted.
  if (number === 59) return { ...before, name: 'Customer 30', hierarchy: nodeOf(30) };
  return before;
}

function fileOf(one: Declared): string {
  const secrets = authorised(one.number)
    ? [
        `  token: { env: WEBEX_SECRETS, key: "${one.number}.token", version: ${one.version} }`,
        `  refresh_token: { env: WEBEX_SECRETS, key: "${one.number}.refresh", version: ${one.version} }`,
        `  https_proxy: { env: WEBEX_PROXY, version: ${one.version} }`,
      ]
    : [];
  const syncs = [
    ...(one.onChange ? ['  sync_roles_licences: { on: [change] }'] : []),
    ...(one.rerun === null ? [] : [`  sync_users: { rerun: ${one.rerun} }`]),
  ];
  return [
    `hierarchy: ${one.hierarchy}`,
    'customer:',
    `  name: ${one.name}`,
    `  account_number_external: ${one.account}`,
    `  account_email: ${one.email}`,
    `  default_calling_behaviour: ${choice}`,
    `  email_domain: ${one.domain}`,
    `  dirsync_enabled: ${one.dirsync}`,
    `  notes: ${one.notes}`,
    ...secrets,
    ...(syncs.length === 0 ? [] : ['actions:', ...syncs]),
    '',
  ].join('\n');
}

/** The files of a declaration by path; `null` for one that is removed. */
export function filesOf(which: 'first' | 'second'): Readonly<Record<string, string | null>> {
  const numbers = Array.from({ length: which === 'first' ? 50 : 60 }, (_, number) => number);
  return Object.fromEntries(
    numbers.map((number) => {
      const declared = which === 'first' ? first(number) : second(number);
      return [`customers/customer-${two(number)}.yaml`, declared === null ? null : fileOf(declared)];
    }),
  );
}

/** The second declaration, as values to compare the server with. */
export function secondDeclaration(): readonly Declared[] {
  return Array.from({ length: 60 }, (_, number) => second(number)).filter((one) => one !== null);
}

/** The secrets that the files name: what the server holds already, so that sending one again changes nothing. */
export function secretsEnvironment(): Readonly<Record<string, string>> {
  const all = Array.from({ length: 60 }, (_, number) => [
    [`${number}.token`, tokenOf(number, 'token')],
    [`${number}.refresh`, tokenOf(number, 'refresh')],
  ]);
  return {
    WEBEX_SECRETS: JSON.stringify(Object.fromEntries(all.flat())),
    WEBEX_PROXY: 'http://u:secret-word@proxy.example',
  };
}

/** What the server holds at the start: 45 of the customers, and two that no file declares. `now` in milliseconds. */
export function estateSeed(now: number): Seed {
  const expiry = (days: number) => new Date(now + days * 86_400_000).toISOString();
  const numbers = Array.from({ length: 45 }, (_, number) => number);
  const tokens = (number: number) => ({
    token: tokenOf(number, 'token'),
    refresh_token: tokenOf(number, 'refresh'),
    access_token_expires: expiry(10),
    refresh_token_expires: expiry(60),
    https_proxy: 'http://u:secret-word@proxy.example',
  });
  const managed = numbers.map((number) => {
    const one = first(number);
    return {
      hierarchy: one.hierarchy,
      data: {
        name: one.name,
        account_number_external: one.account,
        account_email: one.email,
        default_calling_behaviour: choice,
        email_domain: one.domain,
        dirsync_enabled: one.dirsync,
        ...(one.notes === null ? {} : { notes: one.notes }),
        wholesale_status: number % 2 === 0,
        base_url_setting: `Region ${number}`,
        ...(authorised(number) ? tokens(number) : {}),
      },
    };
  });
  const unmanaged = ['Stranger', 'Outsider'].map((name) => ({
    hierarchy: `sys.hcs.${name}`,
    data: { name, email_domain: 'untouched.example', ...tokens(0) },
  }));
  return {
    nodes: [
      { path: 'sys', type: 'System' },
      { path: 'sys.hcs', type: 'Provider' },
      ...[0, 1, 2].map((number) => ({ path: `sys.hcs.Reseller${number}`, type: 'Reseller' })),
      ...Array.from({ length: 120 }, (_, number) => ({ path: nodeOf(number), type: 'Customer' })),
      ...unmanaged.map(({ hierarchy }) => ({ path: hierarchy, type: 'Customer' })),
    ],
    customers: [...managed, ...unmanaged],
  };
}
