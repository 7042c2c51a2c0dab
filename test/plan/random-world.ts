import fc from 'fast-check';
import type { Customer, Fields, Value } from '../../src/model/customer.ts';
import type { LiveCustomer } from '../../src/model/live.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { AppliedCustomer } from '../../src/model/state.ts';
import { identityOf } from '../../src/plan/identity.ts';
import type { PlanInput } from '../../src/plan/make-plan.ts';
import { customer, day, gentle, live, node, planInput } from './world.ts';

/**
 * Random worlds in which everything may meet: few names, accounts, hierarchies and pkids, so that customers are renamed,
 * moved, swapped and mixed up all the time. Only what is ruled out before a plan is made is ruled out here: two files that
 * declare the same customer, and a listing that shows a record or a name twice.
 */
const names = ['Acme', 'Globex', 'Initech'] as const;
const files = ['acme', 'globex', 'initech', 'umbrella'].map((one) => `customers/${one}.yaml`);
const pkids = ['pkid-acme', 'pkid-globex', 'pkid-initech', 'pkid-other'];
const hierarchies = ['sys.hcs.Acme', 'sys.hcs.Globex', 'sys.hcs.Initech', 'sys.hcs.Site', 'sys.hcs.Nowhere'];

const name = fc.constantFrom(...names);
const hierarchy = fc.constantFrom(...hierarchies);
const text: fc.Arbitrary<Value> = fc.constantFrom('a', 'b', null);

const fields: fc.Arbitrary<Omit<Fields, 'name'>> = fc.record(
  {
    account_number_external: fc.constantFrom('account-1', 'ACCOUNT-1', 'account-2', null),
    email_domain: text,
    dirsync_enabled: fc.boolean(),
    notes: text,
  },
  { requiredKeys: [] },
);

const reference = fc.record({
  env: fc.constantFrom('WEBEX_ONE', 'WEBEX_TWO'),
  key: fc.constantFrom('token', null),
  version: fc.constantFrom(1, '2', null),
});

const secrets: fc.Arbitrary<Customer['secrets']> = fc.record(
  { token: reference, refresh_token: reference, https_proxy: fc.option(reference) },
  { requiredKeys: [] },
);

const sync = fc.record({
  on: fc.constantFrom<readonly ('create' | 'change')[]>([], ['create'], ['change'], ['create', 'change']),
  rerun: fc.constantFrom('monday', 'tuesday', null),
});

const actions: fc.Arbitrary<Customer['actions']> = fc.record(
  { refresh_access_token: fc.constant({ within: 3 * day }), sync_roles_licences: sync, sync_users: sync },
  { requiredKeys: [] },
);

const lifecycle: fc.Arbitrary<Customer['lifecycle']> = fc.record({
  protect: fc.boolean(),
  ignore: fc.constantFrom<Customer['lifecycle']['ignore']>([], ['email_domain'], ['notes', 'dirsync_enabled']),
});

/** A declaration in a random file. */
const declared: fc.Arbitrary<Customer> = fc
  .record({
    name,
    parts: fc.record({ file: fc.constantFrom(...files), hierarchy, secrets, sync: fc.boolean(), actions }),
    fields,
    lifecycle,
  })
  .map((one) => customer(one.name, { ...one.parts, fields: one.fields, lifecycle: one.lifecycle }));

const unfinished = fc.option(
  fc.record({
    actions: fc.subarray<'sync_roles_licences' | 'sync_users'>(['sync_roles_licences', 'sync_users']),
    secrets,
    reruns: fc.constantFrom({}, { sync_users: 'monday' }),
  }),
);

const recorded: fc.Arbitrary<AppliedCustomer> = fc
  .record({ declared, begun: fc.boolean(), pkid: fc.option(fc.constantFrom(...pkids)), unfinished })
  .map((one) => ({
    file: one.declared.file,
    customer: one.begun && one.unfinished !== null ? null : one.declared,
    pkid: one.pkid,
    unfinished: one.unfinished,
  }));

const expiry = fc.constantFrom(null, '2026-11-20T00:00:00Z', '2026-11-26 00:00:00 UTC', '2027-01-01T00:00:00Z', 'soon');

/** A record as a GET tells it. */
const record: fc.Arbitrary<LiveCustomer> = fc
  .record({
    name,
    fields,
    pkid: fc.constantFrom(...pkids),
    hierarchy,
    accessTokenExpires: expiry,
    refreshTokenExpires: expiry,
    echoedSecrets: fc.subarray<'token' | 'https_proxy'>(['token', 'https_proxy']),
  })
  .map(({ name: called, fields: values, ...parts }) => live(called, values, parts));

const profile: fc.Arbitrary<Profile> = fc
  .record({
    secretsReadAs: fc.constantFrom<Profile['secretsReadAs'][]>('absent', 'masked', 'unknown'),
    omittedSecrets: fc.constantFrom<Profile['omittedSecrets'][]>('kept', 'cleared', 'unknown'),
  })
  .map((one) => ({ ...gentle, ...one }));

const nodes = [{ ...node('sys.hcs.Site', 'Site'), acceptsCustomers: false }];

function keysOf(one: Customer | LiveCustomer): readonly (string | null)[] {
  const { key, account } = identityOf(one.hierarchy, one.fields);
  return [key, account];
}

/** The items without those that share a key with an earlier one; `null` is no key. */
function distinct<T>(items: readonly T[], keys: (item: T) => readonly (string | null)[]): readonly T[] {
  return items.filter((item, index) =>
    items.slice(0, index).every((other) => !keys(item).some((key) => key !== null && keys(other).includes(key))),
  );
}

/** Worlds of up to four files, four records of the state and four live records, every live record whole. */
export const randomWorld: fc.Arbitrary<PlanInput> = fc
  .record({
    desired: fc.array(declared, { maxLength: 4 }),
    applied: fc.array(recorded, { maxLength: 4 }),
    live: fc.array(record, { maxLength: 4 }),
    profile,
  })
  .map((one) =>
    // Cloned, as the generator makes objects without a prototype.
    structuredClone(
      planInput({
        desired: distinct(one.desired, (each) => [each.file, ...keysOf(each)]),
        applied: distinct(one.applied, (each) => [each.file]),
        live: distinct(one.live, (each) => [each.pkid, `${each.hierarchy} ${each.fields.name}`]),
        nodes,
        profile: one.profile,
      }),
    ),
  );
