import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../model/diagnostic.ts';
import { fileError } from './codes.ts';
import { hierarchyProblem } from './hierarchy.ts';
import { nearestName, oneOf } from './names.ts';
import { wanted } from './property-errors.ts';
import { dottedPath, type Found, placeOf, type Tree } from './tree.ts';

/** The error for a value of the wrong type, choice or format, in words that do not repeat the value. */
export function valueError(tree: Tree, error: ErrorObject): Diagnostic {
  const pointer = error.instancePath;
  const place = placeOf(tree, pointer);
  const path = dottedPath(pointer);
  if (error.keyword === 'false schema') return notInDefaults(tree, pointer);
  if (error.keyword === 'enum') return wrongChoice(tree, pointer, error.params['allowedValues']);
  if (pointer === '/customer/name' && (error.keyword === 'pattern' || tree.nodes.get(pointer)?.found === 'null')) {
    return fileError('missing-property', place, 'The customer has an empty name.', wanted('name'));
  }
  if (error.keyword === 'type') return wrongType(tree, pointer, [error.params['type']].flat());
  if (error.keyword === 'uniqueItems') {
    const hint = 'Keep each item once.';
    return fileError('repeated-item', place, `"${path}" holds the same item more than once.`, hint);
  }
  if (pointer === '/hierarchy') {
    const reason = hierarchyProblem(String(error.data)) ?? 'it is not a dotted path';
    const hint = 'Write the path as the server shows it, for example sys.hcs.Contoso.Acme.';
    return fileError('bad-hierarchy', place, `The hierarchy cannot be used: ${reason}.`, hint);
  }
  return wrongFormat(tree, pointer);
}

function notInDefaults(tree: Tree, pointer: string): Diagnostic {
  return fileError(
    'not-in-defaults',
    tree.nodes.get(pointer)?.key ?? placeOf(tree, pointer),
    `"${dottedPath(pointer)}" identifies or authorises one customer, so it cannot have a default.`,
    'Move it into the file of the customer that it belongs to.',
  );
}

function wrongChoice(tree: Tree, pointer: string, allowed: readonly unknown[]): Diagnostic {
  const choices = allowed.filter((choice): choice is string => typeof choice === 'string' && choice !== '');
  const near = nearestName(tree.nodes.get(pointer)?.text ?? '', choices);
  const list = `Write ${oneOf(choices)}${allowed.includes(null) ? ', or null to clear it' : ''}.`;
  return fileError(
    'wrong-choice',
    placeOf(tree, pointer),
    `The value of "${dottedPath(pointer)}" is not one of its choices.`,
    near === null ? list : `Did you mean "${near}"? ${list}`,
  );
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true, false',
  object: 'a mapping',
  array: 'a list',
  null: 'null',
};

const foundNouns: Readonly<Record<Found, string>> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  nothing: 'empty',
  mapping: 'a mapping',
  list: 'a list',
};

function wrongType(tree: Tree, pointer: string, types: readonly string[]): Diagnostic {
  const found = tree.nodes.get(pointer)?.found ?? 'nothing';
  const what = pointer === '' ? 'A customer file' : `The value of "${dottedPath(pointer)}"`;
  const expected = oneOfWords(types);
  return fileError(
    'wrong-type',
    placeOf(tree, pointer),
    `${what} must be ${expected}, but is ${foundNouns[found]}.`,
    typeHint(pointer, types[0] ?? '', found),
  );
}

function oneOfWords(types: readonly string[]): string {
  const words = types.map((type) => nouns[type] ?? type).join(', ');
  return words.replace(/, ([^,]+)$/, ' or $1');
}

function typeHint(pointer: string, type: string, found: Found): string {
  if (pointer.endsWith('/within')) return lengthOfTime;
  if (type === 'boolean') return 'Write true or false, in small letters and without quotes.';
  if (found === 'nothing') return 'Remove the line, or write what belongs there.';
  if (type === 'array') return 'Write a list, for example [first, second].';
  if (type === 'object') return 'Write its properties on the lines below, each indented by two more spaces.';
  return 'Write a text, in quotes if it is a number or could be read as one.';
}

const lengthOfTime = 'Write a whole number followed by d, h or m (days, hours, minutes), for example 3d, 12h or 90m.';

function wrongFormat(tree: Tree, pointer: string): Diagnostic {
  return fileError(
    'wrong-format',
    placeOf(tree, pointer),
    `The value of "${dottedPath(pointer)}" is not a length of time.`,
    lengthOfTime,
  );
}
