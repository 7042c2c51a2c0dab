import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { AppliedCustomer } from '../model/state.ts';

/** One customer in the three worlds; at least one of them is not null. */
export interface Match {
  readonly desired: Customer | null;
  readonly applied: AppliedCustomer | null;
  readonly live: LiveCustomer | null;
}

/** The identity that a record holds or claims: no two records may have the same `key` or `account`. */
export interface Identity {
  /** Hierarchy and name. */
  readonly key: string;
  /** `account_number_external` in lower case, or `null`. */
  readonly account: string | null;
}

/** The identity of a customer with this hierarchy and these fields. */
export function identityOf(hierarchy: string | null, fields: Customer['fields'] | LiveCustomer['fields']): Identity {
  const account = fields.account_number_external;
  return {
    key: `${hierarchy ?? '?'}\n${fields.name ?? ''}`,
    account: typeof account === 'string' ? account.toLowerCase() : null,
  };
}

/**
 * Finds out who is who (design, section 3): declarations with what was applied for them, both with the live records. A
 * claim by recorded pkid goes before one by account, and that before one by hierarchy and name, over all customers, so
 * that a new customer may take a name that a renamed one leaves. Returns the matches in order of file, then pkid, and an
 * error for every file that fits two records; the order of the arguments is of no account.
 */
export function matchCustomers(
  declarations: readonly Customer[],
  state: readonly AppliedCustomer[],
  records: readonly LiveCustomer[],
): { readonly matches: readonly Match[]; readonly diagnostics: readonly Diagnostic[] } {
  const desired = sortedBy(declarations, (one) => one.file);
  const applied = sortedBy(state, (one) => one.file);
  const live = sortedBy(records, (one) => one.pkid);
  const appliedByFile = pairWithApplied(desired, applied);
  const paired = new Set(appliedByFile.values());
  const orphans = applied.filter((one) => !paired.has(one));
  const orphanedPkids = new Set(orphans.flatMap((one) => one.pkid ?? []));
  const { liveByFile, diagnostics } = pairWithLive(desired, appliedByFile, live, orphanedPkids);
  const claimed = new Set([...liveByFile.values()].map((one) => one.pkid));
  const ambiguous = new Set(diagnostics.map((one) => one.place?.file));

  const declared = desired
    .filter((one) => !ambiguous.has(one.file))
    .map((one) => ({
      desired: one,
      applied: appliedByFile.get(one.file) ?? null,
      live: liveByFile.get(one.file) ?? null,
    }));
  const livesByPkid = new Map(live.map((one) => [one.pkid, one]));
  const removed = orphans.map((one) => {
    // Only the very record that was applied may be deleted; one that somebody made anew is not ours.
    const record = one.pkid === null ? undefined : livesByPkid.get(one.pkid);
    return { desired: null, applied: one, live: record === undefined || claimed.has(record.pkid) ? null : record };
  });
  const known = new Set([...claimed, ...removed.flatMap((one) => (one.live === null ? [] : [one.live.pkid]))]);
  const unmanaged = live
    .filter((one) => !known.has(one.pkid))
    .map((one) => ({ desired: null, applied: null, live: one }));
  return { matches: sortedBy([...declared, ...removed, ...unmanaged], sortKey), diagnostics };
}

function sortKey(match: Match): string {
  const file = match.desired?.file ?? match.applied?.file;
  // Files first; `~` sorts behind every character of a path that git or a person would use here.
  return file ?? `~${match.live?.pkid ?? ''}`;
}

/** By code unit: the same on every machine, whatever its locale. */
function sortedBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return items.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : 0));
}

/** Whether two identities name two accounts: then they are two customers, whatever their names say. */
function contradict(left: Identity, right: Identity): boolean {
  return left.account !== null && right.account !== null && left.account !== right.account;
}

function identityOfDeclared(one: Customer): Identity {
  return identityOf(one.hierarchy, one.fields);
}

/**
 * The applied customer of each declaration. A declaration keeps its customer when the file moves: the same account is
 * the same customer, then the same hierarchy and name, and only then the same file with another identity in it.
 */
