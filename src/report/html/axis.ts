import { html, type Markup } from './markup.ts';

/** A scale of days, the same for every line of a page. */
export interface Axis {
  /** The last day on it. */
  readonly days: number;
  /** Days that are marked, 0 first. */
  readonly ticks: readonly number[];
}

/** Where 0 stands, in percent of the width; what ran out stands left of it. */
const zero = 6;

const possibleTicks = [0, 7, 14, 30, 60, 90, 180, 365, 730];

/** The scale for these days. */
export function axisOf(all: readonly number[]): Axis {
  const days = Math.max(14, ...all.map((one) => Math.min(one, 730)));
  const ticks = possibleTicks.filter((one) => one <= days);
  // Names of days that stand too close to the next would run into each other.
  const apart = ticks.filter((one, index) => (ticks[index + 1] ?? Number.POSITIVE_INFINITY) - one > days / 10);
  return { days, ticks: apart.includes(0) ? apart : [0, ...apart] };
}

/** The names of the days, above the lines. Text says the same, so that it is not read aloud. */
export function axisMarkup(axis: Axis): Markup {
  const names = axis.ticks.map(
    (one) => html`<text x="${placeOf(axis, one)}" y="12">${one === 0 ? 'today' : `${one} d`}</text>`,
  );
  return html`<svg width="100%" height="16" aria-hidden="true">${names}</svg>`;
}

/** One line: when the access token runs out (a dot) and the refresh token (a bar), in days from now. */
export function trackMarkup(axis: Axis, access: number | null, refresh: number | null): Markup {
  const ticks = axis.ticks.map(
    (one) => html`<line class="tick" x1="${placeOf(axis, one)}" x2="${placeOf(axis, one)}" y1="0" y2="100%"/>`,
  );
  const end = [access, refresh].flatMap((one) => (one === null ? [] : [one]));
  const last = placeOf(axis, Math.max(0, ...end));
  return html`<svg width="100%" height="20" aria-hidden="true">${ticks}<line class="life" x1="${placeOf(axis, 0)}" x2="${last}" y1="10" y2="10"/>${
    refresh === null
      ? null
      : html`<line class="${toneOf(refresh)} refresh" x1="${placeOf(axis, refresh)}" x2="${placeOf(axis, refresh)}" y1="4" y2="16"/>`
  }${access === null ? null : html`<circle class="${toneOf(access)}" cx="${placeOf(axis, access)}" cy="10" r="4"/>`}</svg>`;
}

function toneOf(days: number): string {
  if (days < 0) return 'past';
  return days < 7 ? 'soon' : 'later';
}

function placeOf({ days }: Axis, day: number): string {
  if (day < 0) return `${zero / 3}%`;
  return `${(zero + (Math.min(day, days) / days) * (94 - zero)).toFixed(1)}%`;
}
