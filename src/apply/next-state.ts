import { Buffer } from 'node:buffer';
import { type AppliedJson, type AppliedRecord, appliedFormat } from '../config/applied.ts';
import type { ActionName, Customer } from '../model/customer.ts';
import type { CustomerOutcome } from '../model/outcome.ts';
import type { CustomerPlan, Plan } from '../model/plan.ts';
import type { SourceFile } from '../model/source-file.ts';
import type { Applied, AppliedCustomer, Unfinished } from '../model/state.ts';
import { succeeded } from './apply-plan.ts';
import { secretReferences } from './document.ts';

/** What the state before and after an apply is made of. */
export interface StateInput {
  readonly plan: Plan;
  readonly outcomes: readonly CustomerOutcome[];
  readonly desired: readonly Customer[];
  readonly applied: Applied;
  /** The files that were applied now. */
  readonly desiredFiles: readonly SourceFile[];
  /** The files in the applied ref. */
  readonly appliedFiles: readonly SourceFile[];
}

/** The tree of the next commit of the applied ref. */
export interface NextState {
  /** The files by path; one that was not read is known to git by its id. */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly json: AppliedJson;
}

/**
 * The applied state after a run: the files as they were applied, but for each customer that did not get to its end the
 * file that was applied before, or none. So the difference between this tree and the source shows what is still to do.
 */
export function nextState(input: StateInput): NextState {
  const { plan, desired, applied } = input;
  const outcomes = new Map(input.outcomes.map((one) => [one.id, one]));
  const declared = new Map(desired.map((one) => [one.file, one]));
  const recorded = new Map(applied.customers.map((one) => [one.file, one]));
  const finished = recordable(
    plan.customers.filter((one) => isFinished(one, outcomes.get(one.id))),
    recorded,
  );
  const done = new Set(finished.flatMap((one) => declaredFile(one) ?? []));
  const released = releasedBy(finished);

  const records = new Map<string, AppliedRecord>();
  for (const [file, one] of recorded) if (!released.has(file)) records.set(file, recordOf(one));
  for (const one of plan.customers) {
    const customer = declared.get(declaredFile(one) ?? '');
    const outcome = outcomes.get(one.id);
    if (customer === undefined) continue;
    if (done.has(customer.file)) {
      records.set(customer.file, { pkid: outcome?.pkid ?? one.pkid, ...inheritedOf(customer) });
    } else if (outcome?.steps.some(succeeded) === true) {
      const file = one.recordedAs ?? customer.file;
      // Where another customer's record stands in the way, the next run finds this one by its account or name.
      if (one.recordedAs === null && records.has(file)) continue;
      records.set(file, begunRecord(recorded.get(file), customer, outcome));
    }
  }
  const sorted = [...records].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    files: nextFiles(input, done, released),
    json: {
      format: appliedFormat,
      server: plan.server,
      ...nextSource(input, new Set(finished)),
      customers: Object.fromEntries(sorted),
    },
  };
}

/**
 * The commit whose permissions are used up. It stays where it was while a customer that has a permission from a commit, or
 * that this run was not asked to plan, did not get to its end: the next run then finds that permission again.
 */
function nextSource(
  { plan, desired, applied }: StateInput,
  finished: ReadonlySet<CustomerPlan>,
): Pick<AppliedJson, 'source'> {
  const planned = new Set(plan.customers.flatMap((one) => [one.file, one.recordedAs]));
  const unplanned = [...desired, ...applied.customers].some((one) => !planned.has(one.file));
  const permitted = plan.customers.some(
    (one) => !finished.has(one) && one.allowed.some(({ commit }) => commit !== null),
  );
  const before = applied.commit === null ? null : applied.source;
  const source = unplanned || permitted ? before : (plan.desired.commit ?? before);
  return source === undefined ? {} : { source };
}

/** The file that declares the customer; `null` for one that was removed, and for a record that is not managed. */
function declaredFile({ decision, file }: CustomerPlan): string | null {
  return decision === 'delete' || decision === 'forget' ? null : file;
}

/** The files under which nothing of what was applied before needs to be remembered any more. */
function releasedBy(finished: readonly CustomerPlan[]): ReadonlySet<string> {
  return new Set(finished.flatMap((one) => one.recordedAs ?? []));
}

/**
 * The finished customers whose files are free: where files changed places, one stays recorded under its old file until the
 * customer that was recorded under its new one is finished too.
 */
