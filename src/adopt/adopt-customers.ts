import { nearestName } from '../config/names.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import { type Match, matchCustomers } from '../plan/match.ts';
import { type FileEdit, type Intake, textOf } from './file-edit.ts';
import { type IntakeInput, withoutTwins, wordsOf } from './import-customers.ts';
import { newFiles } from './new-files.ts';
import { settle } from './settle.ts';
import { cannotEdit, takeInto, takenValues } from './take-live.ts';

/** Everything that an adoption depends on. */
export interface AdoptInput extends IntakeInput {
  /** The customers that were named; empty: all that have a file. */
  readonly named: readonly Named[];
  /** Make files for live customers that have none, named or not. */
  readonly unmanaged: boolean;
  /** Remove the files of customers that somebody deleted. */
  readonly missing: boolean;
}

/** A word that names customers, and whether a file, name, hierarchy or pkid is what it means. */
export interface Named {
  readonly word: string;
  readonly matches: (text: string) => boolean;
}

/**
 * What drifted, as edits of the files: they then say what somebody changed on the server. What only a commit changed stays,
 * as its apply is to come. Pure.
 */
export function adoptCustomers(input: AdoptInput): Intake {
  const { matches, diagnostics } = matchCustomers(input.declared, input.applied, input.live);
  const strangers = input.named.filter((one) => !matches.some((match) => isNamed(match, [one])));
  const errors = [...diagnostics, ...strangers.map(({ word }) => noSuchCustomer(word, matches))];
  if (errors.length > 0) return { edits: [], variables: [], diagnostics: errors };
  const selected = matches.filter((match) => input.named.length === 0 || isNamed(match, input.named));
  const files = new Map(input.files.map((file) => [file.path, file]));
  const edits = selected.flatMap((match) => editOf(match, files, input.missing));
  const withoutFile = selected.filter(({ desired, live }) => desired === null && live !== null);
  const wanted = input.unmanaged || input.named.length > 0 ? withoutFile : [];
  const { fresh, problems } = withoutTwins(wanted);
  const made = newFiles(fresh, input, input.newFile);
  return settle(
    {
      edits: [...edits, ...made.edits],
      variables: made.variables,
      diagnostics: [
        ...selected.flatMap((match) => absentNotice(match, input)),
        ...problems,
        ...edits.filter(({ status }) => status === 'left').map(cannotEdit),
        ...made.diagnostics,
      ],
    },
    input,
  );
}

/** Whether one of the words means the customer. */
export function isNamed(match: Pick<Match, 'desired' | 'live'>, named: readonly Named[]): boolean {
  return wordsOf(match).some((text) => named.some((one) => one.word === text || one.matches(text)));
}

function editOf(
  { desired, applied, live }: Match,
  files: ReadonlyMap<string, SourceFile>,
  missing: boolean,
): readonly FileEdit[] {
  const file = desired === null ? undefined : files.get(desired.file);
  if (desired === null || file === undefined) return [];
  const before = textOf(file);
  if (live !== null) return [takeInto(desired, before, takenValues(desired, applied, live, 'drift'))];
  const gone = missing && applied !== null;
  const common = { file: desired.file, customer: desired.fields.name, changes: [], before };
  return gone ? [{ ...common, status: 'removed', after: null }] : [];
}

/** Deleting a file is a decision of a person, even where the record is gone. */
function absentNotice({ desired, applied, live }: Match, { missing, named }: AdoptInput): readonly Diagnostic[] {
  if (desired === null || live !== null) return [];
  const common = { customer: desired.fields.name, place: { file: desired.file, line: 1, column: 1 } };
  if (applied !== null && !missing) {
    return [
      {
        ...common,
        severity: 'warning',
        code: 'missing-live',
        message: `${desired.fields.name} was applied and is no longer on the server. Its file was left as it is, and a plan would create it again.`,
        hint: 'If the customer is to stay away, remove the file, or run adopt --missing.',
      },
    ];
  }
  if (applied !== null || named.length === 0) return [];
  const message = `${desired.fields.name} is not on the server yet, so that there is nothing to adopt.`;
  return [{ ...common, severity: 'notice', code: 'not-created-yet', message, hint: 'sparkform apply creates it.' }];
}

function noSuchCustomer(word: string, matches: readonly Match[]): Diagnostic {
  const near = nearestName(word, matches.flatMap(wordsOf));
  return {
    severity: 'error',
    code: 'no-such-customer',
    message: `${word} is neither a file, nor the name, hierarchy or pkid of a customer, here or on the server.`,
    hint: near === null ? 'sparkform status lists the customers.' : `Did you mean ${near}?`,
  };
}
