import type { ExtraProperties } from '../model/extra-properties.ts';
import { looksSecret } from '../model/looks-secret.ts';
import { properties } from '../model/properties.ts';
import { compareText } from './codes.ts';

/** What an API schema says of one property, as far as customer files are concerned. */
export interface ApiProperty {
  readonly name: string;
  readonly type: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly password: boolean;
  readonly readonly: boolean;
  /** The only values allowed; empty where any is. */
  readonly choices: readonly string[];
}

/** The properties of an API schema (JSON Schema, draft 3, with words of its own), in its order; none where it is no schema. */
export function apiProperties(schema: unknown): readonly ApiProperty[] {
  return Object.entries(member(schema, 'properties') ?? {}).map(([name, told]) => {
    const choices: unknown = member(told, 'choices');
    return {
      name,
      type: text(member(told, 'type')),
      title: text(member(told, 'title')),
      description: text(member(told, 'description')),
      password: member(told, 'is_password') === true,
      readonly: member(told, 'readonly') === true,
      choices: Array.isArray(choices) ? choices.flatMap((choice) => text(member(choice, 'value')) ?? []) : [],
    };
  });
}

/** The properties that only a newer schema has, in order of name: whatever name a file or an answer may use in their place. */
export function newerProperties(schema: unknown): readonly ApiProperty[] {
  const isNewer = ({ name }: ApiProperty) => /^[a-z][a-z0-9_]{0,63}$/i.test(name) && !Object.hasOwn(properties, name);
  return apiProperties(schema)
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

function member(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return isObject ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
