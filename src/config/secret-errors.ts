import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ExtraProperties } from '../model/extra-properties.ts';
import { secretNames } from '../model/properties.ts';
import { fileError } from './codes.ts';
import { concernedProperty } from './property-errors.ts';
import { secretNameProblem } from './secret-name.ts';
import { childPointer, placeOf, type Tree } from './tree.ts';

/** The secret property that a JSON pointer names or leads into, or `null`. */
export function secretAt(pointer: string, { secrets }: ExtraProperties): string | null {
  const isAt = (name: string) => pointer === `/customer/${name}` || pointer.startsWith(`/customer/${name}/`);
  return [...secretNames, ...secrets].find(isAt) ?? null;
}

/** The error for a secret that is not a well-formed reference. Repeats nothing of what stands there, names included. */
export function secretError(tree: Tree, secret: string, error: ErrorObject): Diagnostic {
  const pointer = error.instancePath;
  const hint = `Put the secret into the CI's secret store and write ${secret}: { env: ${exampleName(secret)} }. A secret that was committed must be revoked.`;
  if (pointer === `/customer/${secret}`) {
    if (tree.nodes.get(pointer)?.found === 'null') return tokenNotClearable(tree, secret);
    if (error.keyword === 'required') {
      const message = `"customer.${secret}" does not say which environment variable holds the secret.`;
      return fileError(
        'missing-property',
        placeOf(tree, pointer),
        message,
        `Write ${secret}: { env: ${exampleName(secret)} }.`,
      );
    }
    const extra = error.keyword === 'additionalProperties' ? childPointer(pointer, concernedProperty(error) ?? '') : '';
    const message = `"customer.${secret}" must be a reference with env, key and version only, but holds something else. It is not repeated here.`;
    return fileError('literal-secret', tree.nodes.get(extra)?.key ?? placeOf(tree, pointer), message, hint);
  }
  return partError(tree, secret, pointer, hint);
}

/** Errors, by JSON pointer, for references to variables that customer files may not name. The name is not repeated. */
export function foreignSecrets(
  tree: Tree,
  { secrets }: ExtraProperties,
  pattern: RegExp | null,
): readonly (readonly [string, Diagnostic])[] {
  return [...secretNames, ...secrets].flatMap((secret) => {
    const pointer = `/customer/${secret}/env`;
    const node = tree.nodes.get(pointer);
    const reason = node?.text === undefined || node.text === null ? null : secretNameProblem(node.text, pattern);
    return node === undefined || reason === null
      ? []
      : [[pointer, foreignSecret(tree, secret, pointer, reason)] as const];
  });
}

function foreignSecret(tree: Tree, secret: string, pointer: string, reason: string): Diagnostic {
  return fileError(
    'secret-name',
    placeOf(tree, pointer),
    `"customer.${secret}" names an environment variable that customer files may not use: ${reason}.`,
    'Store the secret under a name that matches, for example ' +
      `${exampleName(secret)}; SPARKFORM_SECRET_NAMES in the environment of the CI sets the pattern.`,
  );
}

function tokenNotClearable(tree: Tree, secret: string): Diagnostic {
  return fileError(
    'token-not-clearable',
    placeOf(tree, `/customer/${secret}`),
    `"customer.${secret}" is null, but a token cannot be cleared from a file.`,
    'Remove the line to leave the token on the server as it is. To take an authorisation away, revoke it in Webex.',
  );
}

function partError(tree: Tree, secret: string, pointer: string, hint: string): Diagnostic {
  const part = pointer.slice(`/customer/${secret}/`.length);
  const place = placeOf(tree, pointer);
  const path = `"customer.${secret}.${part}"`;
  if (part === 'version') {
    const message = `${path} must be a whole number or a text of 1 to 64 characters in one line.`;
    return fileError('wrong-type', place, message, 'Write for example version: 2, or version: "2026-11-23".');
  }
  const what =
    part === 'env'
      ? 'the name of an environment variable'
      : 'the key in a JSON object: up to 64 letters, digits and the characters _ . @ -';
  return fileError(
    'literal-secret',
    place,
    `${path} must be ${what}, and is something else. It is not repeated here.`,
    hint,
  );
}

function exampleName(secret: string): string {
  return `WEBEX_ACME_${secret.toUpperCase()}`;
}
