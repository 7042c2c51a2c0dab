import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { type Call, namedCustomer, namedNode } from './call.ts';
import { isWithin } from './hierarchy.ts';
import { isJsonList, isJsonObject, type Json, type JsonObject, textOf } from './json.ts';
import { readHrefs } from './payload.ts';
import type { StoredCustomer } from './records.ts';
import { Refusal } from './refusal.ts';
import type { ModelSchema } from './schema.ts';
import { type Cell, spreadsheet } from './spreadsheet.ts';
import { exportedData } from './wire-customer.ts';
import type { World } from './world.ts';

const spreadsheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** An answer that a browser would save under this name. It is not quoted, as in the reference. */
function attachment(bytes: Uint8Array, name: string, type: string): Response {
  return new Response(Uint8Array.from(bytes), {
    headers: {
      'Content-Disposition': `attachment; filename=${name}`,
      'Content-Language': 'en',
      'Content-Type': type,
    },
  });
}

/** `2026-11-24_10-00-00`. */
function stamp(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-');
}

/** The JSON export: the records as in the system database, without what is empty, in a zip file of one entry. */
function jsonExport(world: World, customers: readonly StoredCustomer[]): Response {
  const resources = customers.map((customer) => ({
    data: exportedData(world, customer),
    meta: {
      hierarchy: customer.hierarchy,
      model_type: 'relation/SparkCustomer',
      schema_version: textOf(world.schema.document['schema_version']),
    },
  }));
  const time = new Date(world.now()).toISOString().replace('T', '_').replace('Z', '000');
  const text = JSON.stringify({ meta: {}, resources }, null, 2);
  const zip = zipSync({ [`export_${time.replaceAll(':', '-')}.json`]: [strToU8(text), { mtime: world.now() }] });
  return attachment(zip, `export_${time}.json.zip`, 'application/x-zip');
}

function cellOf(value: Json | undefined): Cell {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  return value === undefined || value === null ? null : JSON.stringify(value);
}

/** The head of a sheet that can be loaded in bulk: titles, and below them the names that the load goes by. */
function bulkLoadHead({ properties, titles }: ModelSchema): readonly (readonly Cell[])[] {
  const names = [...properties.keys()];
  return [
    ['Hierarchy Node', 'Action', ...names.map((name) => titles.get(name) ?? name)],
    ['hierarchy', 'action', ...names],
  ];
}

async function sheetExport(world: World, customers: readonly StoredCustomer[], formatted: boolean): Promise<Response> {
  const names = [...world.schema.properties.keys()];
  const rows = customers.map((customer) => {
    const data: JsonObject = exportedData(world, customer);
    return [customer.hierarchy, ...(formatted ? ['modify'] : []), ...names.map((name) => cellOf(data[name]))];
  });
  const head = formatted ? bulkLoadHead(world.schema) : [['hierarchy', ...names]];
  const name = `relation_SparkCustomer_exportedsheet${formatted ? '_formatted' : ''}_${stamp(world.now())}.xlsx`;
  return attachment(await spreadsheet('SparkCustomer', [...head, ...rows]), name, spreadsheetType);
}

async function exported(world: World, call: Call, customers: readonly StoredCustomer[]): Promise<Response> {
  const template = call.req.query('template_name');
  const known = world.state.documents.some(
    ({ model, data }) => model === 'data/ConfigurationTemplate' && textOf(data['name']) === template,
  );
  if (template !== undefined && !known) {
    throw new Refusal(404, 'template-not-found', `There is no configuration template named ${template}.`);
  }
  const format = call.req.query('export_format');
  switch (format) {
    case 'json':
      return jsonExport(world, customers);
    case 'raw_xlsx':
    case 'xlsx':
      return sheetExport(world, customers, format === 'xlsx');
    default:
      throw new Refusal(400, 'parameter-invalid', 'export_format must be one of: json, raw_xlsx, xlsx.');
  }
}

/** Exports the record that the path names. Throws `Refusal`. */
export async function exportCustomer(world: World, call: Call): Promise<Response> {
  return exported(world, call, [namedCustomer(world, call)]);
}

/** Exports the records that `hrefs` name, all of them below the hierarchy. Throws `Refusal`. */
export async function exportCustomers(world: World, call: Call): Promise<Response> {
  const node = namedNode(world, call, 'hierarchy');
  const body = call.get('body');
  const { hrefs } = isJsonObject(body) ? body : {};
  if (!isJsonList(hrefs)) {
    throw new Refusal(400, 'hrefs-missing', 'An export without hrefs: name the records in hrefs.');
  }
  const customers = (readHrefs(body) ?? []).map((pkid) => {
    const customer = world.state.customer(pkid);
    if (customer === undefined || !isWithin(customer.hierarchy, node.path)) {
      throw new Refusal(404, 'not-found', `relation/SparkCustomer ${pkid} is not below ${node.path}.`);
    }
    return customer;
  });
  return exported(world, call, customers);
}

/** The empty sheet for loading records in bulk, compressed. Throws `Refusal`. */
export async function bulkLoadTemplate(world: World, call: Call): Promise<Response> {
  namedNode(world, call, 'hierarchy');
  const sheet = await spreadsheet('SparkCustomer', bulkLoadHead(world.schema));
  return attachment(gzipSync(sheet), 'relation_SparkCustomer_bulkloadsheet.xlsx.gz', 'application/x-gzip');
}
