import type { CustomerDrift, Drift } from '../../model/drift.ts';
import type { Frame } from '../frame.ts';
import { nextText } from '../tokens-text.ts';
import { counted } from '../words.ts';
import { customerList } from './customer-list.ts';
import { notesSection, stopsSection } from './diagnostics.ts';
import { driftRow, isAcknowledged } from './drift-row.ts';
import type { Filter } from './filters.ts';
import { html, type Markup } from './markup.ts';
import { commitMarkup, type Page, pageText, type Total } from './page.ts';
import { type TokenLine, tokensSection } from './tokens.ts';

/** What changed behind git's back, as a page in one file. */
export function driftPage(drift: Drift, frame: Frame): string {
  return pageText(pageOf(drift, frame.time), frame);
}

function pageOf(drift: Drift, now: number): Page {
  const { env, server, applied, summary, customers, diagnostics } = drift;
  const drifted = customers.filter(isShown);
  const places = new Map(drifted.map((one, index) => [one.id, `c${index}`]));
  const still = (state: CustomerDrift['state']) =>
    customers.filter((one) => one.state === state && !isShown(one)).map(plainRow);
  const list = customerList(filters, drifted.map(driftRow), [
    { title: 'Unmanaged: live, and never applied', rows: still('unmanaged') },
    { title: 'As they were applied', rows: still('same') },
  ]);
  return {
    kind: 'Drift of',
    env,
    facts: [
      ...(server === '' ? [] : [html`${server}`]),
      applied.commit === null ? html`nothing was ever applied` : html`applied ${commitMarkup(applied.commit)}`,
    ],
    verdict: verdictOf(drift),
    totals: totalsOf(drift),
    sections: [
      ...stopsSection(diagnostics),
      list,
      ...tokensSection(tokenLines(customers, places), now),
      ...notesSection(diagnostics),
    ],
    cost: `${summary.requests.read} requests read.`,
  };
}

/** Whether there is more to say of it than where it is. */
function isShown(customer: CustomerDrift): boolean {
  const { state, expiring, ignored } = customer;
  return state === 'changed' || state === 'missing' || expiring || ignored.length > 0 || isAcknowledged(customer);
}

function verdictOf({ applied, diagnostics, customers }: Drift): Markup {
  if (diagnostics.some((one) => one.severity === 'error'))
    return html`<strong class="remove">Drift could not be told.</strong>`;
  if (applied.commit === null) return html`Nothing was ever applied, so that nothing can have drifted.`;
  const open = customers.filter((one) => one.differences.some((difference) => difference.acknowledged === null));
  const managed = open.filter((one) => one.state !== 'unmanaged').length;
  if (managed === 0) return html`<strong class="add">No drift:</strong> the live system is as it was applied.`;
  return html`<strong class="change">${counted(managed, 'customer')} ${managed === 1 ? 'is' : 'are'} not as applied.</strong> The next apply would undo it only where that is allowed; <code>sparkform adopt</code> takes it over into git.`;
}

function totalsOf({ summary }: Drift): readonly Total[] {
  return [
    { count: summary.changed, word: 'changed', tone: 'change' },
    { count: summary.moved, word: 'moved', tone: 'move' },
    { count: summary.missing, word: 'missing', tone: 'remove' },
    { count: summary.expiring, word: 'expiring', tone: 'remove' },
    { count: summary.acknowledged, word: 'acknowledged', tone: 'calm' },
    { count: summary.unmanaged, word: 'unmanaged', tone: 'calm' },
    { count: summary.same, word: 'as applied', tone: 'calm' },
  ];
}

function tokenLines(customers: readonly CustomerDrift[], places: ReadonlyMap<string, string>): readonly TokenLine[] {
  return customers.flatMap(({ id, name, forecast }) =>
    forecast === null
      ? []
      : [
          {
            name,
            row: places.get(id) ?? null,
            expiry: forecast.expiry,
            next: forecast.next,
            words: nextText(forecast),
          },
        ],
  );
}

function plainRow({ name, file, hierarchy, state }: CustomerDrift) {
  return { name, file, hierarchy, tag: state };
}

const filters: readonly Filter[] = [
  {
    name: 'state',
    title: 'State',
    choices: [
      ['changed', 'changed'],
      ['moved', 'moved'],
      ['missing', 'missing'],
      ['unmanaged', 'unmanaged'],
      ['same', 'as applied'],
      ['expiring', 'expiring'],
    ],
  },
  {
    name: 'counts',
    title: 'Acknowledged',
    choices: [
      ['open', 'no'],
      ['acknowledged', 'yes'],
      ['expired', 'until a day that passed'],
    ],
  },
];
