import type { Diagnostic } from '../model/diagnostic.ts';
import type { CustomerOutcome, Status, StepOutcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { clean } from './clean.ts';
import type { Style } from './style.ts';

/** An apply, as it is reported. */
export interface ApplyReport {
  readonly format: 1;
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
export function outcomeText({ customers, summary, requests, applied }: ApplyReport, style: Style): string {
  const rank = (one: CustomerOutcome) => Math.max(...one.steps.map(({ status }) => order.indexOf(status)));
  const sorted = [...customers].sort((left, right) => rank(left) - rank(right));
  const blocks = sorted.map((one) => customerOutcomeText(one, style));
  const counts = order.filter((status) => summary[status] > 0).map((status) => `${summary[status]} ${status}`);
  const total = counts.length === 0 ? 'Nothing to apply.' : `Apply: ${counts.join(', ')}.`;
  const recorded = applied === null ? '' : style.faint(`recorded in ${applied.slice(0, 10)}\n`);
  return `${blocks.join('')}${blocks.length === 0 ? '' : '\n'}${recorded}${style.bold(`${total} ${requests.read} requests read, ${requests.write} written.`)}\n`;
}

const order: readonly Status[] = ['applied', 'unchanged', 'held', 'skipped', 'stale', 'unknown', 'failed'];

/** One customer's outcome, a line a step. */
export function customerOutcomeText({ name, file, steps }: CustomerOutcome, style: Style): string {
  const lines = steps.map((step) => stepText(step, style));
  return `${style.bold(clean(name))}${file === null ? '' : style.faint(`  ${clean(file)}`)}\n${lines.join('')}`;
}

function stepText({ step, status, message, transaction }: StepOutcome, style: Style): string {
  const colour =
    status === 'applied' || status === 'unchanged' ? style.add : status === 'held' ? style.change : style.remove;
  const facts = [message, transaction === null ? null : `transaction ${transaction}`].filter((one) => one !== null);
  return `    ${colour(status.padEnd(9))} ${stepName(step)}${facts.length === 0 ? '' : `  ${style.faint(clean(facts.join(' · ')))}`}\n`;
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
