import { createHash } from 'node:crypto';
import type { Behaviour } from './behaviour.ts';
import { nodeName, nodeReference } from './hierarchy.ts';
import { isJsonList, type Json, type JsonObject, textOf } from './json.ts';
import type { CustomerData, StoredCustomer } from './records.ts';
import type { ModelSchema } from './schema.ts';
import type { World } from './world.ts';

/** What a masked secret reads as. */
const mask = '********';

/** The properties that a list entry tells, with the titles of the API's `summary_attrs`. */
export const summaryAttributes = [
  { name: 'name', title: 'Customer Name' },
  { name: 'account_number_external', title: 'Organization Account Number' },
  { name: 'account_email', title: 'Admin Account Email' },
  { name: 'default_calling_behaviour', title: 'Default Calling Behaviour' },
  { name: 'email_domain', title: 'Email Domain for Hybrid Calling in Workspaces' },
  { name: 'dirsync_enabled', title: 'Directory Synchronization Enabled' },
  { name: 'hierarchy_friendly_name', title: 'Located At', allow_filtering: true },
] as const;

/** What a secret reads as where the server shows ciphertext: nothing that anybody could turn back. */
export function ciphertext(secret: string): string {
  return `ENC[${createHash('sha256').update(`ciphertext:${secret}`).digest('base64url')}]`;
}

function emptyOf(type: 'string' | 'boolean' | 'array'): Json {
  return type === 'boolean' ? false : type === 'array' ? [] : '';
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === '' || value === false || (isJsonList(value) && value.length === 0);
}

/** A secret as it reads; undefined leaves it out. */
function secretShown(value: string, { secretsReadAs, emptyValues }: Behaviour): Json | undefined {
  if (secretsReadAs === 'absent') {
    return undefined;
  }
  if (value === '' || secretsReadAs === 'empty') {
    return value !== '' || emptyValues === 'shown' ? '' : undefined;
  }
  return secretsReadAs === 'masked' ? mask : ciphertext(value);
}

/** The `data` of a whole record, or of a list entry's attributes (`names`). */
function dataShown(
  data: CustomerData,
  behaviour: Behaviour,
  { properties, isSecret }: ModelSchema,
  names: readonly string[],
): JsonObject {
  const entries = names.map((name): readonly [string, Json | undefined] => {
    const value = data[name];
    if (isSecret(name)) {
      return [name, secretShown(textOf(value), behaviour)];
    }
    if (!isEmpty(value)) {
      return [name, value];
    }
    return [name, behaviour.emptyValues === 'shown' ? emptyOf(properties.get(name)?.type ?? 'string') : undefined];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function customerMeta({ state, behaviour }: World, { pkid, hierarchy }: StoredCustomer): JsonObject {
  const node = state.node(hierarchy);
  const { hierarchyIn } = behaviour();
  const path = hierarchyIn === 'path-list' ? hierarchy.split('.') : hierarchy;
  return {
    model_type: 'relation/SparkCustomer',
    tags: [],
    references: {
      children: [],
      parent: node === undefined ? [] : [nodeReference(node)],
      device: [],
      foreign_key: [],
      self: [{ href: `/api/relation/SparkCustomer/${pkid}/`, pkid }],
    },
    ...(hierarchyIn === 'parent' ? {} : { path }),
  };
}

function instanceActions(pkid: string): readonly Json[] {
  const href = `/api/relation/SparkCustomer/${pkid}`;
  const custom = ['RefreshAccessToken', 'SyncWebexTeamsRolesLicences', 'SyncWebexTeamsUsers'];
  return [
    { update: { method: 'PUT', class: 'update', href: `${href}/`, support_async: true, title: 'Modify' } },
    { remove: { method: 'DELETE', class: 'delete', href: `${href}/`, support_async: true, title: 'Delete' } },
    ...custom.map((name) => ({
      [`+${name}`]: { method: 'POST', class: 'execute', href: `${href}/+${name}/`, submit: 'payload', title: name },
    })),
  ];
}

/** The answer to a GET of one record. */
export function customerInstance(world: World, customer: StoredCustomer): JsonObject {
  const names = new Set([...world.schema.properties.keys(), ...Object.keys(customer.data)]);
  const meta = { summary_attrs: summaryAttributes, actions: instanceActions(customer.pkid), singleton: false };
  return {
    meta: { ...customerMeta(world, customer), ...meta },
    data: dataShown(customer.data, world.behaviour(), world.schema, [...names]),
  };
}

/** A record as an export holds it: without what is empty, whatever reads show. */
export function exportedData({ behaviour, schema }: World, { data }: StoredCustomer): JsonObject {
  const names = new Set([...schema.properties.keys(), ...Object.keys(data)]);
  const shown = dataShown(data, { ...behaviour(), emptyValues: 'omitted' }, schema, [...names]);
  if (behaviour().secretsInExports === 'as-read') {
    return shown;
  }
  return { ...shown, ...Object.fromEntries(Object.entries(data).filter(([name]) => schema.isSecret(name))) };
}

/** The attributes that a list entry tells, for ordering and filtering too. */
export function summaryOf(customer: StoredCustomer): CustomerData {
  return { ...customer.data, hierarchy_friendly_name: nodeName(customer.hierarchy) };
}

/** One element of a list's `resources`: thin. */
export function customerEntry(world: World, customer: StoredCustomer): JsonObject {
  const names = summaryAttributes.map(({ name }) => name);
  return {
    meta: customerMeta(world, customer),
    data: dataShown(summaryOf(customer), world.behaviour(), world.schema, names),
  };
}

/** Whether a text is what this server shows in place of a secret: stored as one, it breaks the connection. */
export function looksShown(text: string): boolean {
  return text === mask || text.startsWith('ENC[');
}
