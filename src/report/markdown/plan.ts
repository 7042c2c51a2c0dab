import type { Plan, Summary } from '../../model/plan.ts';
import type { Frame } from '../frame.ts';
import { isRisky, shownCustomers } from '../risk.ts';
import { code } from './escape.ts';
import { byteLength, type Entry, fitEntries } from './fit.ts';
import { appliedIn, declaredIn, footer, marker } from './framing.ts';
import { heldText } from './held.ts';
import { kindOf, planDetail, planHeads, planRow } from './plan-customer.ts';
import { problemsTable } from './problems.ts';
import { blocks, leftOutText, namesText, plural, table } from './table.ts';

/** The share of the bytes that what is wrong may take. */
const problemShare = 0.3;

/** Bytes that are kept for the words which say what was left out. */
const reserve = 1500;

/**
 * A plan as a comment of at most so many bytes: what stops it, then what may hurt, then the rest. What does not fit is
 * left out whole, the least risky first, and counted.
 */
export function planMarkdown(plan: Plan, fingerprint: string, frame: Frame, bytes: number): string {
  const shown = shownCustomers(plan.customers);
  const errors = [...plan.diagnostics.filter((one) => one.severity === 'error'), ...plan.refusals];
  const warnings = plan.diagnostics.filter((one) => one.severity !== 'error');
  const head = [
    `${marker('plan', plan.env)}## ${headingText(plan, errors.length)}`,
    errors.length === 0 ? '' : `> [!CAUTION]\n> **Nothing of this plan can be applied.**`,
    problemsTable(errors, bytes * problemShare),
    plan.server === '' && errors.length > 0 ? '' : summaryText(plan, errors.length > 0),
  ];
  const tail = [
    heldText(shown),
    warnings.length === 0 ? '' : `### To be looked at\n\n${problemsTable(warnings, (bytes * problemShare) / 2)}`,
    footer(footerFacts(plan, fingerprint), frame),
  ];
  const entries = shown.map(
    (one): Entry => ({
      name: code(one.name, 60),
      kind: kindOf(one),
      urgent: isRisky(one),
      row: () => planRow(one, errors.length > 0),
      detail: one.steps.length === 0 ? null : () => planDetail(one),
    }),
  );
  const fitted = fitEntries(entries, bytes - byteLength(blocks([...head, ...tail])) - reserve);
  const [held, warned, end] = tail;
  return blocks([
    ...head,
    table(planHeads, fitted.rows),
    namesText(fitted),
    held ?? '',
    warned ?? '',
    fitted.details.join('\n'),
    leftOutText(fitted, 'The step summary of the run, and `sparkform plan`, show more.'),
    end ?? '',
  ]);
}

function headingText({ env, server, observed, summary }: Plan, errors: number): string {
  const name = `Plan for ${code(env)}${observed === 'none' ? ', offline' : ''}`;
  if (server === '' && errors > 0) return `Plan for ${code(env)} failed: ${plural(errors, 'error')}`;
  return `${name}${errors === 0 ? '' : ' refused'}: ${countsText(summary)}`;
}

function countsText(summary: Summary): string {
  const counts = [
    [summary.delete, 'to delete'],
    [summary.move, 'to move'],
    [summary.update, 'to update'],
    [summary.create, 'to create'],
    [summary.actions, summary.actions === 1 ? 'action' : 'actions'],
    [summary.held, 'held'],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return told.length === 0 ? 'no changes' : told.join(', ');
}

/** How much of the live system was asked for, and what that took. */
function costText({ observed, summary }: Plan): string {
  if (observed === 'none') return 'the server was not asked: live is taken to be as it was applied';
  const cost = `planning took ${plural(summary.requests.read, 'request')}`;
  return observed === 'all' ? cost : `${cost}, as only customers whose file changed were asked for`;
}

function summaryText(plan: Plan, refused: boolean): string {
  const { server, summary, customers } = plan;
  const { write } = summary.requests;
  const running = customers.filter((one) => one.steps.length > 0).length - summary.held;
  const others = [
    [summary.held, 'held'],
    [summary.drifted, 'drifted'],
    [summary.unchanged, 'unchanged'],
    [summary.unmanaged, 'unmanaged (never touched)'],
  ] as const;
  const told = others.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  const does =
    refused || running === 0
      ? 'Applying it changes nothing'
      : `Applying it changes ${plural(running, 'customer')} with ${plural(write, 'request')}`;
  // An offline plan before anything was applied knows of no server.
  return `${does}${server === '' ? '' : ` on ${code(server)}`}; ${costText(plan)}.${told.length === 0 ? '' : ` Customers: ${told.join(', ')}.`}`;
}

function footerFacts({ desired, applied, server, customers }: Plan, fingerprint: string): readonly string[] {
  if (server === '' && customers.length === 0) return [];
  return [
    declaredIn(desired.commit, desired.dirty),
    appliedIn(applied.commit),
    `plan ${code(fingerprint.slice(0, 12))}`,
  ];
}
