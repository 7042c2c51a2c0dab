import type { CustomerPlan } from '../../model/plan.ts';
import { hazardMeanings } from '../hazards.ts';
import { probeAim, probeCommand } from '../plan-words.ts';
import { code } from './escape.ts';
import { plural } from './table.ts';

/** So many customers are named for each group of hazards; the table has them all. */
const mostNames = 10;

/** What is held, why, and what to copy to let it through: once for all customers that are held for the same. */
export function heldText(customers: readonly CustomerPlan[]): string {
  const groups = new Map<string, CustomerPlan[]>();
  for (const one of customers.filter(({ held }) => held.length > 0)) {
    const key = one.held.join(', ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups.size === 0
    ? ''
    : `### Held until somebody allows it\n\n${[...groups.values()].map(groupText).join('\n')}`;
}

function groupText(customers: readonly CustomerPlan[]): string {
  const held = customers[0]?.held ?? [];
  const names = customers.slice(0, mostNames).map((one) => code(one.name));
  const more = customers.length > mostNames ? [`and ${customers.length - mostNames} more`] : [];
  const why = held.map((one) => `${code(one)} ${hazardMeanings[one]}`).join('; ');
  const deletes = customers.every((one) => one.decision === 'delete');
  const commit = deletes ? 'the commit that removes the file' : 'a commit that touches the file of such a customer';
  return [
    `**${plural(customers.length, 'customer')}**: ${[...names, ...more].join(', ')}. ${why}.`,
    `To let it through, put this trailer into the message of ${commit}, or run with ${code(`--allow ${held.join(',')}`)}:`,
    `\`\`\`\nSparkform-Allow: ${held.join(', ')}\n\`\`\``,
    ...(held.includes('may-clear-secrets') ? [`Or ${probeAim}: ${code(probeCommand)}.`] : []),
    ...(customers.every((one) => !one.asked)
      ? ['No commit asked for it: this is a notice and stops nothing else.']
      : []),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}
