import { grouped } from '../words.ts';
import { type Filter, filterMarkup } from './filters.ts';
import { html, type Markup } from './markup.ts';
import type { Section } from './page.ts';
import { type PlainGroup, type Row, rowsMarkup } from './rows.ts';

/** Fewer customers than this are seen at a glance, and need no filter. */
const worthFiltering = 5;

/** The section of the customers: filter, what its words mean, those with something to say, and those without. */
export function customerList(
  filters: readonly Filter[],
  rows: readonly Row[],
  groups: readonly PlainGroup[],
  legend: Markup | null = null,
): Section {
  const plain = groups.flatMap((group) => group.rows.map(({ tag }) => ({ tags: [tag] })));
  const tagged = [...rows, ...plain];
  const filter = tagged.length < worthFiltering ? null : filterMarkup(filters, tagged);
  const body = tagged.length === 0 ? html`<p>There are none.</p>` : html`${filter}${legend}${rowsMarkup(rows, groups)}`;
  return { id: 'customers', title: 'Customers', note: grouped(tagged.length), body };
}
