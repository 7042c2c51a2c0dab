import type { ExtraProperties } from '../model/extra-properties.ts';
import { looksSecret } from '../model/looks-secret.ts';
import { properties } from '../model/properties.ts';
import { type ApiProperty, decodeApiSchema } from './api-schema.ts';
import { compareText } from './codes.ts';

/** The properties that only a newer schema has, in order of name: whatever name a file or an answer may use in their place. */
export function newerProperties(schema: unknown): readonly ApiProperty[] {
  const isNewer = ({ name }: ApiProperty) => /^[a-z][a-z0-9_]{0,63}$/i.test(name) && !Object.hasOwn(properties, name);
  return [...(decodeApiSchema(schema)?.properties.values() ?? [])]
    .filter(isNewer)
    .sort((left, right) => compareText(left.name, right.name));
}

/** The role of each newer property, which follows from what the schema says of it and from its name. */
export function extrasOf(schema: unknown): ExtraProperties {
  const declared = new Map<string, 'string' | 'boolean'>();
  const refused = new Map<string, string>();
  const secrets: string[] = [];
  for (const { name, type, password, readonly } of newerProperties(schema)) {
    if (readonly) refused.set(name, 'the server says that it is its own');
    else if (password || looksSecret(name)) secrets.push(name);
    else if (type === 'string' || type === 'boolean') declared.set(name, type);
    else refused.set(name, `sparkform does not manage values of the type ${type ?? 'that is not told'}`);
  }
  return { declared, secrets, refused };
}