function pairWithApplied(
  desired: readonly Customer[],
  applied: readonly AppliedCustomer[],
): ReadonlyMap<string, AppliedCustomer> {
  const pairs = new Map<string, AppliedCustomer>();
  const taken = new Set<AppliedCustomer>();
  const stages: readonly ((file: string, identity: Identity | null) => string | null)[] = [
    (_, identity) => identity?.account ?? null,
    (_, identity) => identity?.key ?? null,
    (file) => file,
  ];
  for (const keyOf of stages) {
    const open = groupBy(
      applied.filter((one) => !taken.has(one)),
      (one) => keyOf(one.file, one.customer === null ? null : identityOfDeclared(one.customer)),
    );
    for (const one of desired) {
      const identity = identityOfDeclared(one);
      const alike = pairs.has(one.file) ? [] : (open.get(keyOf(one.file, identity) ?? '') ?? []);
      const fitting = alike.filter((other) => !taken.has(other) && sameCustomer(one, other));
      // Two are alike where one was changed on the server and the other took its identity; the file then tells them apart.
      const found = fitting.find((other) => other.file === one.file) ?? fitting[0];
      if (found === undefined) continue;
      pairs.set(one.file, found);
      taken.add(found);
    }
  }
  return pairs;
}

/** A file may give its customer another account; another file with another account is another customer. */
function sameCustomer(desired: Customer, { file, customer }: AppliedCustomer): boolean {
  if (customer === null || file === desired.file) return true;
  return !contradict(identityOfDeclared(desired), identityOfDeclared(customer));
}

type Stage = {
  readonly word: string;
  readonly ofDesired: (one: Customer) => string | null;
  readonly ofLive: (one: LiveCustomer) => string | null;
};

/**
 * The live record of each declaration: by recorded pkid, then by account, then by hierarchy and name. A record that was
 * applied from a file that is gone is not taken over by name under another account: it is deleted and the new one created.
 */
function pairWithLive(
  desired: readonly Customer[],
  appliedByFile: ReadonlyMap<string, AppliedCustomer>,
  live: readonly LiveCustomer[],
  orphaned: ReadonlySet<string>,
) {
  const stages: readonly Stage[] = [
    {
      word: 'recorded pkid',
      ofDesired: (one) => appliedByFile.get(one.file)?.pkid ?? null,
      ofLive: (one) => one.pkid,
    },
    {
      word: 'account_number_external',
      ofDesired: (one) => identityOfDeclared(one).account,
      ofLive: (one) => identityOf(one.hierarchy, one.fields).account,
    },
    {
      word: 'hierarchy and name',
      ofDesired: (one) => identityOfDeclared(one).key,
      ofLive: (one) => identityOf(one.hierarchy, one.fields).key,
    },
  ];
  const liveByFile = new Map<string, LiveCustomer>();
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
      if (records.length > 1) diagnostics.push(...files.map((one) => twoRecords(one, records, stage.word)));
      else if (files.length > 1) diagnostics.push(...files.map((one) => twoFiles(one, files, record, stage.word)));
      else {
        liveByFile.set(file.file, record);
        settled.add(record.pkid);
      }
    }
  }
  return { liveByFile, diagnostics };
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
      (record) =>
        !orphaned.has(record.pkid) ||
        !files.some((file) => contradict(identityOfDeclared(file), identityOf(record.hierarchy, record.fields))),
    ),
  }));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | null): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function placeOf(customer: Customer) {
  return customer.places['customer.name'] ?? { file: customer.file, line: 1, column: 1 };
}

function twoRecords(customer: Customer, records: readonly LiveCustomer[], word: string): Diagnostic {
  const named = records.map((one) => `${one.pkid} (${one.fields.name ?? '?'} in ${one.hierarchy ?? '?'})`);
  return {
    severity: 'error',
    code: 'two-records-for-one-file',
    message: `${customer.fields.name} fits ${records.length} live records by ${word}: ${named.join(', ')}.`,
    hint: 'Remove or correct the wrong record in VOSS Automate, or declare account_number_external so that one fits.',
    place: placeOf(customer),
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
    place: placeOf(customer),
    customer: customer.fields.name,
  };
}
