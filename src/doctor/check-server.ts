import { ApiError } from '../api/error.ts';
import type { Collection, Inspector } from '../api/inspector.ts';
import { type ApiSchema, decodeApiSchema } from '../config/api-schema.ts';
import type { Check } from '../model/doctor.ts';
import { failed, ok, skipped, warning } from './check.ts';
import { checkThrottle } from './check-throttle.ts';
import { compareSchemas } from './compare-schemas.ts';

/** What the checks of a server need. */
export interface ServerChecks {
  readonly inspector: Inspector;
  readonly url: string;
  readonly hierarchy: string;
  /** Whether authorities of their own are trusted (`VOSS_CA_FILE`). */
  readonly ownAuthorities: boolean;
  /** Requests a second. */
  readonly rate: number;
  /** Answers of 429 so far. */
  readonly throttled: () => number;
  /** Our clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly ourSchema: ApiSchema;
}

/** The names of the checks in their order, for saying that none was made. */
const names = [
  'connection',
  'TLS',
  'credentials',
  'list nodes',
  'list customers',
  'list transactions',
  'hierarchy',
  'schema',
  'clock',
  'throttle',
];

/** The lines for a server that cannot be asked. */
export function serverSkipped(why: string): readonly Check[] {
  return names.map((name) => skipped(name, why));
}

/** Connection, TLS, credentials, permissions, hierarchy, schema, clock and throttle, by a few reads. Throws what is no `ApiError`. */
export async function checkServer(checks: ServerChecks): Promise<readonly Check[]> {
  const { inspector, hierarchy } = checks;
  const nodes = await attempt(() => inspector.look('nodes', hierarchy));
  const received = checks.now();
  const way = checkWay(checks, nodes);
  const broken = way.some(({ status }) => status === 'failed');
  if (broken) {
    const rest = names.filter((name) => !way.some((one) => one.name === name));
    return [...way, ...rest.map((name) => skipped(name, 'the server could not be asked'))];
  }
  const customers = await attempt(() => inspector.look('customers', hierarchy));
  const transactions = await attempt(() => inspector.look('transactions', hierarchy));
  return [
    ...way,
    checkPermission('nodes', nodes),
    checkPermission('customers', customers),
    checkPermission('transactions', transactions),
    checkHierarchy(hierarchy, nodes),
    ...(await checkSchema(checks, customers)),
    checkClock(nodes, received),
    await checkThrottle(checks, nodes instanceof ApiError ? 'customers' : 'nodes'),
  ];
}

/** The server's clock, or why there was no answer. */
type Attempt = number | null | ApiError;

async function attempt<T>(ask: () => Promise<T>): Promise<T | ApiError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** Answers by which the server itself says no to one request: it was reached, and knows who asks. */
const refusals: readonly string[] = ['forbidden', 'not-found', 'refused', 'said-no'];

function checkWay({ url, ownAuthorities }: ServerChecks, first: Attempt): readonly Check[] {
  const secure = url.startsWith('https:');
  const trusted = secure
    ? ok('TLS', ownAuthorities ? 'the certificate is trusted through VOSS_CA_FILE' : 'the certificate is trusted')
    : skipped('TLS', 'http:// to this very machine');
  if (!(first instanceof ApiError) || refusals.includes(first.code)) {
    return [ok('connection', `${url} answers`), trusted, ok('credentials', 'user name and password are accepted')];
  }
  if (first.code === 'tls-untrusted')
    return [ok('connection', `${url} answers`), failed('TLS', first.what, first.hint)];
  if (first.code === 'unauthorised') {
    return [ok('connection', `${url} answers`), trusted, failed('credentials', first.what, first.hint)];
  }
  return [failed('connection', `${url}: ${first.what}`, first.hint)];
}

function checkPermission(collection: Collection, asked: Attempt): Check {
  const name = `list ${collection}`;
  if (!(asked instanceof ApiError)) return ok(name, 'may be read');
  const status = asked.status === null ? '' : ` (status ${asked.status})`;
  return failed(name, `${asked.what}${status}`, asked.hint);
}

function checkHierarchy(hierarchy: string, nodes: Attempt): Check {
  if (!(nodes instanceof ApiError)) return ok('hierarchy', `${hierarchy} exists`);
  const advice = 'Set VOSS_HIERARCHY to a node at or below that of the user, for example sys.hcs.';
  return failed('hierarchy', `${hierarchy} does not exist, or the user may not see it`, advice);
}

async function checkSchema({ inspector, hierarchy, ourSchema }: ServerChecks, customers: Attempt) {
  if (customers instanceof ApiError) return [skipped('schema', 'customers cannot be listed')];
  const live = await attempt(async () => decodeApiSchema(await inspector.schemaDocument(hierarchy)));
  if (live instanceof ApiError) return [failed('schema', live.what, live.hint)];
  if (live !== null) return compareSchemas(ourSchema, live);
  const advice = 'Compare the properties in its admin portal with schemas/relation_SparkCustomer.json by hand.';
  return [warning('schema', 'the server does not send its schema', advice)];
}

/** Token expiry and the lease depend on the time; a minute leaves room for the way of the answer. */
function checkClock(asked: Attempt, received: number): Check {
  if (asked === null || asked instanceof ApiError) return skipped('clock', 'the server does not tell its time');
  const seconds = Math.round((received - asked) / 1000);
  if (Math.abs(seconds) <= 60) return ok('clock', 'within a minute of the server');
  const found = `this machine is ${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'} the server`;
  return warning(
    'clock',
    found,
    'Set both by NTP: when tokens expire and how long a lease lasts is judged by this clock.',
  );
}
