import type { Place } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

/** The codes of everything that can be wrong with customer files, each with its meaning. They are stable: people search for them. */
export const codes = {
  'no-folder': 'no customers folder to read',
  link: 'a symbolic link below the customers folder',
  unreadable: 'an entry that could not be read',
  'not-a-file': 'a folder, device or pipe with the name of a YAML file',
  'too-large': 'a file of more than 256 KiB',
  'reserved-name': 'a name that begins with an underscore and means nothing',
  'not-utf8': 'bytes that are not UTF-8 text',
  'control-character': 'an invisible character that could hide what a file says',
  'empty-file': 'a file that declares nothing',
  'yaml-syntax': 'text that is not YAML',
  'yaml-feature': 'a directive, tag or merge key of YAML that customer files do not use',
  'multiple-documents': 'more than one document in a file',
  'unknown-alias': 'an alias without an anchor before it',
  'too-complex': 'nesting or repetition far beyond a customer file',
  'duplicate-key': 'a property that is written twice',
  'unknown-property': 'a property that does not exist',
  'server-owned-property': 'a property that only the server sets',
  'missing-property': 'a property that must be there',
  'missing-hierarchy': 'no hierarchy, neither in the file nor in the defaults',
  'bad-hierarchy': 'a hierarchy that is not a dotted path from sys',
  'wrong-type': 'a value of another type',
  'wrong-choice': 'a value that is not one of the choices',
  'wrong-format': 'a text that is not written as it must be',
  'repeated-item': 'the same item twice in a list',
  'ambiguous-value': 'a plain word that YAML may read as something other than text',
  'literal-secret': 'something other than a reference where a secret is meant',
  'secret-name': 'a variable that customer files may not name',
  'token-not-clearable': 'null for a token',
  'not-in-defaults': 'a default for what identifies or authorises one customer',
  'bad-inherited': 'recorded defaults of an applied file that cannot be read',
  'duplicate-account': 'an account number that another file declares',
  'duplicate-customer': 'a name at a hierarchy that another file declares',
  'unknown-customer': 'an acknowledgement of a customer that no file declares',
  'duplicate-acknowledgement': 'the same difference acknowledged twice',
  'too-many-errors': 'errors that were left out of the report',
} as const satisfies Readonly<Record<string, string>>;

/** A code of `codes`. */
export type Code = keyof typeof codes;

/** Makes an error about a place in a customer file. `message` and `hint` must not repeat anything that may be a secret. */
export function fileError(code: Code, place: Place, message: string, hint: string): Diagnostic {
  return { severity: 'error', code, message, hint, place };
}

/** The place of errors that concern a file as a whole. */
export function topOf(file: string): Place {
  return { file, line: 1, column: 1 };
}

/** Orders by file, line and column, then by code, for reports that are the same on every machine. */
export function compareDiagnostics(left: Diagnostic, right: Diagnostic): number {
  return (
    compareText(left.place?.file ?? '', right.place?.file ?? '') ||
    (left.place?.line ?? 0) - (right.place?.line ?? 0) ||
    (left.place?.column ?? 0) - (right.place?.column ?? 0) ||
    compareText(left.code, right.code) ||
    compareText(left.message, right.message)
  );
}

/** Orders texts by code unit: the same everywhere, whatever the locale. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
