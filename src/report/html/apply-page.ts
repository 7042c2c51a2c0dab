import type { CustomerOutcome, Status, StepOutcome } from '../../model/outcome.ts';
import type { Step } from '../../model/plan.ts';
import type { Frame } from '../frame.ts';
import { type ApplyReport, stepName } from '../outcome-text.ts';
import { counted } from '../words.ts';
import { customerList } from './customer-list.ts';
import { notesSection, stopsSection } from './diagnostics.ts';
import type { Filter } from './filters.ts';
import { html, type Markup } from './markup.ts';
import { commitMarkup, type Page, pageText, type Tone } from './page.ts';
import type { Row } from './rows.ts';
import { stepsGist, stepsMarkup } from './steps.ts';

/** What an apply came to, as a page in one file. */
export function applyPage(report: ApplyReport, frame: Frame): string {
  return pageText(pageOf(report), frame);
}

/** What went wrong first, where a reader of a page looks. */
const order: readonly Status[] = ['failed', 'unknown', 'stale', 'skipped', 'held', 'applied', 'unchanged'];

const tones: Readonly<Record<Status, Tone>> = {
  failed: 'remove',
  unknown: 'remove',
  stale: 'remove',
  skipped: 'change',
  held: 'change',
  applied: 'add',
  unchanged: 'calm',
};

const unfinished: readonly Status[] = ['failed', 'unknown', 'stale', 'skipped'];

function pageOf(report: ApplyReport): Page {
  const { env, server, source, applied, summary, requests, customers, diagnostics } = report;
  const rows = customers
    .map((one) => ({ one, worst: worstOf(one) }))
    .sort((left, right) => order.indexOf(left.worst) - order.indexOf(right.worst))
    .map(({ one, worst }) => rowOf(one, worst));
  return {
    kind: 'Apply to',
    env,
    facts: [
      ...(server === '' ? [] : [html`${server}`]),
      ...(source === null ? [] : [html`from ${commitMarkup(source)}`]),
      ...(applied === null ? [] : [html`recorded in ${commitMarkup(applied)}`]),
    ],
    verdict: verdictOf(report),
    totals: order.map((status) => ({ count: summary[status], word: status, tone: tones[status] })),
    sections: [...stopsSection(diagnostics), customerList(filters, rows, []), ...notesSection(diagnostics)],
    cost: `${requests.read} requests read, ${requests.write} written.`,
  };
}

function verdictOf({ summary, diagnostics }: ApplyReport): Markup {
  const steps = Object.values(summary).reduce((sum, one) => sum + one, 0);
  const undone = unfinished.reduce((sum, status) => sum + summary[status], 0);
  if (undone > 0)
    return html`<strong class="remove">${counted(undone, 'step')} did not succeed.</strong> Run apply again: what is done is not done twice.`;
  if (diagnostics.some((one) => one.severity === 'error'))
    return html`<strong class="remove">Something was in the way.</strong>`;
  if (summary.held > 0)
    return html`<strong class="change">${counted(summary.held, 'step')} held;</strong> everything else is done.`;
  return steps === 0
    ? html`<strong class="add">There was nothing to apply.</strong>`
    : html`<strong class="add">Everything is done.</strong>`;
}

function worstOf({ steps }: CustomerOutcome): Status {
  return order.find((status) => steps.some((one) => one.status === status)) ?? 'unchanged';
}

const filters: readonly Filter[] = [
  { name: 'status', title: 'Status', choices: order.map((one) => [one, one]) },
  {
    name: 'step',
    title: 'Step',
    choices: [
      ['delete', 'delete'],
      ['update', 'update'],
      ['move', 'move'],
      ['create', 'create'],
      ['action', 'action'],
    ],
  },
];

function rowOf({ name, file, pkid, steps }: CustomerOutcome, worst: Status): Row {
  const all = steps.map((one) => one.step);
  return {
    tags: [...new Set(steps.flatMap((one) => [one.status, one.step.kind]))],
    label: worst,
    tone: tones[worst],
    name,
    file,
    hierarchy: null,
    gist: gistOf(all),
    alarm: null,
    detail: html`<table class="steps"><thead><tr><th scope="col">Step</th><th scope="col">Status</th><th scope="col">What happened</th></tr></thead><tbody>${steps.map(stepMarkup)}</tbody></table>${stepsMarkup(all, file)}${
      pkid === null ? null : html`<ul class="also"><li>pkid <code>${pkid}</code></li></ul>`
    }`,
  };
}

function gistOf(steps: readonly Step[]): string {
  const [first] = steps;
  const kind = first?.kind === 'action' || first?.kind === 'move' ? '' : (first?.kind ?? '');
  return [kind, stepsGist(steps)].filter((one) => one !== '').join(': ');
}

/** The properties of an update stand in the table below. */
function nameOf(step: Step): string {
  return step.kind === 'update' ? 'update' : stepName(step);
}

function stepMarkup({ step, status, message, transaction }: StepOutcome): Markup {
  const number = transaction === null ? null : html`<small>transaction <code>${transaction}</code></small>`;
  return html`<tr><th scope="row">${nameOf(step)}</th><td><span class="label ${tones[status]}">${status}</span></td><td>${message}${message !== null && number !== null ? html`<br>` : null}${number}</td></tr>`;
}
