import type { Diagnostic } from '../model/diagnostic.ts';
import type { CustomerPlan, Decision, Plan, Summary } from '../model/plan.ts';
import { clean } from './clean.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import { hazardMeanings } from './hazards.ts';
import { allowanceText, probeHint, trailerCommit, unchanged } from './plan-words.ts';
import { shownCustomers } from './risk.ts';
import { stepLines } from './steps-text.ts';
import type { Style } from './style.ts';

/** A plan for a terminal: what may hurt first, then what changes, and the totals with their cost in the last line. */
export function planText(plan: Plan, style: Style): string {
  const shown = shownCustomers(plan.customers);
  const blocks = shown.map((one) => customerText(one, plan.diagnostics, style));
  const warnings = plan.diagnostics.filter((one) => one.severity !== 'error');
  const errors = [...plan.diagnostics.filter((one) => one.severity === 'error'), ...plan.refusals];
  const sections = [
    headText(plan, style),
    ...blocks,
    diagnosticsText(warnings, style),
    shown.length === 0 && errors.length === 0 ? `No changes: ${unchanged[plan.observed]}.\n` : '',
    refusalText(plan, style),
  ];
  return `${sections.filter((one) => one !== '').join('\n')}\n${totalsText(plan.summary, style)}`;
}

function headText({ env, server, observed, desired, applied }: Plan, style: Style): string {
  const asked = observed === 'none' ? ', offline' : server === '' ? '' : ` on ${clean(server)}`;
  const from = desired.commit === null ? 'the work tree' : desired.commit.slice(0, 10);
  const to = applied.commit === null ? 'nothing was ever applied' : `applied ${applied.commit.slice(0, 10)}`;
  const words = [
    `${style.bold('Plan')} for ${style.bold(clean(env))}${asked}`,
    style.faint(`declared in ${from}${desired.dirty ? ' with uncommitted changes' : ''} · ${to}`),
  ];
  return `${words.join('\n')}\n`;
}

/** Terraform's symbols, with an arrow for the move that Terraform does not have. */
function symbolOf(decision: Decision, style: Style): string {
  const symbols: Readonly<Record<Decision, string>> = {
    create: style.add('+'),
    update: style.change('~'),
    move: style.move('->'),
    delete: style.remove('-'),
    action: style.move('>'),
    keep: ' ',
    forget: style.faint('x'),
  };
  return symbols[decision];
}

/** One customer of a plan: what is to become of it, and what is in the way. `told` are diagnostics that stand elsewhere already. */
export function customerText(customer: CustomerPlan, told: readonly Diagnostic[], style: Style): string {
  const { decision, name, hierarchy, why, file } = customer;
  const place = [why, file ?? [], hierarchy === null || decision === 'move' ? [] : hierarchy].flat();
  const head = `${symbolOf(decision, style)} ${style.bold(clean(name))}  ${style.faint(place.map((one) => clean(one ?? '')).join(' · '))}`;
  const moved = customer.recordedAs !== null && file !== null && customer.recordedAs !== file;
  return `${[
    head,
    ...(moved ? [style.faint(`    the file was ${clean(customer.recordedAs ?? '')}`)] : []),
    ...(decision === 'forget' ? [style.faint('    its record in the applied state is dropped')] : []),
    ...customer.consequences.map((one) => `    ${style.remove('!')}  ${clean(one)}`),
    ...stepLines(customer, style),
    ...customer.blocked.map((one) => `    ${style.remove('blocked')}: ${blockedText(one, told)}`),
    ...heldLines(customer, style),
  ].join('\n')}\n`;
}

/** What stops the whole plan is told once, at its end. */
function blockedText(problem: Diagnostic, told: readonly Diagnostic[]): string {
  const isTold = told.some((one) => one.code === problem.code && one.message === problem.message);
  return isTold ? `${problem.code}, see below` : clean(`${problem.message} ${problem.hint ?? ''}`);
}

function heldLines(customer: CustomerPlan, style: Style): readonly string[] {
  const { allowed, held, asked } = customer;
  const notice = asked ? [] : [style.faint('    no commit asked for it, so that this is a notice and no failure')];
  const commit = clean(trailerCommit(customer));
  return [
    ...allowed.map((one) => style.faint(`    allowed: ${one.hazard} (${allowanceText(one)})`)),
    ...held.map((one) => `    ${style.change('held')}: ${one}, which ${hazardMeanings[one]}`),
    ...(held.length === 0
      ? []
      : [
          style.faint(`    let it through with --allow ${held.join(',')}, or with this trailer in ${commit}:`),
          style.faint(`      Sparkform-Allow: ${held.join(', ')}`),
          ...(held.includes('may-clear-secrets') ? [style.faint(`    ${probeHint}`)] : []),
          ...notice,
        ]),
  ];
}

function refusalText(plan: Plan, style: Style): string {
  const errors = plan.diagnostics.filter((one) => one.severity === 'error');
  const stops = [...errors, ...plan.refusals];
  if (stops.length === 0) return '';
  return `${style.remove(style.bold('Nothing of this plan can be applied:'))}\n${diagnosticsText(stops, style)}`;
}

/** The last line of a plan, in one shape for people and for the tools that read it, with what it leaves out before it. */
function totalsText(summary: Summary, style: Style): string {
  const { create, update, move, requests } = summary;
  const counts = [
    [summary.actions, summary.actions === 1 ? 'action to run' : 'actions to run'],
    [summary.unchanged, 'unchanged'],
    [summary.drifted, 'drifted'],
    [summary.held, 'held'],
    [summary.unmanaged, 'unmanaged'],
  ] as const;
  const others = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const totals = `Plan: ${create} to create, ${update} to update, ${move} to move, ${summary.delete} to delete. ${requests.read} requests read, ${requests.write} to write.`;
  return `${others.length === 0 ? '' : `${style.faint(others.join(', '))}\n`}${style.bold(totals)}\n`;
}
