import type { Actions, Customer, RefreshTrigger, SyncTrigger, Value } from '../model/customer.ts';
import { declaredNames, properties, secretNames } from '../model/properties.ts';
import type { SecretReference } from '../model/secret.ts';
import type { Merged } from './layers.ts';
import type { RawActions, RawFile, RawProperties, RawReference, RawSync } from './raw.ts';

/** Makes the customer of a merged file, values in canonical form; `null` where it has no hierarchy or no name. */
export function toCustomer(file: string, merged: Merged): Customer | null {
  // Every slot was held against the schema in the file that it comes from.
  const raw = merged.raw as RawFile;
  const fields = fieldsOf(raw.customer ?? {});
  const { name } = fields;
  if (raw.hierarchy === undefined || typeof name !== 'string') return null;
  const ignored = raw.lifecycle?.ignore ?? [];
  return {
    file,
    hierarchy: raw.hierarchy,
    fields: { ...fields, name },
    secrets: secretsOf(raw.customer ?? {}),
    sync: raw.customer?.sync === true,
    actions: actionsOf(raw.actions ?? {}),
    lifecycle: {
      protect: raw.lifecycle?.protect === true,
      ignore: declaredNames.filter((property) => ignored.includes(property)),
    },
    places: merged.places,
    inherited: merged.inherited,
  };
}

function fieldsOf(raw: RawProperties): Customer['fields'] | { readonly name?: Value } {
  return Object.fromEntries(
    declaredNames.flatMap((name) => {
      const value = raw[name];
      if (value === undefined) return [];
      return [[name, properties[name].kind === 'boolean' ? value === true : value === '' ? null : value] as const];
    }),
  );
}

function secretsOf(raw: RawProperties): Customer['secrets'] {
  return Object.fromEntries(
    secretNames.flatMap((name) => {
      const reference = raw[name];
      return reference === undefined ? [] : [[name, reference === null ? null : toReference(reference)] as const];
    }),
  );
}

function toReference({ env, key, version }: RawReference): SecretReference {
  return { env, key: key ?? null, version: version ?? null };
}

function actionsOf(raw: RawActions): Actions {
  const { refresh_access_token: refresh, sync_roles_licences: roles, sync_users: users } = raw;
  return {
    ...(refresh ? { refresh_access_token: toRefresh(refresh.within) } : {}),
    ...(roles ? { sync_roles_licences: toSync(roles) } : {}),
    ...(users ? { sync_users: toSync(users) } : {}),
  };
}

function toSync(raw: RawSync): SyncTrigger {
  const on = raw.on ?? [];
  // In one order, so that writing the list the other way round is no change.
  return { on: (['create', 'change'] as const).filter((moment) => on.includes(moment)), rerun: raw.rerun || null };
}

const milliseconds: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 };

function toRefresh(within: string): RefreshTrigger {
  return { within: Number.parseInt(within, 10) * (milliseconds[within.slice(-1)] ?? 0) };
}
