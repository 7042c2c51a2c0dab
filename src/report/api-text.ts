import type { LiveCustomer } from '../model/live.ts';
import { clean, shorten } from './clean.ts';
import type { Style } from './style.ts';

/** A table of texts for a terminal: columns lined up, the first row a heading. Texts are cleaned. */
export function tableText(rows: readonly (readonly (string | null)[])[], style: Style): string {
  const cells = rows.map((row) => row.map((cell) => shorten(cell ?? '', 60)));
  const count = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(0, ...cells.map((row) => (row[column] ?? '').length)),
  );
  return cells
    .map((row, index) => {
      const line = row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd();
      return `${index === 0 ? style.bold(line) : line}\n`;
    })
    .join('');
}

/** Names and values, a line each. Values of any kind are shown as JSON, texts as they are, cleaned. */
export function valuesText(values: Readonly<Record<string, unknown>>, style: Style): string {
  const entries = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${style.faint(clean(name).padEnd(width))}  ${shorten(text, 500)}\n`;
    })
    .join('');
}

/** The customers of a listing. */
export function customersText(customers: readonly LiveCustomer[], style: Style): string {
  const rows = customers.map(({ pkid, hierarchy, fields }) => [
    textOf(fields.name),
    hierarchy,
    textOf(fields.account_number_external),
    pkid,
  ]);
  const table = tableText([['Name', 'Hierarchy', 'Account', 'pkid'], ...rows], style);
  return `${table}\n${style.bold(`${customers.length} ${customers.length === 1 ? 'customer' : 'customers'}.`)}\n`;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A form, as much of it as is shown. */
export interface ShownForm {
  readonly model: string | null;
  readonly actions: readonly { readonly name: string; readonly method: string }[];
  readonly properties: readonly {
    readonly name: string;
    readonly title: string | null;
    readonly type: string | null;
    readonly required: boolean;
    readonly password: boolean;
    readonly choices: readonly string[];
  }[];
}

/** What can be filled in on a form. */
export function formText({ model, actions, properties }: ShownForm, style: Style): string {
  const rows = properties.map(({ name, title, type, required, password, choices }) => [
    name,
    type,
    [required ? 'required' : [], password ? 'secret' : [], choices.length === 0 ? [] : choices.join(' | ')]
      .flat()
      .join(', '),
    title,
  ]);
  const offers = actions.map(({ name, method }) => `${clean(name)} (${clean(method)})`).join(', ');
  return [
    `${style.bold(clean(model ?? 'a form'))}${offers === '' ? '' : style.faint(`  offers ${offers}`)}\n`,
    tableText([['Property', 'Type', '', 'Title'], ...rows], style),
  ].join('\n');
}

/** Lines of hostile text, each made harmless. */
export function linesText(text: string): string {
  return text
    .split('\n')
    .map((line) => clean(line.replaceAll('\t', '  ').replace(/\r$/, '')))
    .join('\n');
}
