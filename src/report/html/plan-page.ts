import type { Plan } from '../../model/plan.ts';
import type { Frame } from '../frame.ts';
import { unchanged } from '../plan-words.ts';
import { shownCustomers } from '../risk.ts';
import { counted } from '../words.ts';
import { notesSection, stopsSection } from './diagnostics.ts';
import { html, type Markup } from './markup.ts';
import { commitMarkup, type Page, pageText, type Total } from './page.ts';
import { planRow } from './plan-row.ts';
import { customersSection, hazardsSection } from './plan-sections.ts';
import { planTokens } from './plan-tokens.ts';
import { tokensSection } from './tokens.ts';

/** A plan as a page in one file. */
export function planPage(plan: Plan, frame: Frame): string {
  return pageText(pageOf(plan, frame.time), frame);
}

function pageOf(plan: Plan, now: number): Page {
  const { env, desired, applied, summary } = plan;
  const shown = shownCustomers(plan.customers);
  const places = new Map(shown.map((one, index) => [one.id, `c${index}`]));
  const { requests } = summary;
  return {
    kind: 'Plan for',
    env,
    facts: [
      ...askedOf(plan),
      html`declared in ${desired.commit === null ? html`the work tree` : commitMarkup(desired.commit)}${desired.dirty ? ' with uncommitted changes' : null}`,
      applied.commit === null ? html`nothing was ever applied` : html`applied ${commitMarkup(applied.commit)}`,
    ],
    verdict: verdictOf(plan, shown.length),
    totals: totalsOf(plan),
    sections: [
      ...stopsSection([...plan.diagnostics, ...plan.refusals]),
      ...hazardsSection(plan.customers),
      customersSection(plan.customers, shown.map(planRow)),
      ...notesSection(plan.diagnostics),
      ...tokensSection(planTokens(plan.customers, places, now), now),
    ],
    cost: `${requests.read} requests read to plan, ${requests.write} to write.`,
  };
}

/** How much of the live system it rests on. */
function askedOf({ server, observed }: Plan): readonly Markup[] {
  if (observed === 'none') return [html`offline: nobody asked the server, live is taken to be as it was applied`];
  const asked = observed === 'changed' ? ', asked only about customers whose file changed' : null;
  return server === '' ? [] : [html`${server}${asked}`];
}

function verdictOf({ diagnostics, refusals, customers, summary, observed }: Plan, shown: number): Markup {
  const stopped = refusals.length > 0 || diagnostics.some((one) => one.severity === 'error');
  if (stopped) return html`<strong class="remove">Nothing of this plan can be applied.</strong>`;
  if (shown === 0) return html`<strong class="add">No changes:</strong> ${unchanged[observed]}.`;
  if (summary.held === 0) return html`<strong>Every customer can be applied as planned.</strong>`;
  const waits = customers.filter((one) => one.asked && one.held.length + one.blocked.length > 0).length;
  const others = waits === summary.held ? null : html`, ${summary.held - waits} of them for drift alone`;
  return html`<strong class="change">${counted(summary.held, 'customer')} will not be touched</strong> until what holds them is settled${others}; every other one goes on.`;
}

function totalsOf({ summary }: Plan): readonly Total[] {
  return [
    { count: summary.delete, word: 'to delete', tone: 'remove' },
    { count: summary.update, word: 'to update', tone: 'change' },
    { count: summary.move, word: 'to move', tone: 'move' },
    { count: summary.create, word: 'to create', tone: 'add' },
    { count: summary.actions, word: summary.actions === 1 ? 'action to run' : 'actions to run', tone: 'move' },
    { count: summary.held, word: 'held or blocked', tone: 'change' },
    { count: summary.drifted, word: 'drifted', tone: 'calm' },
    { count: summary.unchanged, word: 'unchanged', tone: 'calm' },
    { count: summary.unmanaged, word: 'unmanaged', tone: 'calm' },
  ];
}
