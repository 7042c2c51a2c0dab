import type { Change, CustomerPlan, Step } from '../../model/plan.ts';
import { allowanceText, placeText } from '../plan-words.ts';
import { referenceText } from '../steps-text.ts';
import { changeLines, namedLine } from './changes.ts';
import { code, fenceLine, htmlCode, prose } from './escape.ts';
import { tableRow } from './table.ts';

/** The heads of the table of customers. */
export const planHeads = ['', 'customer', 'steps', 'because', 'runs'];

/** A customer as a row of that table; `refused`: nothing of the plan can be applied. */
export function planRow(customer: CustomerPlan, refused: boolean): string {
  const { decision, name, file, why } = customer;
  const where = file === null ? '' : `<br>${code(file)}`;
  return tableRow([`**${decision}**`, `${code(name)}${where}`, stepsText(customer), why, runsText(customer, refused)]);
}

/** A customer in full, folded away: every change as a diff. */
export function planDetail(customer: CustomerPlan): string {
  const { decision, name, hierarchy, why, blocked } = customer;
  const head = `<b>${decision}</b> ${htmlCode(name)} · ${why}${hierarchy === null ? '' : ` · ${htmlCode(hierarchy)}`}`;
  const lines = detailLines(customer);
  const problems = blocked.map((one) => `\nBlocked: ${prose(`${one.message} ${one.hint ?? ''}`)}\n`);
  return `<details><summary>${head}</summary>\n\n\`\`\`diff\n${lines.join('\n')}\n\`\`\`\n${problems.join('')}\n</details>\n`;
}

function stepsText(customer: CustomerPlan): string {
  if (customer.decision === 'forget') return 'its record in the applied state is dropped';
  return customer.steps.map((step) => stepText(step, customer)).join('<br>');
}

function stepText(step: Step, { consequences }: CustomerPlan): string {
  switch (step.kind) {
    case 'create':
      return `create at ${code(step.hierarchy)}`;
    case 'delete':
      return ['**delete**', ...consequences.map(prose)].join('<br>');
    case 'move':
      return `move ${code(step.from)} to ${code(step.to)}${step.cause === 'git' ? '' : ` (${step.cause})`}`;
    case 'update':
      return updateText(step.fields);
    case 'action':
      return `run ${code(step.action)}`;
  }
}

/** The properties that an update changes, those that somebody else changed too first and with their cause. */
function updateText(fields: readonly Change[]): string {
  const cause = (one: Change) => ('cause' in one && one.cause !== 'git' ? ` (${one.cause})` : '');
  const sorted = fields.toSorted((left, right) => cause(right).length - cause(left).length);
  const shown = sorted.slice(0, 3).map((one) => `${code(one.path)}${cause(one)}`);
  return `update ${shown.join(', ')}${fields.length > 3 ? ` and ${fields.length - 3} more` : ''}`;
}

function runsText({ held, blocked, allowed, asked, decision }: CustomerPlan, refused: boolean): string {
  if (decision === 'forget') return 'nothing to send';
  const problems = [
    ...blocked.map((one) => `**blocked**: ${code(one.code)}`),
    ...held.map((one) => `**held**: ${code(one)}`),
    ...(held.length > 0 && !asked ? ['a notice: no commit asked for it'] : []),
  ];
  const permits = allowed.map((one) => `allowed: ${code(one.hazard)} (${code(allowanceText(one))})`);
  return [...(problems.length === 0 ? [refused ? 'no: refused' : 'yes'] : problems), ...permits].join('<br>');
}

function detailLines(customer: CustomerPlan): readonly string[] {
  const { steps, kept, ignored, recordedAs, file } = customer;
  const changed = steps.some((one) => one.kind === 'create' || one.kind === 'update');
  const moved = recordedAs !== null && file !== null && recordedAs !== file;
  return [
    ...(file === null ? [] : [namedLine(' ', 'file', file, moved ? `was ${recordedAs}` : '')]),
    ...steps.flatMap((step) => stepLines(step, customer)),
    ...(changed ? kept.map(({ path }) => namedLine(' ', path, 'kept')) : []),
    ...ignored.map((name) => namedLine(' ', name, 'differs, left alone (lifecycle.ignore)')),
  ];
}

function stepLines(step: Step, customer: CustomerPlan): readonly string[] {
  switch (step.kind) {
    case 'create':
      return [
        ...step.fields.flatMap((one) => fieldLines(one, customer)),
        ...(step.sync ? [namedLine('+', 'sync', 'true', 'the server syncs roles and licences itself')] : []),
      ];
    case 'update':
      return step.fields.flatMap((one) => fieldLines(one, customer));
    case 'move':
      return changeLines('hierarchy', step.from, step.to, step.cause);
    case 'delete':
      return [
        fenceLine('-', `the record ${customer.pkid ?? ''} of ${customer.name} at ${step.hierarchy}`),
        ...customer.consequences.map((one) => fenceLine('-', one)),
      ];
    case 'action':
      return [namedLine('!', step.action, step.why)];
  }
}

function fieldLines(change: Change, customer: CustomerPlan): readonly string[] {
  if ('reference' in change) {
    if (change.reference === null) return [namedLine('-', change.path, 'will be cleared')];
    return [namedLine('!', change.path, `will be sent (${referenceText(change.reference)})`)];
  }
  const place = placeText(change, customer);
  const cause = customer.decision === 'create' ? [] : [change.cause];
  return changeLines(change.path, change.before, change.after, [...cause, ...(place === '' ? [] : [place])].join(', '));
}

/** `2 customers to update`: as what a customer is counted where it is left out. */
export function kindOf({ decision }: CustomerPlan): string {
  return decision === 'action' ? 'with an action to run' : `to ${decision}`;
}
