import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { AppliedCustomer } from '../model/state.ts';
import { identityOf } from '../plan/identity.ts';
import { type Match, matchCustomers } from '../plan/match.ts';
import { type Existing, type FileEdit, type Intake, type NewFileOptions, nameOf, textOf } from './file-edit.ts';
import { newFiles } from './new-files.ts';
import { settle } from './settle.ts';
import { cannotEdit, takeInto, takenValues } from './take-live.ts';

/** The three worlds, the files, and how new ones are written. */
export interface IntakeInput extends Existing {
  readonly declared: readonly Customer[];
  readonly applied: readonly AppliedCustomer[];
  readonly live: readonly LiveCustomer[];
  readonly newFile: NewFileOptions;
}

/** Everything that an import depends on. */
export interface ImportInput extends IntakeInput {
  /** Whether a file, name or hierarchy is wanted. */
  readonly selects: (text: string) => boolean;
}

/**
 * Live customers as files: one that has a file keeps it, and the file says what the server says, edits that were not
 * applied yet included; one that has none gets one. Pure.
 */
export function importCustomers(input: ImportInput): Intake {
  const { matches, diagnostics } = matchCustomers(input.declared, input.applied, input.live);
  if (diagnostics.length > 0) return { edits: [], variables: [], diagnostics };
  const selected = matches.filter((one) => one.live !== null && wordsOf(one).some(input.selects));
  const known = selected.filter(({ desired }) => desired !== null);
  const { fresh, problems } = withoutTwins(selected.filter(({ desired }) => desired === null));
  const texts = new Map(input.files.map((file) => [file.path, file]));
  const edits = known.flatMap((match) => editOf(match, texts, input.newFile.manageAll));
  const made = newFiles(fresh, input, input.newFile);
  return settle(
    {
      edits: [...edits, ...made.edits],
      variables: made.variables,
      diagnostics: [
        ...(fresh.some((one) => !one.whole) ? [listingOnly()] : []),
        ...problems,
        ...edits.filter(({ status }) => status === 'left').map(cannotEdit),
        ...made.diagnostics,
      ],
    },
    input,
  );
}

/** What a customer may be named by. */
export function wordsOf({ desired, live }: Pick<Match, 'desired' | 'live'>): readonly string[] {
  const words = [desired?.file, desired?.fields.name, live?.fields.name, live?.hierarchy, live?.pkid];
  return words.filter((word) => typeof word === 'string');
}

function editOf(
  { desired, applied, live }: Match,
  texts: ReadonlyMap<string, Existing['files'][number]>,
  manageAll: boolean,
): readonly FileEdit[] {
  const file = desired === null ? undefined : texts.get(desired.file);
  if (desired === null || live === null || file === undefined) return [];
  return [takeInto(desired, textOf(file), takenValues(desired, applied, live, 'everything', manageAll))];
}

/** New customers but those that no plan could tell apart, and those whose removal waits to be applied. */
export function withoutTwins(matches: readonly Match[]): {
  readonly fresh: readonly LiveCustomer[];
  readonly problems: readonly Diagnostic[];
} {
  const removed = matches.flatMap(({ applied, live }) =>
    applied === null || live === null ? [] : [{ applied, live }],
  );
  const unmanaged = matches.flatMap(({ applied, live }) => (applied === null && live !== null ? [live] : []));
  const claims = new Map<string, LiveCustomer[]>();
  for (const one of unmanaged) {
    for (const claim of claimsOf(one)) claims.set(claim, [...(claims.get(claim) ?? []), one]);
  }
  const twins = unmanaged.filter((one) => claimsOf(one).some((claim) => (claims.get(claim)?.length ?? 0) > 1));
  return {
    fresh: unmanaged.filter((one) => !twins.includes(one)),
    problems: [...twins.map(twin), ...removed.map(({ applied, live }) => removalWaits(applied.file, live))],
  };
}

function claimsOf({ hierarchy, fields }: LiveCustomer): readonly string[] {
  const { key, account } = identityOf(hierarchy, fields);
  return account === null ? [`name ${key}`] : [`name ${key}`, `account ${account}`];
}

function twin(live: LiveCustomer): Diagnostic {
  return {
    severity: 'warning',
    code: 'ambiguous-record',
    message: `${nameOf(live)} (pkid ${live.pkid}) has the name or the account of another live record, so that no file can tell which is meant. It was left out.`,
    hint: 'Remove or correct the wrong record in VOSS Automate, and run the command again.',
    customer: String(live.fields.name ?? live.pkid),
  };
}

function removalWaits(file: string, live: LiveCustomer): Diagnostic {
  return {
    severity: 'warning',
    code: 'removal-waits',
    message: `${nameOf(live)} had the file ${file}, which was removed, and that was not applied yet. It was left out.`,
    hint: 'Apply the removal, or bring the file back with git restore.',
    customer: String(live.fields.name ?? live.pkid),
  };
}

function listingOnly(): Diagnostic {
  return {
    severity: 'notice',
    code: 'listing-only',
    message:
      'New files say what a listing tells, which is neither notes nor secrets; what they leave out is not managed.',
    hint: 'To have them too, remove the new files and run import --whole, which reads each new customer, one request each.',
  };
}
