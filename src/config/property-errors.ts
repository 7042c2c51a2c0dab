import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ExtraProperties } from '../model/extra-properties.ts';
import { propertyTable } from '../model/properties.ts';
import { fileError } from './codes.ts';
import { nearestName, oneOf, sections, shownName } from './names.ts';
import { childPointer, dottedPath, placeOf, type Tree } from './tree.ts';

/** The unknown or missing property that an error of the validator is about; `null` for errors about a value. */
export function concernedProperty(error: ErrorObject): string | null {
  if (error.keyword === 'additionalProperties') return String(error.params['additionalProperty']);
  return error.keyword === 'required' ? String(error.params['missingProperty']) : null;
}

/** The error for a property that its mapping does not know: it is the server's, it belongs elsewhere, or it is misspelt. */
export function unknownProperty(
  tree: Tree,
  parent: string,
  name: string,
  known: readonly string[],
  { refused }: ExtraProperties,
): Diagnostic {
  const pointer = childPointer(parent, name);
  const place = tree.nodes.get(pointer)?.key ?? placeOf(tree, parent);
  const owner =
    parent === '/customer' || parent === '' ? (propertyTable.get(name)?.owner ?? refused.get(name)) : undefined;
  if (owner !== undefined) {
    return fileError(
      'server-owned-property',
      place,
      `The property "${name}" cannot be declared: ${owner}.`,
      'Remove the line; the server keeps its own value.',
    );
  }
  if (name === '<<') {
    return fileError(
      'yaml-feature',
      place,
      'Merge keys (<<) are not part of YAML 1.2 and not used in customer files.',
      'Put what several files share into a _defaults.yaml of their folder.',
    );
  }
  const where = parent === '' ? 'A customer file' : `"${dottedPath(parent)}"`;
  return fileError(
    'unknown-property',
    place,
    `${where} has no property ${shownName(name)}.`,
    belongsElsewhere(parent, name) ?? suggestion(name, known, parent === '/customer'),
  );
}

/** The error for a property that must be there and is not. */
export function missingProperty(tree: Tree, parent: string, name: string): Diagnostic {
  const path = dottedPath(childPointer(parent, name));
  return fileError('missing-property', placeOf(tree, parent), `The property "${path}" is missing.`, wanted(name));
}

/** What to write where `customer.name`, or another required property, is missing or empty. */
export function wanted(name: string): string {
  if (name === 'customer') return 'Add the section "customer:" with at least "name:" below it.';
  if (name === 'within') return 'Say how long before expiry, for example within: 3d.';
  if (name === 'name') return 'Give the customer its name: "name:" below "customer:".';
  return `Add "${name}:".`;
}

function belongsElsewhere(parent: string, name: string): string | null {
  if (parent === '' && propertyTable.has(name)) return `Move it below "customer:", indented by two spaces.`;
  if (parent !== '' && sections.some((section) => section === name)) {
    return `Move "${name}:" to the left edge of the file.`;
  }
  return null;
}

function suggestion(name: string, known: readonly string[], isOfApi: boolean): string {
  const near = nearestName(name, known);
  if (near !== null) return `Did you mean "${near}"?`;
  const pull = isOfApi ? ' sparkform schema pull makes the properties of a newer server known.' : '';
  return `Remove it, or use ${oneOf(known)}.${pull}`;
}
