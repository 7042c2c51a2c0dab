import { test } from 'vitest';
import type { Behaviour } from '../../src/sandbox/behaviour.ts';
import type { StoredCustomer } from '../../src/sandbox/records.ts';
import { runHere } from '../support/in-process.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { authorised, estateSeed, filesOf, secondDeclaration, secretsEnvironment, tokenOf } from './estate.ts';

/**
 * Every switch of the profile. The product meets each server with a profile that says how it behaves; whatever that is, it
 * must come to the same end: the server as declared, nothing lost, nothing invented, and a second apply that sends no write.
 */
const switches = {
  payload: ['bare', 'wrapped'],
  createAnswer: ['instance', 'transaction'],
  secretsReadAs: ['absent', 'empty', 'masked', 'ciphertext'],
  omittedProperties: ['kept', 'cleared'],
  omittedSecrets: ['kept', 'cleared'],
  emptyValues: ['omitted', 'shown'],
  hierarchyIn: ['path-text', 'path-list', 'parent'],
  succeededWords: [['Success'], ['Completed']],
  moveKeepsPkid: ['yes', 'no'],
  findsByExternalId: ['yes', 'no'],
} as const;

type Row = readonly number[];
const counts: Row = Object.values(switches).map((values) => values.length);

function everyRow(): readonly Row[] {
  return counts.reduce<readonly Row[]>(
    (rows, count) => rows.flatMap((row) => Array.from({ length: count }, (_, value) => [...row, value])),
    [[]],
  );
}

/** Rows in which every pair of settings of two switches occurs: always the row with the most pairs that are still to come. */
function pairedRows(): readonly Row[] {
  const pairsOf = (row: Row) =>
    row.flatMap((left, i) => row.slice(i + 1).map((right, j) => `${i}=${left} ${i + 1 + j}=${right}`));
  const all = everyRow().map((row) => ({ row, pairs: pairsOf(row) }));
  const open = new Set(all.flatMap(({ pairs }) => pairs));
  const chosen: Row[] = [];
  while (open.size > 0) {
    const gains = all.map(({ pairs }) => pairs.filter((pair) => open.has(pair)).length);
    const best = all[gains.indexOf(Math.max(...gains))];
    if (best === undefined) break;
    chosen.push(best.row);
    for (const pair of best.pairs) open.delete(pair);
  }
  return chosen;
}

function behaviourOf(row: Row): Partial<Behaviour> {
  return Object.fromEntries(Object.entries(switches).map(([name, values], index) => [name, values[row[index] ?? 0]]));
}

const everything = process.env['SPARKFORM_CHAOS'] === 'all';
// Half of the rows of pairs are quick enough for every day.
const rows = (everything ? everyRow() : pairedRows().filter((_, index) => index % 2 === 0)).map((row) =>
  behaviourOf(row),
);
const flags = ['apply', '--auto-approve', '--format', 'json', '--concurrency', '32', '--rate', '1000'];

async function apply(lab: Lab, ...more: readonly string[]) {
  const { status, stdout, stderr } = await runHere(lab, [...flags, ...more]);
  const report = JSON.parse(stdout);
  const troubles = report.customers
    .flatMap(
      (one: {
        readonly name: string;
        readonly steps: readonly { readonly status: string; readonly message: string | null }[];
      }) => one.steps.map((step) => ({ name: one.name, ...step })),
    )
    .filter((step: { readonly status: string }) => step.status !== 'applied');
  return { status, troubles, diagnostics: report.diagnostics, stderr: status === 1 ? stderr : '' };
}

const done = { status: 0, troubles: [], diagnostics: [], stderr: '' };

// Most of the time goes by in waiting for git: several rows at once use the machine.
test.concurrent.for(rows)(
  'sixty customers converge on a server with %j',
  async (behaviour, { onTestFinished, expect }) => {
    const lab = await openLab({ behaviour, seed: estateSeed(Date.now()) }, onTestFinished);
    Object.assign(lab.env, secretsEnvironment());
    delete lab.env['SPARKFORM_PROFILE'];
    lab.commit({ 'schemas/profiles/default.json': JSON.stringify(behaviour), ...filesOf('first') });
    expect(await apply(lab)).toEqual(done);
    const before = new Map(lab.sandbox.state.customers.map((one) => [one.data['account_number_external'], one]));

    lab.commit(filesOf('second'));
    const allowed = [
      'deletes-customer',
      ...(behaviour.omittedSecrets === 'cleared' ? ['may-clear-secrets', 'resends-secrets'] : []),
    ];
    const result = await apply(lab, '--allow', allowed.join(','), '--max-deletes', '5', '--max-change-percent', '100');
    expect(result).toEqual(done);
    expect(faultsOf(lab, before)).toEqual([]);

    const writes = lab.writes();
    expect(await apply(lab)).toEqual(done);
    expect(lab.writes()).toBe(writes);
    expect(lab.git('diff', '--name-only', 'refs/sparkform/default/applied', 'HEAD', '--', 'customers')).toBe('');
  },
);

/** Everything in which the server is not as it should be after the second declaration. */
function faultsOf(lab: Lab, before: ReadonlyMap<unknown, StoredCustomer>): readonly string[] {
  const declared = secondDeclaration();
  const records = lab.sandbox.state.customers;
  const strangers = records.filter(({ data }) => data['email_domain'] === 'untouched.example').length;
  const remarks = lab.sandbox.requests.flatMap((request) => request.remarks);
  return [
    ...(records.length === declared.length + 2 ? [] : [`${records.length} records`]),
    ...(strangers === 2 ? [] : ['an unmanaged record was touched']),
    ...remarks,
    ...declared.flatMap((one) => {
      const found = records.filter(({ data }) => data['account_number_external'] === one.account);
      const [record] = found;
      if (record === undefined || found.length > 1) return [`${found.length} records of ${one.name}`];
      const wanted = {
        hierarchy: one.hierarchy,
        name: one.name,
        account_email: one.email,
        email_domain: one.domain ?? '',
        dirsync_enabled: one.dirsync,
        notes: one.notes ?? '',
        ...secretsOf(one.number),
        ...untouchedOf(before.get(one.account)),
      };
      const got: Readonly<Record<string, unknown>> = { ...record.data, hierarchy: hierarchyOf(lab, record) };
      return Object.entries(wanted)
        .filter(([name, value]) => JSON.stringify(got[name] || '') !== JSON.stringify(value || ''))
        .map(([name, value]) => `${one.name}: ${name} is ${JSON.stringify(got[name])}, not ${JSON.stringify(value)}`);
    }),
  ];
}

/** The very tokens: neither wiped nor a mask in their place. */
function secretsOf(number: number) {
  if (!authorised(number)) return { token: '', refresh_token: '', https_proxy: '' };
  return {
    token: tokenOf(number, 'token'),
    refresh_token: tokenOf(number, 'refresh'),
    https_proxy: 'http://u:secret-word@proxy.example',
  };
}

/** What belongs to the server and to newer versions of it. */
function untouchedOf(before: StoredCustomer | undefined): Readonly<Record<string, unknown>> {
  if (before === undefined) return {};
  const { shadow, wholesale_status, base_url_setting } = before.data;
  return { shadow, wholesale_status, base_url_setting };
}

function hierarchyOf(lab: Lab, record: StoredCustomer): string | undefined {
  return lab.sandbox.state.node(record.hierarchy)?.path;
}
