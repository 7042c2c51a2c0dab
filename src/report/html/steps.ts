import type { Change, FieldChange, SecretChange, Step } from '../../model/plan.ts';
import { stepName } from '../outcome-text.ts';
import { referenceText } from '../steps-text.ts';
import { html, type Markup } from './markup.ts';
import { type ComparedRow, comparisonMarkup, newValue, oldValue, placeMarkup } from './values.ts';

/** What steps change, side by side; `null` where they change no value. */
export function stepsMarkup(
  steps: readonly Step[],
  file: string | null,
  kept: readonly SecretChange[] = [],
): Markup | null {
  const creates = steps.some((step) => step.kind === 'create');
  const rows = steps.flatMap((step) => rowsOf(step, file));
  const still =
    rows.length === 0 ? [] : kept.map(({ path }) => ({ property: path, cells: [html`stays as it is on the server`] }));
  return comparisonMarkup({
    kind: creates ? 'create' : 'plan',
    columns: creates ? ['Property', 'Declared', 'Where'] : ['Property', 'Live', 'Declared', 'Cause', 'Where'],
    rows: [...rows, ...still],
  });
}

function rowsOf(step: Step, file: string | null): readonly ComparedRow[] {
  switch (step.kind) {
    case 'create':
      return [
        ...step.fields.map((change) => createdRow(change, file)),
        ...(step.sync ? [{ property: 'sync', cells: [html`true: the server syncs roles and licences itself`] }] : []),
      ];
    case 'update':
      return step.fields.map((change) => updatedRow(change, file));
    case 'move': {
      const cells = [oldValue(step.from), newValue(step.to), causeMarkup(step.cause), html``];
      return [{ property: 'hierarchy', cells }];
    }
    case 'delete':
    case 'action':
      return [];
  }
}

function createdRow(change: Change, file: string | null): ComparedRow {
  if ('reference' in change) return secretRow(change);
  const { path, after, place } = change;
  return { property: path, cells: [newValue(after), placeMarkup(place, file)] };
}

function updatedRow(change: Change, file: string | null): ComparedRow {
  if ('reference' in change) return secretRow(change);
  const { path, before, after, cause, place } = change;
  return { property: path, cells: [oldValue(before), newValue(after), causeMarkup(cause), placeMarkup(place, file)] };
}

function secretRow({ path, reference }: SecretChange): ComparedRow {
  const words = reference === null ? html`is cleared` : html`is sent (${referenceText(reference)})`;
  return { property: path, cells: [words] };
}

function causeMarkup(cause: FieldChange['cause']): Markup {
  return html`<span class="cause ${cause}">${cause}</span>`;
}

/** The actions among steps, with why each is run; `null` where there is none. */
export function actionsMarkup(steps: readonly Step[]): Markup | null {
  const actions = steps.flatMap((step) => (step.kind === 'action' ? [step] : []));
  if (actions.length === 0) return null;
  return html`<ul class="also">${actions.map(({ action, why }) => html`<li>run <code>${action}</code>: ${why}</li>`)}</ul>`;
}

/** Which properties steps change and what else they do, in a few words; nothing where the kind of the step says it all. */
export function stepsGist(steps: readonly Step[]): string {
  const names = steps.flatMap((step) => {
    if (step.kind === 'create' || step.kind === 'delete') return [];
    return step.kind === 'update' ? step.fields.map((one) => one.path) : [stepName(step)];
  });
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
