import path from 'node:path';
import { scalarText } from '../config/edit/scalar-text.ts';
import type { Fields } from '../model/customer.ts';
import { fieldNames } from '../model/field-names.ts';
import type { SuggestedVariable } from '../model/files-report.ts';

/** The text of a new customer file; of `variables` those that are of this file. `schema`: its path from the top, for editors. */
export function customerText(
  file: string,
  hierarchy: string,
  fields: Fields,
  variables: readonly SuggestedVariable[],
  schema: string | null,
): string {
  const own = variables.filter((one) => one.file === file);
  return [...schemaLine(file, schema), fileText(hierarchy, fields, own)].join('\n');
}

/** The text of a new `_defaults.yaml`. */
export function defaultsText(file: string, fields: Fields, schema: string | null): string {
  const defaults = schema?.replace(/customer\.schema\.json$/, 'defaults.schema.json') ?? null;
  return [...schemaLine(file, defaults), 'customer:', ...fieldLines(fields), ''].join('\n');
}

/** The text of a customer file without its first line for editors. */
export function fileText(hierarchy: string, fields: Fields, variables: readonly SuggestedVariable[]): string {
  const references = variables.map(({ property, name }) => `  ${property}: { env: ${name} }`);
  return [`hierarchy: ${scalarText(hierarchy)}`, 'customer:', ...fieldLines(fields), ...references, ''].join('\n');
}

function schemaLine(file: string, schema: string | null): readonly string[] {
  if (schema === null) return [];
  return [`# yaml-language-server: $schema=${path.posix.relative(path.posix.dirname(file), schema)}`];
}

function fieldLines(fields: Fields): readonly string[] {
  return fieldNames(fields).flatMap((name) => {
    const value = fields[name];
    return value === undefined ? [] : [`  ${name}: ${scalarText(value)}`];
  });
}
