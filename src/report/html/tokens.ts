import type { Expiry, Keeper } from '../../model/expiry.ts';
import { daysText } from '../tokens-text.ts';
import { grouped } from '../words.ts';
import { type Axis, axisMarkup, axisOf, trackMarkup } from './axis.ts';
import { html, type Markup } from './markup.ts';
import type { Section } from './page.ts';

/** The tokens of one customer on the time line. */
export interface TokenLine {
  readonly name: string;
  /** Name of the row of the customer on this page; `null` where it has none. */
  readonly row: string | null;
  readonly expiry: Expiry;
  readonly next: Keeper;
  /** What happens next, in words. */
  readonly words: string;
}

/** So many customers have a line each; of those after them it is told when they follow. */
const mostLines = 50;

/** So many of them are seen at once. */
const linesAtFirst = 10;

const day = 86_400_000;

/** When tokens run out, soonest first, those that need a person apart; nothing where no record has a token. */
export function tokensSection(lines: readonly TokenLine[], now: number): readonly Section[] {
  const dated = lines.filter(({ expiry }) => soonestOf(expiry) < Number.POSITIVE_INFINITY).sort(bySoonest);
  if (dated.length === 0) return [];
  const people = dated.filter(({ next }) => next === 'person');
  const others = dated.filter(({ next }) => next !== 'person');
  const shown = [...people.slice(0, mostLines), ...others.slice(0, mostLines)];
  const axis = axisOf(shown.flatMap(({ expiry }) => daysOf(expiry, now)));
  const without = lines.length - dated.length;
  const parts = [
    html`<p class="legend">On the line of each customer the dot is the access token, the bar the refresh token.</p>`,
    people.length === 0 ? null : linesMarkup('A person must act', people, axis, now),
    linesMarkup(people.length === 0 ? 'Soonest first' : 'Refreshed without a person', others, axis, now),
    without === 0 ? null : html`<p>${grouped(without)} more without a token that has a date.</p>`,
  ];
  const note = people.length === 0 ? 'no person needed' : `${grouped(people.length)} for a person`;
  const body = html`${parts.filter((one) => one !== null)}`;
  return [{ id: 'tokens', title: 'When tokens run out', note, body }];
}

function linesMarkup(title: string, lines: readonly TokenLine[], axis: Axis, now: number): Markup | null {
  if (lines.length === 0) return null;
  const first = lines.slice(0, linesAtFirst);
  const more = lines.slice(linesAtFirst, mostLines);
  const after = lines[mostLines];
  const last =
    after === undefined
      ? null
      : html`<p>${grouped(lines.length - mostLines)} more, the next on ${dateOf(soonestOf(after.expiry))}.</p>`;
  return html`<h3>${title} <span class="count">${grouped(lines.length)}</span></h3>
${tableMarkup(first, axis, now)}
${more.length === 0 ? null : html`<details class="plain"><summary>The next ${more.length}</summary>${tableMarkup(more, axis, now)}${last}</details>`}`;
}

function tableMarkup(lines: readonly TokenLine[], axis: Axis, now: number): Markup {
  return html`<table class="tokens"><thead><tr><th scope="col">Customer</th><th scope="col">Access token</th><th scope="col">Refresh token</th><th scope="col" class="axis"><span class="unseen">Days from now</span>${axisMarkup(axis)}</th><th scope="col">Next</th></tr></thead><tbody>${lines.map(
    (line) => lineMarkup(line, axis, now),
  )}
</tbody></table>`;
}

function lineMarkup({ name, row, expiry, next, words }: TokenLine, axis: Axis, now: number): Markup {
  const [access, refresh] = [expiry.access, expiry.refresh].map((one) => (one === null ? null : daysUntil(one, now)));
  return html`
<tr><th scope="row">${row === null ? name : html`<a href="#${row}">${name}</a>`}</th><td>${whenMarkup(expiry.access, now)}</td><td>${whenMarkup(expiry.refresh, now)}</td><td class="axis">${trackMarkup(axis, access ?? null, refresh ?? null)}</td><td class="${next}">${words}</td></tr>`;
}

function whenMarkup(iso: string | null, now: number): Markup {
  if (iso === null) return html`<i>none</i>`;
  const days = daysUntil(iso, now);
  return html`<time datetime="${iso}"${days < 0 ? html` class="past"` : null}>${daysText(days)} <small>${iso.slice(0, 10)}</small></time>`;
}

function dateOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

function daysUntil(iso: string, now: number): number {
  return Math.floor((Date.parse(iso) - now) / day);
}

function daysOf(expiry: Expiry, now: number): readonly number[] {
  return [expiry.access, expiry.refresh].flatMap((one) => (one === null ? [] : [daysUntil(one, now)]));
}

function soonestOf({ access, refresh }: Expiry): number {
  return Math.min(...[access, refresh].map((one) => (one === null ? Number.POSITIVE_INFINITY : Date.parse(one))));
}

function bySoonest(left: TokenLine, right: TokenLine): number {
  return soonestOf(left.expiry) - soonestOf(right.expiry);
}
