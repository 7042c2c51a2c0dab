import type { Place, Value } from '../../model/customer.ts';
import { shorten } from '../clean.ts';
import { html, type Markup } from './markup.ts';

/** The longest value that a page shows whole, in characters. */
const longestValue = 2000;

/** A table of differences. Its `kind` is a class, by which narrow screens name what a cell is. */
export interface Comparison {
  readonly kind: 'plan' | 'create' | 'drift';
  readonly columns: readonly string[];
  readonly rows: readonly ComparedRow[];
}

export interface ComparedRow {
  readonly property: string;
  /** One for each column after the property; or a single one that spans the values. */
  readonly cells: readonly Markup[];
}

/** Differences side by side; `null` where there are none. */
export function comparisonMarkup({ kind, columns, rows }: Comparison): Markup | null {
  if (rows.length === 0) return null;
  const heads = columns.map((one) => html`<th scope="col">${one}</th>`);
  const lines = rows.map(({ property, cells }) => {
    const span = cells.length === 1 ? html` colspan="${columns.length - 1}"` : null;
    return html`<tr><th scope="row">${property}</th>${cells.map((cell) => html`<td${span}>${cell}</td>`)}</tr>`;
  });
  return html`<table class="pairs ${kind}"><thead><tr>${heads}</tr></thead><tbody>${lines}</tbody></table>`;
}

/** A value that goes away. */
export function oldValue(value: Value): Markup {
  return value === null ? none : html`<del>${textOf(value)}</del>`;
}

/** A value that comes. */
export function newValue(value: Value): Markup {
  return value === null ? none : html`<ins>${textOf(value)}</ins>`;
}

const none = html`<i>none</i>`;

function textOf(value: string | boolean): string {
  return typeof value === 'string' ? shorten(value, longestValue) : String(value);
}

/** Where a value is declared: the line alone where it is in the customer's own file. */
export function placeMarkup(place: Place | null, file: string | null): Markup {
  if (place === null) return html``;
  return place.file === file ? html`line ${place.line}` : html`<code>${place.file}:${place.line}</code>`;
}
