import type { Diagnostic } from '../model/diagnostic.ts';
import type { CustomerOutcome, Status, StepOutcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { clean } from './clean.ts';
import type { Style } from './style.ts';

/** An apply, as it is reported. */
export interface ApplyReport {
  readonly format: 1;
  /** The command that somebody asked for by hand; left out by an apply. */
  readonly command?: string;
  readonly env: string;
  readonly server: string;
  readonly source: string | null;
  /** The commit of the applied ref after the run. */
  readonly applied: string | null;
  readonly summary: Readonly<Record<Status, number>>;
  readonly requests: { readonly read: number; readonly write: number };
  readonly customers: readonly CustomerOutcome[];
  /** What was in the way of applying or of recording it. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What became of each step, counted. */
export function countStatuses(customers: readonly CustomerOutcome[]): Readonly<Record<Status, number>> {
  const statuses = customers.flatMap((one) => one.steps.map(({ status }) => status));
  const count = (status: Status) => statuses.filter((one) => one === status).length;
  return {
    applied: count('applied'),
    unchanged: count('unchanged'),
    held: count('held'),
    stale: count('stale'),
    failed: count('failed'),
    skipped: count('skipped'),
    unknown: count('unknown'),
  };
}

/** The outcome of an apply for a terminal: what went wrong last, where a reader looks. */
export function outcomeText(report: ApplyReport, style: Style): string {
  const { command, env, customers, summary, requests, applied } = report;
  const rank = (one: CustomerOutcome) => Math.max(...one.steps.map(({ status }) => statusOrder.indexOf(status)));
  const sorted = [...customers].sort((left, right) => rank(left) - rank(right));
  const blocks = sorted.map((one) => customerOutcomeText(one, style));
  const counts = statusOrder.filter((status) => summary[status] > 0).map((status) => `${summary[status]} ${status}`);
  const nothing = command === undefined ? 'Nothing to apply.' : 'Nothing to do.';
  const total = counts.length === 0 ? nothing : `${command ?? 'Apply'}: ${counts.join(', ')}.`;
  const lines = [
    ...(applied === null
      ? []
      : [style.faint(`recorded in ${applied.slice(0, 10)} on refs/sparkform/${clean(env)}/applied`)]),
    ...(unfinishedStatuses.some((status) => summary[status] > 0)
      ? [command === undefined ? toApplyAgain : toAskAgain]
      : []),
    style.bold(`${total} ${requests.read} requests read, ${requests.write} written.`),
  ];
  return `${blocks.join('')}${blocks.length === 0 ? '' : '\n'}${lines.join('\n')}\n`;
}

const toApplyAgain = 'What did not succeed is still to do: run apply again. What is done is not done twice.';
const toAskAgain = 'What did not succeed is kept nowhere: run it again for the customers that need it.';

/** Every status, the worse the later. */
export const statusOrder: readonly Status[] = ['applied', 'unchanged', 'held', 'skipped', 'stale', 'unknown', 'failed'];

/** What running apply again may help. */
export const unfinishedStatuses: readonly Status[] = ['skipped', 'stale', 'unknown', 'failed'];

/** One customer's outcome: a line a step, and below it why, where it is not done. */
function customerOutcomeText({ name, file, steps, expiry }: CustomerOutcome, style: Style): string {
  const width = Math.max(...steps.filter(isDone).map(({ step }) => shortName(step).length));
  const lines = steps.map((step) => (isDone(step) ? doneText(step, width, style) : undoneText(step, style)));
  return `${style.bold(clean(name))}${file === null ? '' : style.faint(`  ${clean(file)}`)}\n${lines.join('')}${expiryText(expiry, style)}`;
}

function expiryText(expiry: CustomerOutcome['expiry'], style: Style): string {
  if (expiry === undefined) return '';
  const words = (time: string | null | undefined) => time ?? 'none';
  const line = (name: string, before: string | null | undefined, after: string | null) =>
    `               ${style.faint(`${name} token expires ${clean(words(before))} -> ${clean(words(after))}`)}\n`;
  const { before, after } = expiry;
  return `${line('access', before?.access, after.access)}${line('refresh', before?.refresh, after.refresh)}`;
}

function isDone({ status }: StepOutcome): boolean {
  return status === 'applied' || status === 'unchanged';
}

function doneText({ step, status, message, transaction }: StepOutcome, width: number, style: Style): string {
  const facts = [message, transaction === null ? null : `transaction ${transaction}`].filter((one) => one !== null);
  const end = facts.length === 0 ? '' : `  ${style.faint(clean(facts.join(' · ')))}`;
  const name = end === '' ? shortName(step) : shortName(step).padEnd(width);
  return `    ${style.add(status.padEnd(9))}  ${name}${end}\n`;
}

function undoneText({ step, status, message, transaction }: StepOutcome, style: Style): string {
  const colour = status === 'held' ? style.change : style.remove;
  const named = transaction === null || message?.includes(transaction) === true;
  const below = [...(message === null ? [] : [message]), ...(named ? [] : [`transaction ${transaction}`])];
  const head = `    ${colour(status.padEnd(9))}  ${shortName(step)}\n`;
  return `${head}${below.map((one) => `               ${style.faint(clean(one))}\n`).join('')}`;
}

/** The properties of an update are told one by one in the plan; here three are enough to know which it was. */
export function shortName(step: Step): string {
  if (step.kind !== 'update' || step.fields.length <= 3) return stepName(step);
  const [first, second, third] = step.fields.map((one) => one.path);
  return `update ${first}, ${second}, ${third} and ${step.fields.length - 3} more`;
}

/** A step in a few words. */
export function stepName(step: Step): string {
  switch (step.kind) {
    case 'create':
    case 'delete':
      return step.kind;
    case 'update':
      return `update ${step.fields.map((one) => one.path).join(', ')}`;
    case 'move':
      return `move to ${clean(step.to)}`;
    case 'action':
      return step.action;
  }
}
