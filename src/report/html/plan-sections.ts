import type { CustomerPlan } from '../../model/plan.ts';
import { hazardMeanings, isHazard } from '../hazards.ts';
import { customerList } from './customer-list.ts';
import type { Filter } from './filters.ts';
import { html } from './markup.ts';
import type { Section } from './page.ts';
import type { PlainRow, Row } from './rows.ts';

const hazards = Object.keys(hazardMeanings).filter(isHazard);

/** Each hazard that holds a customer, once: what it means, how many it holds, and what lets it through. */
export function hazardsSection(customers: readonly CustomerPlan[]): readonly Section[] {
  const found = hazards
    .map((hazard) => ({ hazard, count: customers.filter((one) => one.held.includes(hazard)).length }))
    .filter(({ count }) => count > 0);
  if (found.length === 0) return [];
  const rows = found.map(
    ({ hazard, count }) =>
      html`<tr><th scope="row"><a href="#?hazard=${hazard}">${hazard}</a></th><td class="number">${count}</td><td>${hazardMeanings[hazard]}</td><td><code>--allow ${hazard}</code></td></tr>`,
  );
  const body = html`<table class="hazards"><thead><tr><th scope="col">Hazard</th><th scope="col">Holds</th><th scope="col">What applying would do</th><th scope="col">Allows it for all</th></tr></thead><tbody>${rows}</tbody></table>
<p>To allow it for one customer alone, use the trailer that stands with that customer.</p>`;
  return [{ id: 'hazards', title: 'Hazards', note: String(found.length), body }];
}

const filters: readonly Filter[] = [
  {
    name: 'decision',
    title: 'Decision',
    choices: [
      ['delete', 'delete'],
      ['update', 'update'],
      ['move', 'move'],
      ['create', 'create'],
      ['action', 'action'],
      ['forget', 'forget'],
      ['keep', 'unchanged'],
      ['unmanaged', 'unmanaged'],
    ],
  },
  {
    name: 'state',
    title: 'State',
    choices: [
      ['runs', 'goes on'],
      ['held', 'held'],
      ['blocked', 'blocked'],
      ['allowed', 'allowed'],
    ],
  },
  {
    name: 'cause',
    title: 'Cause',
    choices: [
      ['git', 'git'],
      ['drift', 'drift'],
      ['conflict', 'conflict'],
    ],
  },
  { name: 'hazard', title: 'Held by', choices: hazards.map((one) => [one, one]) },
];

const causes = html`<p class="legend">Why a value changes: <b class="cause git">git</b>, a commit changed the file; <b class="cause drift">drift</b>, somebody changed the live system; <b class="cause conflict">conflict</b>, both did.</p>
`;

/** Every customer of a plan: those with something to do in full, the others a line each. */
export function customersSection(customers: readonly CustomerPlan[], rows: readonly Row[]): Section {
  const still = customers.filter((one) => one.steps.length === 0 && one.decision !== 'forget');
  const [unmanaged, unchanged] = [true, false].map((wanted) =>
    still.filter((one) => (one.why === 'unmanaged') === wanted),
  );
  const groups = [
    { title: 'Unchanged', rows: (unchanged ?? []).map((one) => plainRow(one, 'keep')) },
    {
      title: 'Unmanaged: no file declares them, and they are never touched',
      rows: (unmanaged ?? []).map((one) => plainRow(one, 'unmanaged')),
    },
  ];
  return customerList(filters, rows, groups, rows.length === 0 ? null : causes);
}

function plainRow({ name, file, hierarchy }: CustomerPlan, tag: string): PlainRow {
  return { name, file, hierarchy, tag };
}
