import { grouped } from '../words.ts';
import { charactersOf, html, type Markup } from './markup.ts';
import type { Tone } from './page.ts';

/** A customer in the list of a page. */
export interface Row {
  /** The words by which filters find it; each is a word of ours. */
  readonly tags: readonly string[];
  /** What is or was done, in one word. */
  readonly label: string;
  readonly tone: Tone;
  readonly name: string;
  readonly file: string | null;
  readonly hierarchy: string | null;
  /** Why, and which properties. */
  readonly gist: string;
  /** What needs attention: `held`, `failed`. */
  readonly alarm: string | null;
  /** What is shown when it is opened. */
  readonly detail: Markup;
}

/** A customer that there is nothing to say of: a line in a list that is closed. */
export interface PlainRow extends Pick<Row, 'name' | 'file' | 'hierarchy'> {
  readonly tag: string;
}

/** Plain rows under one heading. */
export interface PlainGroup {
  readonly title: string;
  readonly rows: readonly PlainRow[];
}

/**
 * How many characters all customers may take together, so that a page with 10,000 of them is small and opens at once.
 * Details come with the greatest risk first, so that what is left out is what matters least.
 */
const budget = 4_500_000;

/** Up to so many customers are shown opened. */
const openedAtFirst = 20;

/** Longer lists are laid out only where they are looked at. */
const shortList = 200;

/** The list of customers: those of which there is something to say, and closed below them the others. */
export function rowsMarkup(rows: readonly Row[], groups: readonly PlainGroup[]): Markup {
  const plain = groups.filter((one) => one.rows.length > 0).map(plainMarkup);
  const flat = rows.map(flatMarkup);
  const fitting = countFitting(
    rows.map((one) => one.detail),
    budget - lengthOf([...plain, ...flat]),
  );
  const opened = rows.length <= openedAtFirst ? html` open` : null;
  const full = rows.slice(0, fitting).map((row, index) => fullMarkup(row, index, opened));
  const items = [...full, ...flat.slice(fitting)];
  return html`${leftOutMarkup(rows.length - fitting)}${items.length === 0 ? null : listMarkup('rows', items)}${plain}`;
}

function lengthOf(pieces: readonly Markup[]): number {
  return pieces.reduce((sum, one) => sum + charactersOf(one).length, 0);
}

/** How many of the pieces, from the first on, have room. */
function countFitting(pieces: readonly Markup[], room: number): number {
  let left = room;
  const end = pieces.findIndex((one) => {
    left -= charactersOf(one).length;
    return left < 0;
  });
  return end === -1 ? pieces.length : end;
}

function leftOutMarkup(count: number): Markup | null {
  if (count === 0) return null;
  return html`<p class="legend">To keep this page fast, the last ${grouped(count)} customers of the list are shown without their details. The JSON report holds them, and <code>--only</code> narrows a page.</p>
`;
}

function listMarkup(kind: string, items: readonly Markup[]): Markup {
  const many = items.length > shortList ? html` many` : null;
  return html`<ul class="${kind}${many}">${items}
</ul>
`;
}

function fullMarkup(row: Row, index: number, opened: Markup | null): Markup {
  return html`
<li id="c${index}" data-tags="${row.tags.join(' ')}"><details${opened}><summary>${headMarkup(row)}</summary><div class="detail">${row.detail}</div></details></li>`;
}

function flatMarkup(row: Row, index: number): Markup {
  return html`
<li id="c${index}" data-tags="${row.tags.join(' ')}"><div class="flat">${headMarkup(row)}</div></li>`;
}

function headMarkup({ label, tone, name, file, hierarchy, gist, alarm }: Row): Markup {
  const where = [file, hierarchy].filter((one) => one !== null);
  return html`<span class="label ${tone}">${label}</span> <b>${name}</b> ${
    alarm === null ? null : html`<span class="alarm">${alarm}</span> `
  }<i>${gist}</i>${where.length === 0 ? null : html`<p>${where.map((one) => html`<code>${one}</code> `)}</p>`}`;
}

function plainMarkup({ title, rows }: PlainGroup): Markup {
  const items = rows.map(
    ({ tag, name, file, hierarchy }) => html`
<li data-tags="${tag}"><b>${name}</b> ${[file, hierarchy].filter((one) => one !== null).join(' · ')}</li>`,
  );
  return html`<details class="plain"><summary>${title} <span class="count">${grouped(rows.length)}</span></summary>${listMarkup('brief', items)}</details>
`;
}
