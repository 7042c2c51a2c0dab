import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../model/diagnostic.ts';
import { fileError } from './codes.ts';
import { nearestName, oneOf, shownName } from './names.ts';
import { concernedProperty } from './property-errors.ts';
import { childPointer, placeOf, type Tree } from './tree.ts';

const example = 'customer: customers/acme.yaml, property: email_domain, reason: why, until: 2026-12-31';

/** The error for what the schema of acknowledgements refuses, in words that repeat no value. */
export function acknowledgementError(tree: Tree, error: ErrorObject): Diagnostic {
  const pointer = error.instancePath;
  const place = placeOf(tree, pointer);
  const property = pointer.split('/')[2];
  const named = concernedProperty(error);
  if (named !== null && error.keyword === 'required') {
    const message = `This acknowledgement has no "${named}".`;
    return fileError('missing-property', place, message, `An entry is such as - { ${example} }.`);
  }
  if (named !== null) {
    const where = tree.nodes.get(childPointer(pointer, named))?.key ?? place;
    const known = ['customer', 'property', 'reason', 'until'];
    const near = nearestName(named, known);
    const hint = near === null ? `Remove it, or use ${oneOf(known)}.` : `Did you mean "${near}"?`;
    return fileError('unknown-property', where, `An acknowledgement has no property ${shownName(named)}.`, hint);
  }
  if (property === undefined) {
    const message = pointer === '' ? 'The file must be a list of acknowledgements.' : 'This entry must be a mapping.';
    const hint = `Begin each entry with a dash: - { ${example} }.`;
    return fileError('wrong-type', place, message, hint);
  }
  if (error.keyword === 'enum') return wrongChoice(tree, pointer, [error.params['allowedValues']].flat());
  if (property === 'until') {
    return fileError('wrong-format', place, 'The value of "until" is no day.', 'Write it such as 2026-12-31.');
  }
  const message = `The value of "${property}" must be a text with something in it.`;
  return fileError('wrong-type', place, message, 'Write a text, in quotes if it is a number or could be read as one.');
}

function wrongChoice(tree: Tree, pointer: string, allowed: readonly unknown[]): Diagnostic {
  const choices = allowed.filter((one) => typeof one === 'string');
  const near = nearestName(tree.nodes.get(pointer)?.text ?? '', choices);
  const list = `Write ${oneOf(choices)}.`;
  const hint = near === null ? list : `Did you mean "${near}"? ${list}`;
  return fileError('wrong-choice', placeOf(tree, pointer), 'This is no property that can drift.', hint);
}
