import { expect } from 'vitest';
import { appliedJsonText, type NextState, nextState, type StateInput } from '../../src/apply/next-state.ts';
import { decodeApplied } from '../../src/config/applied.ts';
import { decodeCustomers } from '../../src/config/decode.ts';
import type { Customer } from '../../src/model/customer.ts';
import type { LiveCustomer } from '../../src/model/live.ts';
import type { CustomerOutcome, Status } from '../../src/model/outcome.ts';
import type { CustomerPlan } from '../../src/model/plan.ts';
import type { SourceFile } from '../../src/model/source-file.ts';
import type { Applied } from '../../src/model/state.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { live, planInput } from '../plan/world.ts';

export type Texts = Readonly<Record<string, string>>;

/** A customer file: name, then lines below `customer`, then lines at the top. */
export function yaml(name: string, customer: readonly string[] = [], more: readonly string[] = []): string {
  const own = [`name: ${name}`, ...customer].map((line) => `  ${line}`);
  return [`hierarchy: sys.hcs.${name.split(' ')[0]}`, 'customer:', ...own, ...more, ''].join('\n');
}

export function sourceFiles(texts: Texts): readonly SourceFile[] {
  const encode = (text: string) => new TextEncoder().encode(text);
  return Object.entries(texts).map(([path, text]) => ({ path, content: encode(text), problem: null }));
}

const options = { folder: 'customers', secretNames: /^WEBEX_/, inherited: null };

function declared(texts: Texts): readonly Customer[] {
  const { customers, diagnostics } = decodeCustomers(sourceFiles(texts), options);
  expect(diagnostics).toEqual([]);
  return customers;
}

export interface State {
  readonly texts: Texts;
  readonly next: NextState;
}

/** The state as the ref holds it, read again. */
export function readAgain({ next }: State): { readonly applied: Applied; readonly files: readonly SourceFile[] } {
  const files = [...next.files.values()];
  const json = new TextEncoder().encode(appliedJsonText(next.json));
  const { applied, diagnostics } = decodeApplied('a'.repeat(40), files, json, 'customers');
  expect(diagnostics).toEqual([]);
  return { applied, files: [...files, { path: 'applied.json', content: json, problem: null }] };
}

/** What became of each customer, by name; `done` is left out. A list goes by steps. */
type Fates = Readonly<Record<string, Status | readonly Status[]>>;

function outcomeOf(plan: CustomerPlan, fate: Status | readonly Status[]): CustomerOutcome {
  const steps = plan.steps.map((step, index) => {
    const status = typeof fate === 'string' ? fate : (fate[index] ?? 'skipped');
    return { step, status, message: null, transaction: null };
  });
  const made = steps.some(({ step, status }) => step.kind === 'create' && status === 'applied');
  const deleted = steps.some(({ step, status }) => step.kind === 'delete' && status === 'applied');
  const pkid = made ? `pkid-${plan.name.toLowerCase()}` : deleted ? null : plan.pkid;
  return { id: plan.id, name: plan.name, file: plan.file, pkid, steps };
}

interface Run {
  readonly fates?: Fates;
  readonly only?: readonly string[];
}

export function inputOf(
  before: State | null,
  texts: Texts,
  records: readonly LiveCustomer[],
  { fates = {}, only }: Run,
): StateInput {
  const state = before === null ? null : readAgain(before);
  const desired = declared(texts);
  const input = planInput({ desired, applied: state?.applied.customers ?? [], live: records });
  const plan = makePlan({ ...input, only: only === undefined ? null : new Set(only.map(path)) });
  const outcomes = plan.customers
    .filter((one) => one.steps.length > 0)
    .map((one) => outcomeOf(one, fates[one.name] ?? 'applied'));
  const applied = state?.applied ?? { commit: null, server: null, customers: [] };
  return { plan, outcomes, desired, applied, desiredFiles: sourceFiles(texts), appliedFiles: state?.files ?? [] };
}

/** One run: plans from the state, and takes what became of it. */
export function run(before: State | null, texts: Texts, records: readonly LiveCustomer[], how: Run = {}): State {
  return { texts, next: nextState(inputOf(before, texts, records, how)) };
}

export function path(name: string): string {
  return `customers/${name}.yaml`;
}

export function filesOf(customers: Texts): Texts {
  return Object.fromEntries(Object.entries(customers).map(([name, text]) => [path(name), text]));
}

/** The texts of a state and the pkids of its records, by file. */
export function shown({ next }: State) {
  const short = (file: string) => file.replace(/^customers\/|\.yaml$/g, '');
  const texts = [...next.files].map(
    ([file, { content }]) => [short(file), new TextDecoder().decode(content ?? new Uint8Array())] as const,
  );
  const records = Object.entries(next.json.customers).map(([file, { pkid }]) => [short(file), pkid] as const);
  return { texts: Object.fromEntries(texts), pkids: Object.fromEntries(records) };
}

/** Two customers on the server, in git and in the state, with old notes. */
export const old = filesOf({ acme: yaml('Acme', ['notes: old']), globex: yaml('Globex', ['notes: old']) });
export const oldRecords = ['Acme', 'Globex'].map((name) => live(name, { notes: 'old' }));
export const before = run(null, old, oldRecords);
