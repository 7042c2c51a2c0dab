import type { Diagnostic } from '../model/diagnostic.ts';
import type { ExtraProperties } from '../model/extra-properties.ts';
import { fileError } from './codes.ts';
import { secretAt } from './secret-errors.ts';
import { isSurprising } from './surprising.ts';
import { dottedPath, placeOf, type Tree, type TreeNode } from './tree.ts';

const freeText =
  /^\/(?:customer\/(?:name|account_number_external|account_email|email_domain|notes|[a-z_]+\/key|[a-z_]+\/version)|actions\/sync_[a-z_]+\/rerun)$/;

/** Errors, by JSON pointer, for plain values where a text is meant that some YAML reads as something else. */
export function ambiguousValues(tree: Tree, extras: ExtraProperties): readonly (readonly [string, Diagnostic])[] {
  const texts = [...extras.declared].flatMap(([name, kind]) => (kind === 'string' ? [`/customer/${name}`] : []));
  return [...tree.nodes]
    .filter(([pointer, node]) => (freeText.test(pointer) || texts.includes(pointer)) && isAmbiguous(pointer, node))
    .map(([pointer, node]) => {
      const isSecret = secretAt(pointer, extras) !== null;
      return [pointer, ambiguousValue(tree, pointer, node.plain ?? '', isSecret)] as const;
    });
}

/**
 * Errors, by JSON pointer, for names with nothing behind them. YAML reads that as null, which would clear a value on the
 * server, where the person who wrote it rather forgot or commented out something.
 */
export function emptyValues(tree: Tree): readonly (readonly [string, Diagnostic])[] {
  return [...tree.nodes]
    .filter(([, node]) => node.found === 'nothing')
    .map(([pointer, node]) => {
      const message = `"${dottedPath(pointer)}" has nothing behind it, which YAML reads as null.`;
      const hint =
        'Remove the line to leave it out, or write null if that is meant: in "customer" null clears the value.';
      return [pointer, fileError('ambiguous-value', node.key ?? node.value, message, hint)] as const;
    });
}

function isAmbiguous(pointer: string, node: TreeNode): boolean {
  if (node.plain === null || node.found === 'null' || node.found === 'nothing') return false;
  // A version may be a number, as long as every YAML reads the same one.
  if (pointer.endsWith('/version') && /^(?:0|[1-9][0-9]{0,14})$/.test(node.plain)) return false;
  return isSurprising(node.plain);
}

function ambiguousValue(tree: Tree, pointer: string, plain: string, isSecret: boolean): Diagnostic {
  const hidden = plain.length > 40 || (isSecret && !pointer.endsWith('/version'));
  const quoting = hidden ? 'Put the text in double quotes.' : `Write ${JSON.stringify(plain)}, with the quotes.`;
  return fileError(
    'ambiguous-value',
    placeOf(tree, pointer),
    `"${dottedPath(pointer)}" is meant to be a text, but without quotes YAML may read it as a number, a date or true or false.`,
    quoting,
  );
}
