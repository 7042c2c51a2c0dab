import type { Behaviour } from './behaviour.ts';
import { isJsonList, isJsonObject, type Json, type JsonObject, textOf } from './json.ts';
import type { CustomerData, External } from './records.ts';
import { Refusal } from './refusal.ts';
import { type ModelSchema, newerProperties } from './schema.ts';

const modelPath = '/api/relation/SparkCustomer/';

function objectIn(body: Json | undefined): JsonObject {
  if (!isJsonObject(body)) {
    throw new Refusal(400, 'payload-missing', 'The payload is not a JSON object: send the properties of the model.');
  }
  return body;
}

function optionalText(value: Json | undefined, name: string): string | null {
  if (value === undefined || value === null) {
    return null;
  }
  if (typeof value !== 'string') {
    throw new Refusal(400, 'request-meta-invalid', `request_meta.${name} is not a text: send one or leave it out.`);
  }
  return value;
}

/** What the client calls its request, from `request_meta` of any payload. Throws `Refusal` for one of another shape. */
export function readExternal(body: Json | undefined): External {
  const { request_meta: meta = {} } = isJsonObject(body) ? body : {};
  if (!isJsonObject(meta)) {
    throw new Refusal(
      400,
      'request-meta-invalid',
      'request_meta is not an object: see "request_meta" in the API guide.',
    );
  }
  const { external_id: id, external_reference: reference } = meta;
  return { id: optionalText(id, 'external_id'), reference: optionalText(reference, 'external_reference') };
}

/** The properties in the payload of a create or an update. Throws `Refusal` for the form the server does not take. */
export function readRecord(body: Json | undefined, form: Behaviour['payload']): JsonObject {
  const { request_meta: _, ...bare } = objectIn(body);
  const { data, meta: _meta, ...others } = bare;
  if (form === 'bare') {
    if (data !== undefined) {
      throw new Refusal(400, 'payload-wrapped', 'The payload is wrapped in "data": this server takes bare properties.');
    }
    return bare;
  }
  if (!isJsonObject(data) || Object.keys(others).length > 0) {
    throw new Refusal(400, 'payload-bare', 'The payload is bare: this server takes the properties in "data".');
  }
  return data;
}

function problemOf(name: string, value: Json | undefined, carried: CustomerData, schema: ModelSchema): string | null {
  const property = schema.properties.get(name);
  if (property === undefined) {
    return newerProperties.has(name) || name in carried ? null : `${name} is not a property of relation/SparkCustomer`;
  }
  if (value === null || value === undefined || value === '') {
    return null;
  }
  const kind = isJsonList(value) ? 'array' : typeof value;
  if (kind !== property.type) {
    return `${name} is of type ${kind} and must be ${property.type}`;
  }
  const allowed = property.choices;
  return allowed.length === 0 || allowed.includes(textOf(value)) ? null : `${name} is none of: ${allowed.join(', ')}`;
}

/** Throws `Refusal` with every problem of the properties; `carried` is the stored record, whose unknown ones may come back. */
export function checkRecord(data: CustomerData, carried: CustomerData, schema: ModelSchema): void {
  const missing = textOf(data.name).trim() === '' ? ['name is required'] : [];
  const problems = Object.entries(data).map(([name, value]) => problemOf(name, value, carried, schema));
  const all = [...missing, ...problems.filter((problem) => problem !== null)];
  if (all.length > 0) {
    throw new Refusal(400, 'validation-failed', `The payload is invalid: ${all.join('; ')}.`);
  }
}

function pkidOf(href: Json): string {
  const path = textOf(href).replace(/\/$/, '');
  if (!path.startsWith(modelPath) || path.slice(modelPath.length).includes('/')) {
    throw new Refusal(
      400,
      'href-invalid',
      'An href is not that of a relation/SparkCustomer: see "hrefs" in the reference.',
    );
  }
  return path.slice(modelPath.length);
}

/** The pkids that `hrefs` of a bulk payload name, or null when it names none. Throws `Refusal` for a foreign href. */
export function readHrefs(body: Json | undefined): readonly string[] | null {
  const { hrefs } = isJsonObject(body) ? body : {};
  return isJsonList(hrefs) && hrefs.length > 0 ? hrefs.map(pkidOf) : null;
}
