import { type Call, namedNode, refuseWrongType } from './call.ts';
import { isWithin, nodeReference } from './hierarchy.ts';
import { type Json, type JsonObject, textOf } from './json.ts';
import { page, readTraversal } from './listing.ts';
import type { StoredNode } from './records.ts';
import { customerEntry, summaryAttributes, summaryOf } from './wire-customer.ts';
import type { World } from './world.ts';

const path = '/api/relation/SparkCustomer/';

const specificActions = [
  'export',
  'help',
  'update',
  'get',
  'move',
  'remove',
  'list',
  'configuration_template',
  'export_bulkload_template',
  'field_display_policy',
  'add',
] as const;

function action(name: string, method: string, about: string, href: string, async: boolean): JsonObject {
  return { [name]: { method, class: about, href, support_async: async, title: name } };
}

function listActions({ pkid }: StoredNode): readonly Json[] {
  const move = `/api/tool/DataMove/?hierarchy=${pkid}&model_type=relation/SparkCustomer`;
  return [
    action('add', 'GET', 'add', `${path}add/?hierarchy=${pkid}`, false),
    action('remove', 'DELETE', 'delete', `${path}?hierarchy=${pkid}`, true),
    action('move', 'POST', 'move', move, true),
    action('export', 'POST', 'export', `${path}export/?hierarchy=${pkid}`, false),
    action(
      'export_bulkload_template',
      'POST',
      'bulkload_template',
      `${path}export_bulkload_template/?hierarchy=${pkid}`,
      false,
    ),
    action('configuration_template', 'GET', 'config', `${path}configuration_template/?hierarchy=${pkid}`, false),
    action('field_display_policy', 'GET', 'display_policy', `${path}field_display_policy/?hierarchy=${pkid}`, false),
    action('list', 'GET', 'list', `${path}?hierarchy=${pkid}`, false),
    action('help', 'GET', 'help', `${path}help?hierarchy=${pkid}`, false),
  ];
}

function modelMeta({ schema }: World, node: StoredNode): JsonObject {
  return {
    model_type: 'relation/SparkCustomer',
    summary_attrs: summaryAttributes,
    tagged_versions: [],
    tags: [],
    title: '',
    business_key: {},
    api_version: '21.2',
    cached: true,
    references: {
      children: [],
      parent: [nodeReference(node)],
      device: [{ href: '', pkid: '' }],
      foreign_key: [],
      self: [{ href: `${path}None/`, pkid: null }],
    },
    model_specific_actions: specificActions,
    schema_version: textOf(schema.document['schema_version']),
  };
}

/** The list of customer records at a node and, unless told otherwise, below it. Throws `Refusal`. */
export function customerList(world: World, call: Call): JsonObject {
  const node = namedNode(world, call, 'hierarchy');
  const query = (name: string): string | undefined => call.req.query(name);
  const local = readTraversal(query) === 'local';
  const rows = world.state.customers
    .filter(({ hierarchy }) => (local ? hierarchy === node.path : isWithin(hierarchy, node.path)))
    .map((customer) => ({
      id: customer.pkid,
      attributes: summaryOf(customer),
      entry: () => customerEntry(world, customer),
    }));
  const attributes = summaryAttributes.map(({ name }) => name);
  return {
    ...page(rows, query, { path, attributes }),
    operations: [...specificActions, 'bulk_update'],
    meta: { ...modelMeta(world, node), actions: listActions(node) },
    ...(call.req.query('schema') === 'true' ? { schema: world.schema.document } : {}),
  };
}

/** The form that changes many records, and where it is sent. Throws `Refusal`. */
export function bulkModifyForm(world: World, call: Call): JsonObject {
  const node = namedNode(world, call, 'hierarchy');
  const update = action('update', 'POST', 'update', `${path}bulk_update/?hierarchy=${node.pkid}`, true);
  return { meta: { ...modelMeta(world, node), actions: [update] }, schema: world.schema.document, data: {} };
}

/** The form that creates a record. Throws `Refusal` at a node whose type does not take the model. */
export function customerAddForm(world: World, call: Call): JsonObject {
  const node = namedNode(world, call, 'hierarchy');
  refuseWrongType(world, node);
  const create = action('create', 'POST', 'add', `${path}?hierarchy=${node.pkid}`, true);
  return { meta: { ...modelMeta(world, node), actions: [create] }, schema: world.schema.document, data: {} };
}
