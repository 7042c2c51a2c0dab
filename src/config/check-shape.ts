import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../model/diagnostic.ts';
import { ambiguousValues, emptyValues } from './ambiguous.ts';
import { concernedProperty, missingProperty, unknownProperty } from './property-errors.ts';
import type { RawFile } from './raw.ts';
import { foreignSecrets, secretAt, secretError } from './secret-errors.ts';
import { childPointer, type Tree } from './tree.ts';
import { validatorOf } from './validators.ts';
import { valueError } from './value-errors.ts';

/**
 * Holds a file against its schema and against the rules that a schema cannot express: ambiguous plain values and names of
 * secrets. One error a value, the most telling one. `raw` is null where there is any. `secretNames` null: not checked.
 */
export function checkShape(
  tree: Tree,
  schema: 'customer' | 'defaults',
  secretNames: RegExp | null,
): { readonly raw: RawFile | null; readonly diagnostics: readonly Diagnostic[] } {
  const validate = validatorOf<RawFile>(schema);
  const { value } = tree;
  const raw = validate(value) ? value : null;
  const errors = validate.errors ?? [];
  const found = new Map(ambiguousValues(tree));
  for (const error of errors.toSorted((left, right) => rank(left) - rank(right))) {
    const pointer = pointerOf(error);
    if (!found.has(pointer)) found.set(pointer, translate(tree, error));
  }
  for (const [pointer, diagnostic] of [...emptyValues(tree), ...foreignSecrets(tree, secretNames)]) {
    if (!found.has(pointer)) found.set(pointer, diagnostic);
  }
  return { raw: found.size === 0 ? raw : null, diagnostics: [...found.values()] };
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

function translate(tree: Tree, error: ErrorObject): Diagnostic {
  const secret = secretAt(error.instancePath);
  if (secret !== null && error.keyword !== 'false schema') return secretError(tree, secret, error);
  const name = concernedProperty(error);
  if (name === null) return valueError(tree, error);
  if (error.keyword === 'required') return missingProperty(tree, error.instancePath, name);
  return unknownProperty(tree, error.instancePath, name, Object.keys(error.parentSchema?.['properties'] ?? {}));
}
