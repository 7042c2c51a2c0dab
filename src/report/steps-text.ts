import type { Value } from '../model/customer.ts';
import type { Change, CustomerPlan, SecretChange, Step } from '../model/plan.ts';
import type { SecretReference } from '../model/secret.ts';
import { clean, shorten } from './clean.ts';
import type { Style } from './style.ts';

/** The longest value that a terminal plan shows whole, in characters. */
const longestValue = 120;

/** `env WEBEX_ACME_TOKEN, version 2`: the name of a secret, which is all that is ever shown of it. */
export function referenceText({ env, key, version }: SecretReference): string {
  return [`env ${env}`, key === null ? [] : `key ${key}`, version === null ? [] : `version ${version}`]
    .flat()
    .join(', ');
}

/** A declared value as a person reads it. */
export function valueText(value: Value): string {
  if (value === null) return '(none)';
  return typeof value === 'string' ? `"${shorten(value, longestValue)}"` : String(value);
}

/** The lines below a customer: one for each changed property and action, aligned by the property names. */
export function stepLines(customer: CustomerPlan, style: Style): readonly string[] {
  const changes = customer.steps.flatMap((step) =>
    step.kind === 'create' || step.kind === 'update' ? step.fields : [],
  );
  const rows = [
    ...customer.steps.flatMap((step) => moveRow(step, style)),
    ...changes.map((change) => changeRow(change, customer, style)),
    ...(changes.length === 0 ? [] : customer.kept.map((one) => keptRow(one, style))),
    ...customer.ignored.map((name) => row(' ', name, 'differs, left alone (lifecycle.ignore)', '', style.faint)),
    ...customer.steps.flatMap((step) => actionRow(step, style)),
  ];
  const width = Math.max(...rows.map((one) => one.name.length));
  return rows.map(({ symbol, name, text, cause, colour }) => {
    const start = `    ${colour(symbol.padEnd(2))} ${name.padEnd(width)}  ${text}`;
    return cause === '' ? start : `${start}  ${style.faint(cause)}`;
  });
}

interface Row {
  readonly symbol: string;
  readonly name: string;
  readonly text: string;
  readonly cause: string;
  readonly colour: (text: string) => string;
}

function row(symbol: string, name: string, text: string, cause: string, colour: Row['colour']): Row {
  return { symbol, name: clean(name), text, cause, colour };
}

function moveRow(step: Step, style: Style): readonly Row[] {
  if (step.kind !== 'move') return [];
  return [row('->', 'hierarchy', `${clean(step.from)} -> ${clean(step.to)}`, step.cause, style.move)];
}

function changeRow(change: Change, customer: CustomerPlan, style: Style): Row {
  if ('reference' in change) return secretRow(change, style);
  const { path, before, after, cause, place } = change;
  const where =
    place === null ? '' : place.file === customer.file ? `line ${place.line}` : `${place.file}:${place.line}`;
  const why = [customer.decision === 'create' ? [] : cause, where].flat().join(' · ');
  if (customer.decision === 'create') return row('+', path, valueText(after), clean(why), style.add);
  const text = `${valueText(before)} -> ${valueText(after)}`;
  if (after === null) return row('-', path, text, clean(why), style.remove);
  return before === null
    ? row('+', path, text, clean(why), style.add)
    : row('~', path, text, clean(why), cause === 'git' ? style.change : style.remove);
}

function secretRow({ path, reference }: SecretChange, style: Style): Row {
  if (reference === null) return row('-', path, 'will be cleared', 'git', style.remove);
  return row('~', path, `will be sent (${clean(referenceText(reference))})`, '', style.change);
}

function keptRow({ path }: SecretChange, style: Style): Row {
  return row(' ', path, style.faint('kept'), '', style.faint);
}

function actionRow(step: Step, style: Style): readonly Row[] {
  return step.kind === 'action' ? [row('>', step.action, style.faint(clean(step.why)), '', style.move)] : [];
}
