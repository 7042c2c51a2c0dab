import type { Customer, Fields } from '../../src/model/customer.ts';
import type { HierarchyNode, Live, LiveCustomer } from '../../src/model/live.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Profile } from '../../src/model/profile.ts';
import { declaredNames } from '../../src/model/properties.ts';
import type { Applied, AppliedCustomer } from '../../src/model/state.ts';
import { makePlan, type PlanInput } from '../../src/plan/make-plan.ts';

/** 2026-11-24T12:00:00Z, the clock of these tests. */
export const now = Date.UTC(2026, 10, 24, 12);

export const day = 24 * 60 * 60 * 1000;

/** A server that keeps what an update leaves out, so that only what a test is about makes a hazard. */
export const gentle: Profile = {
  payload: 'bare',
  createAnswer: 'instance',
  secretsReadAs: 'masked',
  omittedProperties: 'kept',
  omittedSecrets: 'kept',
  emptyValues: 'omitted',
  hierarchyIn: 'path-text',
  succeededWords: ['Success'],
  failedWords: ['Fail'],
  moveKeepsPkid: 'yes',
  findsByExternalId: 'yes',
  bulkModify: 'unknown',
};

type CustomerParts = Partial<Omit<Customer, 'fields'>> & { readonly fields?: Omit<Fields, 'name'> };

/** A declared customer. */
export function customer(name: string, { fields, ...parts }: CustomerParts = {}): Customer {
  return {
    file: `customers/${name.toLowerCase()}.yaml`,
    hierarchy: `sys.hcs.${name}`,
    secrets: {},
    sync: false,
    actions: {},
    lifecycle: { protect: false, ignore: [] },
    places: '|',
    inherited: null,
    ...parts,
    fields: { name, ...fields },
  };
}

/** A live record as a GET tells it: every declared property, empty where not given. */
export function live(name: string, fields: Fields = {}, parts: Partial<LiveCustomer> = {}): LiveCustomer {
  const empty = declaredNames.map((one) => [one, one === 'dirsync_enabled' ? false : null] as const);
  return {
    pkid: `pkid-${name.toLowerCase()}`,
    hierarchy: `sys.hcs.${name}`,
    whole: true,
    accessTokenExpires: null,
    refreshTokenExpires: null,
    echoedSecrets: [],
    ...parts,
    fields: { ...Object.fromEntries(empty), name, ...fields },
  };
}

/** What was applied of a customer, with the pkid that `live` gives it. */
export function applied(declared: Customer, parts: Partial<AppliedCustomer> = {}): AppliedCustomer {
  const pkid = `pkid-${declared.fields.name.toLowerCase()}`;
  return { file: declared.file, customer: declared, pkid, unfinished: null, ...parts };
}

export function node(path: string, type = 'Customer'): HierarchyNode {
  return { pkid: `node-${path}`, path, type, acceptsCustomers: null };
}

export function appliedState(customers: readonly AppliedCustomer[]): Applied {
  const commit = customers.length === 0 ? null : 'a'.repeat(40);
  return { commit, server: commit === null ? null : 'https://voss.example', customers };
}

export function liveState(customers: readonly LiveCustomer[], more: readonly HierarchyNode[] = []): Live {
  const paths = ['Acme', 'Globex', 'Initech'].map((name) => node(`sys.hcs.${name}`));
  return { server: 'https://voss.example', hierarchy: 'sys', customers, nodes: [...paths, ...more], requests: 2 };
}

interface Worlds {
  readonly desired?: readonly Customer[];
  readonly applied?: readonly AppliedCustomer[];
  readonly live?: readonly LiveCustomer[];
  readonly nodes?: readonly HierarchyNode[];
  readonly profile?: Profile;
}

export function planInput(worlds: Worlds): PlanInput {
  return {
    env: 'default',
    desired: { commit: 'd'.repeat(40), dirty: false, customers: worlds.desired ?? [] },
    applied: appliedState(worlds.applied ?? []),
    live: liveState(worlds.live ?? [], worlds.nodes),
    profile: worlds.profile ?? gentle,
    now,
    only: null,
  };
}

export function plan(worlds: Worlds): Plan {
  return makePlan(planInput(worlds));
}
