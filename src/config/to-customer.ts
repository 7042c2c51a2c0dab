import type { Actions, Customer, Fields, RefreshTrigger, SyncTrigger } from '../model/customer.ts';
import type { ExtraProperties } from '../model/extra-properties.ts';
import { toPlaces } from '../model/places.ts';
import { declaredNames, properties, secretNames } from '../model/properties.ts';
import type { SecretReference } from '../model/secret.ts';
import { compareText } from './codes.ts';
import type { Merged } from './layers.ts';
import type { RawActions, RawFile, RawProperties, RawReference, RawSync } from './raw.ts';

/**
 * Makes the customer of a merged file, values in canonical form; `null` where it has no hierarchy or no name. What neither
 * the table of properties nor `extras` knows is told by its value: the file had it when it was applied.
 */
export function toCustomer(file: string, merged: Merged, extras: ExtraProperties): Customer | null {
  // Every slot was held against the schema in the file that it comes from.
  const raw = merged.raw as RawFile;
  const fields = fieldsOf(raw.customer ?? {}, extras);
  const { name } = fields;
  if (raw.hierarchy === undefined || typeof name !== 'string') return null;
  const ignored = raw.lifecycle?.ignore ?? [];
  return {
    file,
    hierarchy: raw.hierarchy,
    fields: { ...fields, name },
    secrets: secretsOf(raw.customer ?? {}, extras),
    sync: raw.customer?.sync === true,
    actions: actionsOf(raw.actions ?? {}),
    lifecycle: {
      protect: raw.lifecycle?.protect === true,
      ignore: [...declaredNames, ...newerNames(ignored)].filter((property) => ignored.includes(property)),
    },
    places: toPlaces(file, merged.places),
    inherited: merged.inherited,
  };
}

function fieldsOf(raw: RawProperties, { declared }: ExtraProperties): Fields {
  const known = declaredNames.map((name) => [name, properties[name].kind] as const);
  const newer = newerNames(Object.keys(raw)).map((name) => [name, declared.get(name)] as const);
  return Object.fromEntries(
    [...known, ...newer].flatMap(([name, kind]) => {
      const value = raw[name];
      const isValue = typeof value === 'string' || typeof value === 'boolean' || (value === null && kind !== undefined);
      if (!isValue) return [];
      return [[name, kind === 'boolean' ? value === true : value === '' ? null : value] as const];
    }),
  );
}

function secretsOf(raw: RawProperties, { secrets }: ExtraProperties): Customer['secrets'] {
  const names = [...secretNames, ...newerNames(Object.keys(raw))];
  return Object.fromEntries(
    names.flatMap((name): readonly (readonly [string, SecretReference | null])[] => {
      const value = raw[name];
      if (isReference(value)) return [[name, toReference(value)]];
      return value === null && isSecret(name, secrets) ? [[name, null]] : [];
    }),
  );
}

function isSecret(name: string, newer: readonly string[]): boolean {
  return newer.includes(name) || secretNames.some((one) => one === name);
}

/** Those that the table of properties does not know, in order. */
function newerNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => !Object.hasOwn(properties, name)).toSorted(compareText);
}

function isReference(value: RawProperties[string]): value is RawReference {
  return typeof value === 'object' && value !== null && typeof value.env === 'string';
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
