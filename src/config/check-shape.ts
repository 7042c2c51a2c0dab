import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type ExtraProperties, noExtras } from '../model/extra-properties.ts';
import { properties } from '../model/properties.ts';
import { ambiguousValues, emptyValues } from './ambiguous.ts';
import type { FileSchema } from './file-schema.ts';
import { concernedProperty, missingProperty, unknownProperty } from './property-errors.ts';
import type { RawFile } from './raw.ts';
import { foreignSecrets, secretAt, secretError } from './secret-errors.ts';
import { childPointer, type Tree } from './tree.ts';
import { validExcept } from './valid-except.ts';
import { valueError } from './value-errors.ts';

/** What a file is held against. */
export interface Rules {
  readonly schema: FileSchema;
  /** The pattern for names of secrets; `null`: they are not checked. */
  readonly secretNames: RegExp | null;
  /** For what was applied once: a property or a choice that the schema does not know any more was known then. */
  readonly wasValid: boolean;
}

/**
 * Holds a file against its schema and against the rules that a schema cannot express: ambiguous plain values and names of
 * secrets. One error a value, the most telling one. `raw` is null where there is any.
 */
export function checkShape(
  tree: Tree,
  kind: 'customer' | 'defaults',
  { schema, secretNames, wasValid }: Rules,
): { readonly raw: RawFile | null; readonly diagnostics: readonly Diagnostic[] } {
  const validate = schema.validator(kind);
  const { value } = tree;
  const raw = rawFile(value, validate, wasValid);
  const extras = wasValid ? noExtras : schema.extras;
  const errors = raw === null ? (validate.errors ?? []) : [];
  const found = new Map(ambiguousValues(tree, extras));
  for (const error of errors.toSorted((left, right) => rank(left) - rank(right))) {
    const pointer = pointerOf(error);
    if (!found.has(pointer)) found.set(pointer, translate(tree, error, extras));
  }
  for (const [pointer, diagnostic] of [...emptyValues(tree), ...foreignSecrets(tree, extras, secretNames)]) {
    if (!found.has(pointer)) found.set(pointer, diagnostic);
  }
  return { raw: found.size === 0 ? raw : null, diagnostics: [...found.values()] };
}

/** The file, if it has the shape of the schema, or had it when it was applied. */
export function rawFile(value: unknown, validate: ValidateFunction<RawFile>, wasValid: boolean): RawFile | null {
  return validExcept(value, validate, (error) => wasValid && isLate(error));
}

function isLate({ keyword, instancePath }: ErrorObject): boolean {
  return (
    (keyword === 'additionalProperties' && instancePath === '/customer') ||
    (keyword === 'enum' && /^\/(?:customer\/[^/]+|lifecycle\/ignore\/\d+)$/.test(instancePath)) ||
    isNewer(instancePath)
  );
}

/** Whether a JSON pointer leads to or into a property that the table does not know. */
function isNewer(pointer: string): boolean {
  const name = /^\/customer\/([^/]+)/.exec(pointer)?.[1];
  return name !== undefined && !Object.hasOwn(properties, name);
}

// Of several errors about one value the first of these says most: "not in defaults" before its choices before its type.
function rank(error: ErrorObject): number {
  const telling = ['false schema', 'enum', 'type'].indexOf(error.keyword);
  return telling < 0 ? 3 : telling;
}

function pointerOf(error: ErrorObject): string {
  const name = concernedProperty(error);
  return name === null ? error.instancePath : childPointer(error.instancePath, name);
}

function translate(tree: Tree, error: ErrorObject, extras: ExtraProperties): Diagnostic {
  const secret = secretAt(error.instancePath, extras);
  if (secret !== null && error.keyword !== 'false schema') return secretError(tree, secret, error);
  const name = concernedProperty(error);
  if (name === null) return valueError(tree, error);
  if (error.keyword === 'required') return missingProperty(tree, error.instancePath, name);
  const known = Object.keys(error.parentSchema?.['properties'] ?? {});
  return unknownProperty(tree, error.instancePath, name, known, extras);
}
