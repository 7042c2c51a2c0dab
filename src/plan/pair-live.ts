import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCustomer } from '../model/live.ts';
import { placeOfSlot } from '../model/places.ts';
import type { AppliedCustomer } from '../model/state.ts';
import { groupBy } from './group-by.ts';
import { accountOf, contradict, identityOf, identityOfDeclared } from './identity.ts';

type Stage = {
  readonly word: string;
  readonly ofDesired: (one: Customer) => string | null;
  readonly ofLive: (one: LiveCustomer) => string | null;
};

/** Which record belongs to which file; the files that fit several, or share one, and what is wrong with them. */
interface LivePairs {
  readonly liveByFile: ReadonlyMap<string, LiveCustomer>;
  readonly ambiguous: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The live record of each declaration: by recorded pkid, then by account, then by hierarchy and name. A record that was
 * applied from a file that is gone is not taken over by name under another account: it is deleted and the new one created.
 */
export function pairWithLive(
  desired: readonly Customer[],
  appliedByFile: ReadonlyMap<string, AppliedCustomer>,
  live: readonly LiveCustomer[],
  orphaned: ReadonlySet<string>,
): LivePairs {
  const stages: readonly Stage[] = [
    {
      word: 'recorded pkid',
      ofDesired: (one) => appliedByFile.get(one.file)?.pkid ?? null,
      ofLive: (one) => one.pkid,
    },
    {
      word: 'account_number_external',
      ofDesired: (one) => accountOf(one.fields),
      ofLive: (one) => accountOf(one.fields),
    },
    {
      word: 'hierarchy and name',
      ofDesired: (one) => identityOfDeclared(one).key,
      ofLive: (one) => identityOf(one.hierarchy, one.fields).key,
    },
  ];
  const liveByFile = new Map<string, LiveCustomer>();
  const ambiguous = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const settled = new Set<string>();
  for (const stage of stages) {
    const open = {
      files: desired.filter((one) => !settled.has(one.file)),
      records: live.filter((one) => !settled.has(one.pkid)),
    };
    for (const { files, records } of claims(stage, open.files, open.records, orphaned)) {
      const [file, record] = [files[0], records[0]];
      if (file === undefined || record === undefined) continue;
      for (const one of files) settled.add(one.file);
      if (files.length === 1 && records.length === 1) {
        liveByFile.set(file.file, record);
        settled.add(record.pkid);
      } else {
        for (const one of files) ambiguous.add(one.file);
        diagnostics.push(...clashes(files, records, record, stage.word));
      }
    }
  }
  return { liveByFile, ambiguous, diagnostics };
}

/** The files and the records that meet in one key of a stage. */
function claims(
  { ofDesired, ofLive }: Stage,
  desired: readonly Customer[],
  live: readonly LiveCustomer[],
  orphaned: ReadonlySet<string>,
) {
  const records = groupBy(live, ofLive);
  return [...groupBy(desired, ofDesired)].map(([key, files]) => ({
    files,
    records: (records.get(key) ?? []).filter(
      (record) => !orphaned.has(record.pkid) || !files.some((file) => contradict(file.fields, record.fields)),
    ),
  }));
}

function clashes(
  files: readonly Customer[],
  records: readonly LiveCustomer[],
  record: LiveCustomer,
  word: string,
): readonly Diagnostic[] {
  return files.map((one) => (records.length > 1 ? twoRecords(one, records, word) : twoFiles(one, files, record, word)));
}

function placeOfName(customer: Customer) {
  return placeOfSlot(customer, 'customer.name') ?? { file: customer.file, line: 1, column: 1 };
}

function twoRecords(customer: Customer, records: readonly LiveCustomer[], word: string): Diagnostic {
  const named = records.map((one) => `${one.pkid} (${one.fields.name ?? '?'} in ${one.hierarchy ?? '?'})`);
  return {
    severity: 'error',
    code: 'two-records-for-one-file',
    message: `${customer.fields.name} fits ${records.length} live records by ${word}: ${named.join(', ')}.`,
    hint: 'Remove or correct the wrong record in VOSS Automate, or declare account_number_external so that one fits.',
    place: placeOfName(customer),
    customer: customer.fields.name,
  };
}

function twoFiles(customer: Customer, files: readonly Customer[], record: LiveCustomer, word: string): Diagnostic {
  const others = files.filter((one) => one.file !== customer.file).map((one) => one.file);
  return {
    severity: 'error',
    code: 'two-files-for-one-record',
    message: `${customer.file} and ${others.join(', ')} both declare the live record ${record.pkid} (by ${word}).`,
    hint: 'Keep one of the files.',
    place: placeOfName(customer),
    customer: customer.fields.name,
  };
}
