import type { Seed } from '../../src/sandbox/seed.ts';

/** A provider of some size: what its server holds, and the files that declare the same. */
export interface Estate {
  readonly seed: Seed;
  /** Contents by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Variables for the secrets that the files name. */
  readonly env: Readonly<Record<string, string>>;
}

/** Customers below a reseller, and customer records at a node: so that nodes take fewer pages than customers. */
const customersAtReseller = 100;
const recordsAtNode = 5;

/** An estate of so many customers: nested hierarchies, defaults in each folder, four secrets each, files of 25 lines. */
export function estateOf(count: number): Estate {
  const resellers = Math.ceil(count / customersAtReseller);
  const numbers = Array.from({ length: count }, (_, number) => number);
  const nodes = new Set(numbers.map(nodeOf));
  return {
    seed: {
      nodes: [
        { path: 'sys', type: 'System' },
        { path: 'sys.hcs', type: 'Provider' },
        ...Array.from({ length: resellers }, (_, reseller) => ({
          path: `sys.hcs.Reseller ${reseller}`,
          type: 'Reseller',
        })),
        ...[...nodes].map((path) => ({ path, type: 'Customer' })),
      ],
      customers: numbers.map((number) => ({ hierarchy: nodeOf(number), data: recordOf(number) })),
    },
    files: Object.fromEntries([
      ...numbers.map((number) => [fileOf(number), customerFile(number)]),
      ...Array.from({ length: resellers }, (_, reseller) => [
        `customers/reseller-${reseller}/_defaults.yaml`,
        defaults,
      ]),
    ]),
    env: { WEBEX_BENCH_TOKEN: 'bench-token', WEBEX_BENCH_PROXY: 'http://proxy.example:3128' },
  };
}

/** The file of a customer. */
export function fileOf(number: number): string {
  return `customers/reseller-${Math.floor(number / customersAtReseller)}/customer-${number}.yaml`;
}

const defaults = `# What every customer of this reseller has in common.
customer:
  default_calling_behaviour: Calling in Webex App
  dirsync_enabled: true
`;

function nodeOf(number: number): string {
  const reseller = Math.floor(number / customersAtReseller);
  return `sys.hcs.Reseller ${reseller}.Group ${Math.floor((number % customersAtReseller) / recordsAtNode)}`;
}

function accountOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function recordOf(number: number) {
  return {
    name: `Customer ${number}`,
    account_number_external: accountOf(number),
    account_email: `webex-admin@customer-${number}.example`,
    default_calling_behaviour: 'Calling in Webex App',
    email_domain: `customer-${number}.example`,
    dirsync_enabled: true,
    token: `token-of-${number}`,
    refresh_token: `refresh-token-of-${number}`,
    access_token_expires: '2031-01-01 00:00:00',
    refresh_token_expires: '2031-03-01 00:00:00',
  };
}

/** A file of 25 lines. `domain` differs for a customer that is to be changed. */
export function customerFile(number: number, domain = `customer-${number}.example`): string {
  return `# yaml-language-server: $schema=../../schemas/customer.schema.json
# Customer ${number}, in the care of team ${number % 7}.
hierarchy: ${nodeOf(number)}
customer:
  name: Customer ${number}
  account_number_external: ${accountOf(number)}
  account_email: webex-admin@customer-${number}.example

  # Rooms of the hybrid calendar use this domain.
  email_domain: ${domain}

  # Secrets are names; the server rotates the tokens itself.
  token: { env: WEBEX_BENCH_TOKEN, version: 1 }
  refresh_token: { env: WEBEX_BENCH_TOKEN, version: 1 }
  http_proxy: { env: WEBEX_BENCH_PROXY }
  https_proxy: { env: WEBEX_BENCH_PROXY }
  sync: true

actions:
  sync_users: { on: [create] }

# It must be unprotected, merged and applied before it can go.
lifecycle:
  protect: true
`;
}
