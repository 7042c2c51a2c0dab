import type { Plan } from '../model/plan.ts';
import { clean } from './clean.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import { customerText } from './plan-text.ts';
import type { Style } from './style.ts';

/** What a command will do to the customers that a person named, before it asks. */
export function byHandText(command: string, plan: Plan, style: Style): string {
  const { customers, server, diagnostics, summary } = plan;
  const count = `${customers.length} ${customers.length === 1 ? 'customer' : 'customers'}`;
  const held = summary.held === 0 ? '' : `, ${summary.held} held`;
  const sections = [
    `${style.bold(command)} for ${count} on ${clean(server)}\n`,
    ...customers.map((one) => customerText(one, [], style)),
    diagnosticsText(diagnostics, style),
  ];
  const total = `${summary.requests.read} requests read, ${summary.requests.write} to write${held}.`;
  return `${sections.filter((one) => one !== '').join('\n')}\n${style.bold(total)}\n`;
}
