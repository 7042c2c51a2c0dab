import type { Acknowledgement, CustomerDrift, Difference } from '../../model/drift.ts';
import { nextText } from '../tokens-text.ts';
import { html, type Markup } from './markup.ts';
import type { Tone } from './page.ts';
import type { Row } from './rows.ts';
import { comparisonMarkup, newValue, oldValue, placeMarkup } from './values.ts';

/** A customer that is not as it was applied, in the list. */
export function driftRow(customer: CustomerDrift): Row {
  const { name, file, hierarchy, state, differences, expiring } = customer;
  const moved = differences.some((one) => one.property === 'hierarchy');
  const label = state === 'changed' && moved ? 'moved' : state;
  return {
    tags: [
      ...new Set([state, ...(moved ? ['moved'] : []), ...(expiring ? ['expiring'] : []), ...differences.map(stateOf)]),
    ],
    label: state === 'same' ? 'as applied' : label,
    tone: toneOf(customer, moved),
    name,
    file,
    hierarchy,
    gist: gistOf(customer),
    alarm: expiring ? 'expiring' : isAcknowledged(customer) ? 'acknowledged' : null,
    detail: html`${[tableOf(customer), factsOf(customer)].filter((one) => one !== null)}`,
  };
}

function gistOf({ state, differences }: CustomerDrift): string {
  if (state === 'missing') return 'the live record is gone';
  return state === 'unmanaged' ? 'never applied' : differences.map((one) => one.property).join(', ');
}

/** Whether somebody wrote off all that differs. */
export function isAcknowledged({ differences }: CustomerDrift): boolean {
  return differences.length > 0 && differences.every((one) => one.acknowledged !== null);
}

function stateOf({ acknowledged, expired }: Difference): string {
  if (acknowledged !== null) return 'acknowledged';
  return expired === null ? 'open' : 'expired';
}

function toneOf(customer: CustomerDrift, moved: boolean): Tone {
  if (isAcknowledged(customer) || customer.state === 'same') return 'calm';
  if (customer.state === 'missing') return 'remove';
  return moved ? 'move' : 'change';
}

function tableOf({ differences, file }: CustomerDrift): Markup | null {
  return comparisonMarkup({
    kind: 'drift',
    columns: ['Property', 'Applied', 'Live', 'Acknowledged', 'Where'],
    rows: differences.map(({ property, applied, live, place, acknowledged, expired }) => ({
      property,
      cells: [oldValue(applied), newValue(live), noteMarkup(acknowledged, expired), placeMarkup(place, file)],
    })),
  });
}

function noteMarkup(acknowledged: Acknowledgement | null, expired: Acknowledgement | null): Markup {
  if (acknowledged !== null) {
    const until = acknowledged.until === null ? null : html` <small>until ${acknowledged.until}</small>`;
    return html`${acknowledged.reason}${until}`;
  }
  if (expired === null) return html`no`;
  return html`<strong class="change">no longer</strong> ${expired.reason} <small>until ${expired.until}</small>`;
}

function factsOf({ ignored, pkid, expiring, forecast }: CustomerDrift): Markup | null {
  const facts = [
    ...(expiring && forecast !== null ? [html`${nextText(forecast)}`] : []),
    ...ignored.map((one) => html`<code>${one}</code> differs and is left alone (lifecycle.ignore)`),
    ...(pkid === null ? [] : [html`pkid <code>${pkid}</code>`]),
  ];
  return facts.length === 0 ? null : html`<ul class="also">${facts.map((one) => html`<li>${one}</li>`)}</ul>`;
}