function recordable(
  finished: readonly CustomerPlan[],
  recorded: ReadonlyMap<string, AppliedCustomer>,
): readonly CustomerPlan[] {
  const released = releasedBy(finished);
  const free = finished.filter((one) => {
    const file = declaredFile(one);
    return file === null || !recorded.has(file) || released.has(file);
  });
  return free.length === finished.length ? free : recordable(free, recorded);
}

/** `applied.json` as it is stored. */
export function appliedJsonText(json: AppliedJson): string {
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** Whether the applied ref holds the state already: `appliedFiles` are its files, `applied.json` among them. */
export function isRecorded({ files, json }: NextState, appliedFiles: readonly SourceFile[]): boolean {
  const before = new Map(appliedFiles.map((one) => [one.path, one]));
  const stored = before.get('applied.json')?.content ?? null;
  return (
    stored !== null &&
    Buffer.compare(stored, Buffer.from(appliedJsonText(json))) === 0 &&
    before.size === files.size + 1 &&
    [...files.values()].every((file) => sameContent(file, before.get(file.path)))
  );
}

function sameContent(left: SourceFile, right: SourceFile | undefined): boolean {
  if (left.blob && right?.blob) return left.blob === right.blob;
  return (
    left.content !== null &&
    right !== undefined &&
    right.content !== null &&
    Buffer.compare(left.content, right.content) === 0
  );
}

function isFinished(customer: CustomerPlan, outcome: CustomerOutcome | undefined): boolean {
  return customer.steps.length === 0 || outcome?.steps.every(succeeded) === true;
}

function nextFiles(
  { desired, desiredFiles, applied, appliedFiles }: StateInput,
  done: ReadonlySet<string>,
  released: ReadonlySet<string>,
): ReadonlyMap<string, SourceFile> {
  const customers = new Set([...desired, ...applied.customers].map((one) => one.file));
  const behind = [
    ...desired.map((one) => one.file).filter((file) => !done.has(file)),
    ...applied.customers.map((one) => one.file).filter((file) => !released.has(file)),
  ];
  // Defaults that a customer beneath has not got yet stay as they were, so that the difference shows them.
  const stays = (path: string) =>
    customers.has(path)
      ? !done.has(path) && !released.has(path)
      : isDefaults(path) && behind.some((file) => file.startsWith(folderOf(path)));
  const changes = (path: string) => (customers.has(path) ? done.has(path) : !stays(path));
  const kept = appliedFiles.filter(({ path }) => stays(path));
  const files = [...kept, ...desiredFiles.filter(({ path }) => changes(path))];
  return new Map(files.flatMap((file) => (file.problem === null ? [[file.path, file] as const] : [])));
}

function isDefaults(path: string): boolean {
  return path.endsWith('/_defaults.yaml');
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function recordOf({ pkid, customer, unfinished }: AppliedCustomer): AppliedRecord {
  return { pkid, ...inheritedOf(customer), ...(unfinished === null ? {} : { unfinished }) };
}

function inheritedOf(customer: Customer | null): Pick<AppliedRecord, 'inherited'> {
  const inherited = customer?.inherited ?? null;
  return inherited === null ? {} : { inherited };
}

/** The record of a customer that got some of its steps: its old file stays, and what was done is not done again. */
function begunRecord(
  before: AppliedCustomer | undefined,
  customer: Customer,
  { pkid, steps }: CustomerOutcome,
): AppliedRecord {
  const done = steps.filter(succeeded);
  const sent = done.flatMap(({ step }) =>
    step.kind === 'create' || step.kind === 'update' ? [secretReferences(step.fields)] : [],
  );
  const actions = (wanted: boolean): readonly ActionName[] =>
    steps.flatMap((one) => (one.step.kind === 'action' && succeeded(one) === wanted ? [one.step.action] : []));
  const reruns = actions(true).flatMap((action) => {
    const rerun = action === 'refresh_access_token' ? null : (customer.actions[action]?.rerun ?? null);
    return rerun === null ? [] : [[action, rerun] as const];
  });
  const unfinished: Unfinished = {
    // A refresh is due by the clock alone, whatever an earlier run did.
    actions: actions(false).filter((action) => action !== 'refresh_access_token'),
    secrets: Object.assign({}, before?.unfinished?.secrets, ...sent),
    reruns: { ...before?.unfinished?.reruns, ...Object.fromEntries(reruns) },
  };
  return { pkid, ...inheritedOf(before?.customer ?? null), unfinished };
}
