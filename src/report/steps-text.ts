import type { Value } from '../model/customer.ts';
import type { Cause, Change, CustomerPlan, SecretChange, Step } from '../model/plan.ts';
import type { SecretReference } from '../model/secret.ts';
import { clean, shorten } from './clean.ts';
import { placeText } from './plan-words.ts';
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
  if (typeof value !== 'string') return String(value);
  // A quote inside must not read as the end of the value.
  return `"${shorten(value.replace(/["\\]/g, '\\$&'), longestValue)}"`;
}

/** Values up to this length line up what stands behind them; a longer one pushes it to the right on its own line only. */
const longestAligned = 48;

/** The lines below a customer: one for each changed property and action, in columns. */
export function stepLines(customer: CustomerPlan, style: Style): readonly string[] {
  const changes = customer.steps.flatMap((step) =>
    step.kind === 'create' || step.kind === 'update' ? step.fields : [],
  );
  const rows = [
    ...customer.steps.flatMap((step) => moveRow(step, customer, style)),
    ...changes.map((change) => changeRow(change, customer, style)),
    ...customer.steps.flatMap((step) => syncRow(step, style)),
    ...(changes.length === 0 ? [] : customer.kept.map((one) => plainRow(' ', one.path, 'kept', style.faint))),
    ...customer.ignored.map((name) => plainRow(' ', name, 'differs, left alone (lifecycle.ignore)', style.faint)),
    ...customer.steps.flatMap((step) =>
      step.kind === 'action' ? [plainRow('>', step.action, step.why, style.move)] : [],
    ),
  ];
  return aligned(rows, style);
}

/** One line of values below a customer; `place` and `cause` stand in columns of their own. */
export interface Row {
  readonly symbol: string;
  readonly name: string;
  readonly text: string;
  readonly cause: string;
  readonly place: string;
  readonly colour: (text: string) => string;
}

/** Rows as lines in columns, indented below their customer. */
export function aligned(rows: readonly Row[], style: Style): readonly string[] {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((one) => one.length));
  const name = widest(rows.map((one) => one.name));
  const cause = widest(rows.map((one) => one.cause));
  const told = rows.filter((one) => one.cause !== '' || one.place !== '').map((one) => one.text);
  const text = widest(told.filter((one) => one.length <= longestAligned));
  return rows.map((row) => {
    const origin = `${row.cause.padEnd(cause)}${cause === 0 ? '' : '  '}${row.place}`.trimEnd();
    const values = origin === '' ? row.text : `${row.text.padEnd(text)}  ${style.faint(origin)}`;
    return `    ${row.colour(row.symbol.padEnd(2))} ${row.name.padEnd(name)}  ${values}`;
  });
}

function plainRow(symbol: string, name: string, text: string, colour: Row['colour']): Row {
  return { symbol, name: clean(name), text: clean(text), cause: '', place: '', colour };
}

/** Nobody declared what a person does by hand. */
function causeText(cause: Cause, { why }: CustomerPlan): string {
  return why === 'asked by hand' ? '' : cause;
}

function moveRow(step: Step, customer: CustomerPlan, style: Style): readonly Row[] {
  if (step.kind !== 'move') return [];
  const text = `${clean(step.from)} -> ${clean(step.to)}`;
  return [
    { symbol: '->', name: 'hierarchy', text, cause: causeText(step.cause, customer), place: '', colour: style.move },
  ];
}

function syncRow(step: Step, style: Style): readonly Row[] {
  if (step.kind !== 'create' || !step.sync) return [];
  return [plainRow('+', 'sync', 'true: the server syncs roles and licences itself', style.add)];
}

function changeRow(change: Change, customer: CustomerPlan, style: Style): Row {
  const creates = customer.decision === 'create';
  if ('reference' in change) return secretRow(change, creates, style);
  const { path, before, after, cause } = change;
  const text = creates ? valueText(after) : `${valueText(before)} -> ${valueText(after)}`;
  const symbol = before === null ? '+' : after === null ? '-' : '~';
  const changed = cause === 'git' ? style.change : style.remove;
  const colour = { '+': style.add, '-': style.remove, '~': changed }[symbol];
  return {
    symbol,
    name: path,
    text,
    cause: creates ? '' : causeText(cause, customer),
    place: placeText(change, customer),
    colour,
  };
}

function secretRow({ path, reference }: SecretChange, creates: boolean, style: Style): Row {
  if (reference === null) return plainRow('-', path, 'will be cleared', style.remove);
  const text = `will be sent (${referenceText(reference)})`;
  return creates ? plainRow('+', path, text, style.add) : plainRow('~', path, text, style.change);
}
