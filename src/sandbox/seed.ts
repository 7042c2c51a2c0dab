import { uuidFrom } from './identifiers.ts';
import type { CustomerData } from './records.ts';
import { expiryText } from './tokens.ts';

/** A record that a sandbox starts with. Its data may hold secrets and expiries; the server's own values are derived. */
export interface SeedCustomer {
  /** Dotted path of one of the seed's nodes. */
  readonly hierarchy: string;
  readonly data: CustomerData;
}

/** What a sandbox starts with. */
export interface Seed {
  readonly nodes: readonly { readonly path: string; readonly type: string }[];
  readonly customers: readonly SeedCustomer[];
  /** Types of node that may hold a customer record; `Customer` alone when left out. */
  readonly nodeTypes?: readonly string[];
}

/** Days until the two tokens of an authorised customer expire; negative days have passed. */
interface Authorised {
  readonly access: number;
  readonly refresh: number;
}

interface Row {
  readonly reseller: string;
  readonly name: string;
  readonly tokens: Authorised | null;
  readonly more?: CustomerData;
}

const app = 'Calling in Webex App';
const unified = 'Calling in Webex App (Unified CM)';
const wholesale = { wholesale_status: true };
const frankfurt = { webex_contact_center: true, base_url_setting: 'EU (Frankfurt)' };

const rows: readonly Row[] = [
  { reseller: 'Northwind', name: 'Adatum', tokens: { access: 11, refresh: 80 }, more: { dirsync_enabled: true } },
  { reseller: 'Northwind', name: 'Alpine Ski House', tokens: { access: 9, refresh: 62 }, more: frankfurt },
  { reseller: 'Northwind', name: 'Bellows College', tokens: { access: 2, refresh: 41 }, more: wholesale },
  { reseller: 'Northwind', name: 'City Power', tokens: null },
  { reseller: 'Northwind', name: 'Coho Winery', tokens: { access: 8, refresh: 5 } },
  { reseller: 'Contoso', name: 'Fourth Coffee', tokens: { access: 12, refresh: 77 }, more: wholesale },
  { reseller: 'Contoso', name: 'Graphic Design Institute', tokens: { access: -6, refresh: -1 } },
  { reseller: 'Contoso', name: 'Humongous Insurance', tokens: { access: 7, refresh: 55 }, more: frankfurt },
  { reseller: 'Contoso', name: 'Lamna Healthcare', tokens: null, more: { notes: 'Waits for its administrator' } },
  { reseller: 'Contoso', name: 'Margies Travel', tokens: { access: 10, refresh: 70 }, more: wholesale },
  { reseller: 'Contoso', name: 'Proseware', tokens: { access: 13, refresh: 88 }, more: { dirsync_enabled: true } },
  { reseller: 'Contoso', name: 'Tailspin Toys', tokens: null },
];

/** Nodes without a record yet: where a customer can be created, or moved to. */
const emptyNodes = [
  'sys.hcs.Contoso.Acme',
  'sys.hcs.Northwind.Margies Travel',
  'sys.hcs.Northwind.Wide World Importers',
];

const sites = ['sys.hcs.Northwind.Adatum.Berlin', 'sys.hcs.Contoso.Proseware.Paris', 'sys.hcs.Contoso.Acme.London'];

function fakeTokens(domain: string, tokens: Authorised | null, now: number): CustomerData {
  const day = 86_400_000;
  if (tokens === null) {
    return {};
  }
  return {
    token: `FAKE-ACCESS-TOKEN-${domain}`,
    refresh_token: `FAKE-REFRESH-TOKEN-${domain}`,
    access_token_expires: expiryText(now + tokens.access * day),
    refresh_token_expires: expiryText(now + tokens.refresh * day),
  };
}

function customerData(name: string, tokens: Authorised | null, now: number): CustomerData {
  const domain = `${name.toLowerCase().replaceAll(' ', '')}.example`;
  return {
    name,
    account_number_external: uuidFrom(`account:${name}`),
    account_email: `webex-admin@${domain}`,
    default_calling_behaviour: app,
    email_domain: domain,
    dirsync_enabled: false,
    ...fakeTokens(domain, tokens, now),
  };
}

function seedCustomer({ reseller, name, tokens, more }: Row, now: number): SeedCustomer {
  const data = customerData(name, tokens, now);
  const proxy = `http://fake-user:fake-password@proxy.${data.email_domain}:3128`;
  const behaviour = reseller === 'Contoso' ? { default_calling_behaviour: unified, https_proxy: proxy } : {};
  return { hierarchy: `sys.hcs.${reseller}.${name}`, data: { ...data, ...behaviour, ...more } };
}

const top = [
  { path: 'sys', type: 'System' },
  { path: 'sys.hcs', type: 'Provider' },
] as const;

/**
 * A small believable provider: two resellers, a dozen customers with records (three of them never authorised, one with an
 * access token for two more days, one with a refresh token for five, one whose tokens have expired), two nodes without one.
 * `now` is milliseconds since 1970.
 */
export function demoSeed(now: number): Seed {
  const customers = rows.map((row) => seedCustomer(row, now));
  const resellers = [...new Set(rows.map(({ reseller }) => `sys.hcs.${reseller}`))];
  const holders = [...customers.map(({ hierarchy }) => hierarchy), ...emptyNodes];
  return {
    nodes: [
      ...top,
      ...resellers.map((path) => ({ path, type: 'Reseller' })),
      ...holders.map((path) => ({ path, type: 'Customer' })),
      ...sites.map((path) => ({ path, type: 'Site' })),
    ],
    customers,
  };
}

/** A provider of many customers, the same ones every time: 50 to a reseller, every fifth not authorised. `now` as above. */
export function estate(count: number, now: number): Seed {
  const customers = Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(5, '0');
    const reseller = `sys.hcs.Reseller${String(Math.floor(index / 50) + 1).padStart(3, '0')}`;
    const tokens = index % 5 === 4 ? null : { access: 7 + (index % 7), refresh: 20 + (index % 70) };
    return { hierarchy: `${reseller}.Customer${number}`, data: customerData(`Customer${number}`, tokens, now) };
  });
  const resellers = new Set(customers.map(({ hierarchy }) => hierarchy.slice(0, hierarchy.lastIndexOf('.'))));
  return {
    nodes: [
      ...top,
      ...[...resellers].map((path) => ({ path, type: 'Reseller' })),
      ...customers.map(({ hierarchy }) => ({ path: hierarchy, type: 'Customer' })),
    ],
    customers,
  };
}
