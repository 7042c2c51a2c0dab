import { propertyTable } from '../model/properties.ts';
import { type ApiProperty, decodeApiSchema } from './api-schema.ts';
import { extrasOf, newerProperties } from './newer-properties.ts';
import { shippedCustomerSchema } from './shipped-schemas.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The schema of a customer file for a server with this schema of its own: the one that sparkform was made for, with the
 * server's choices, and with the properties that only the server knows in the role that `extrasOf` gives them.
 */
export function deriveCustomerSchema(apiSchema: unknown): Schema {
  const base: Schema = { ...shippedCustomerSchema() };
  const definitions = part(base, 'definitions');
  const { declared, secrets } = extrasOf(apiSchema);
  const newer = newerProperties(apiSchema);
  const own = { ...part(part(definitions, 'customer'), 'properties') };
  for (const one of decodeApiSchema(apiSchema)?.properties.values() ?? []) {
    const known = own[one.name];
    if (isObject(known) && propertyTable.get(one.name)?.role === 'declared') own[one.name] = withChoices(known, one);
  }
  for (const one of newer) {
    if (declared.has(one.name)) own[one.name] = withChoices(declaredSchema(one), one);
    if (secrets.includes(one.name)) own[one.name] = secretSchema(one);
  }
  const lifecycle = part(definitions, 'lifecycle');
  const ignore = part(part(lifecycle, 'properties'), 'ignore');
  const known = part(ignore, 'items')['enum'];
  const ignored = [...new Set([...(Array.isArray(known) ? known : []), ...declared.keys()])];
  return {
    ...base,
    definitions: {
      ...definitions,
      customer: { ...part(definitions, 'customer'), properties: own },
      lifecycle: {
        ...lifecycle,
        properties: { ...part(lifecycle, 'properties'), ignore: { ...ignore, items: { enum: ignored } } },
      },
    },
  };
}

function withChoices(schema: Schema, { choices }: ApiProperty): Schema {
  const { enum: _, examples, ...rest } = schema;
  if (choices.length === 0) return { ...rest, ...(examples === undefined ? {} : { examples }) };
  return { ...rest, enum: [...choices, '', null], examples: [choices[0]] };
}

function declaredSchema({ name, type, title, description }: ApiProperty): Schema {
  const example = type === 'boolean' ? true : 'a text';
  return { title: title ?? name, description: described(description), type: [type, 'null'], examples: [example] };
}

function secretSchema({ name, title, description }: ApiProperty): Schema {
  return {
    title: title ?? name,
    description: `Where to find it. ${described(description)}`,
    type: ['object', 'null'],
    allOf: [{ $ref: '#/definitions/secret' }],
    examples: [{ env: `WEBEX_ACME_${name.toUpperCase()}` }],
  };
}

function described(description: string | null): string {
  return description ?? 'A property of a newer server.';
}

function part(schema: Schema, name: string): Schema {
  const found = schema[name];
  return isObject(found) ? found : {};
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
