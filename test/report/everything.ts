import type { Customer, Place } from '../../src/model/customer.ts';
import { toPlaces } from '../../src/model/places.ts';
import type { Hazard, Plan } from '../../src/model/plan.ts';
import { guardPlan } from '../../src/plan/guard.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { applied, customer, day, live, node, now, planInput } from '../plan/world.ts';

/** A variable by name. */
function secret(env: string, parts: { readonly key?: string; readonly version?: number } = {}) {
  return { env, key: parts.key ?? null, version: parts.version ?? null };
}

function line(file: string, number: number): Place {
  return { file, line: number, column: 3 };
}

const account = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;
const time = (days: number) => new Date(now + days * day).toISOString();

/** Places of properties: a number is a line of the customer's own file. */
function places(file: string, of: Readonly<Record<string, number | Place>>): Customer['places'] {
  const all = Object.entries(of).map(([name, at]) => [
    `customer.${name}`,
    typeof at === 'number' ? line(file, at) : at,
  ]);
  return toPlaces(file, Object.fromEntries(all));
}

const defaults = line('customers/_defaults.yaml', 4);

/** Created: with secrets, a value from the defaults, a server-side sync, and an action after it. */
const northwind = customer('Northwind', {
  file: 'customers/emea/northwind.yaml',
  fields: {
    account_number_external: '000fd0e4-83ef-d398-be23-d06998580fed',
    account_email: 'webex-admin@northwind.example',
    default_calling_behaviour: 'Calling in Webex App',
    dirsync_enabled: true,
  },
  secrets: {
    token: secret('WEBEX_NORTHWIND_TOKEN', { version: 2 }),
    refresh_token: secret('WEBEX_SECRETS_EMEA', { key: 'northwind.refresh' }),
    https_proxy: secret('WEBEX_PROXY'),
  },
  sync: true,
  actions: { sync_users: { on: ['create'], rerun: null } },
  places: places('customers/emea/northwind.yaml', {
    name: 4,
    account_number_external: 5,
    account_email: 6,
    default_calling_behaviour: defaults,
    dirsync_enabled: 7,
  }),
});

/** Updated: every cause, an ignored difference, secrets that are sent, cleared and kept, and two syncs. */
const globexFile = 'customers/emea/globex.yaml';
const globexBefore = customer('Globex', {
  file: globexFile,
  fields: { account_email: 'old@globex.example', email_domain: 'globex.example', notes: 'gold', dirsync_enabled: true },
  secrets: {
    token: secret('WEBEX_GLOBEX_TOKEN', { version: 1 }),
    refresh_token: secret('WEBEX_GLOBEX_REFRESH'),
    https_proxy: secret('WEBEX_PROXY'),
  },
  lifecycle: { protect: false, ignore: ['dirsync_enabled'] },
});
const globex: Customer = {
  ...globexBefore,
  fields: {
    ...globexBefore.fields,
    account_email: 'new@globex.example',
    notes: null,
    default_calling_behaviour: 'Calling in Webex App (Unified CM)',
  },
  secrets: {
    ...globexBefore.secrets,
    token: secret('WEBEX_GLOBEX_TOKEN', { version: 2 }),
    https_proxy: null,
  },
  actions: { sync_roles_licences: { on: ['change'], rerun: null }, sync_users: { on: [], rerun: 'after-cleanup' } },
  places: places(globexFile, {
    account_email: 5,
    email_domain: 6,
    notes: 12,
    default_calling_behaviour: defaults,
  }),
};

/** Moved, and its file too; renamed besides. */
const initechBefore = customer('Initech', { fields: { account_number_external: account(3) } });
const initech = customer('Initech', {
  file: 'customers/apac/initech.yaml',
  hierarchy: 'sys.hcs.Apac.Initech',
  fields: { account_number_external: account(3), email_domain: 'initech.example' },
  places: places('customers/apac/initech.yaml', { email_domain: 5 }),
});

/** Changed on the server only. */
const soylent = customer('Soylent', {
  fields: { email_domain: 'soylent.example' },
  places: places('customers/soylent.yaml', { email_domain: 4 }),
});

/** Live already, and other than declared. */
const hooli = customer('Hooli', {
  fields: { email_domain: 'hooli.example' },
  places: places('customers/hooli.yaml', { email_domain: 4 }),
});

/** Its access token runs out. */
const umbrella = customer('Umbrella', { actions: { refresh_access_token: { within: 3 * day } } });

/** Only a person can help. */
const tyrell = customer('Tyrell', { actions: { refresh_access_token: { within: 3 * day } } });

/** Two that exchange their names. */
const shared = { hierarchy: 'sys.hcs.Shared' };
const stark = customer('Stark', { ...shared, fields: { account_number_external: account(1) } });
const wayne = customer('Wayne', { ...shared, fields: { account_number_external: account(2) } });
const starkRenamed = { ...stark, fields: { ...stark.fields, name: 'Wayne' } };
const wayneRenamed = { ...wayne, fields: { ...wayne.fields, name: 'Stark' } };

/** Text that means to be something else on a terminal, in every place that shows text. */
const hostile = '\u001b[2J\u001b]0;owned\u0007\u202etxt.live\u2066\u200b\r\n- everything';
const mallory = customer(`Mallory${hostile}`, {
  file: `customers/${hostile}.yaml`,
  hierarchy: 'sys.hcs.Mallory',
  fields: { notes: `${hostile} ${'long '.repeat(40)}`, account_email: hostile },
  secrets: { token: secret('WEBEX_T', { key: hostile }) },
});

const acme = customer('Acme');
const vandelay = customer('Vandelay');
const cyberdyne = customer('Cyberdyne', { fields: { email_domain: 'cyberdyne.example' } });
const cyberdyneVersion = { ...cyberdyne, fields: { ...cyberdyne.fields, email_domain: 'skynet.example' } };

/** One plan with everything in it that a plan can hold. */
export function everything(...allow: readonly Hazard[]): Plan {
  const input = planInput({
    desired: [
      northwind,
      globex,
      initech,
      soylent,
      hooli,
      umbrella,
      tyrell,
      starkRenamed,
      wayneRenamed,
      mallory,
      acme,
      cyberdyneVersion,
    ],
    applied: [
      applied(globexBefore),
      applied(initechBefore),
      applied(soylent),
      applied(umbrella),
      applied(tyrell),
      applied(stark),
      applied(wayne),
      applied(acme),
      applied(customer('Weyland')),
      applied(vandelay),
      applied(cyberdyne),
    ],
    live: [
      live(
        'Globex',
        {
          account_email: 'portal@globex.example',
          email_domain: 'portal.example',
          notes: 'gold',
        },
        { echoedSecrets: ['token', 'refresh_token', 'https_proxy'] },
      ),
      live('Initech', { account_number_external: account(3) }),
      live('Soylent', { email_domain: 'green.example' }),
      live('Hooli', { email_domain: 'pied-piper.example' }),
      live('Umbrella', {}, { accessTokenExpires: time(2), refreshTokenExpires: time(40) }),
      live('Tyrell', {}, { accessTokenExpires: time(-8), refreshTokenExpires: time(-1) }),
      live('Stark', { account_number_external: account(1) }, shared),
      live('Wayne', { account_number_external: account(2) }, shared),
      live('Acme'),
      live('Weyland', {}, { accessTokenExpires: time(9), echoedSecrets: ['token'] }),
      live('Cyberdyne', { email_domain: 'cyberdyne.example' }),
      live('Unmanaged'),
    ],
    nodes: ['Northwind', 'Apac.Initech', 'Mallory', 'Hooli', 'Cyberdyne'].map((name) => node(`sys.hcs.${name}`)),
  });
  const facts = { managed: 11, declared: 12, live: 12 };
  return guardPlan(makePlan(input), { allow, maxDeletes: 1, maxChangePercent: 100 }, facts);
}
