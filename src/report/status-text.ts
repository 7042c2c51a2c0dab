import type { Forecast } from '../model/expiry.ts';
import type { CustomerStatus, Status } from '../model/status.ts';
import { clean } from './clean.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import type { Style } from './style.ts';
import { nextText } from './tokens-text.ts';

/** The longest name and hierarchy that the table shows whole, in characters; the JSON has all of it. */
const longest = 44;

/** A status for a terminal: one table, soonest expiry first, and the totals with their cost in the last line. */
export function statusText(status: Status, style: Style): string {
  const { env, server, customers, summary, diagnostics } = status;
  const sections = [
    `${style.bold('Tokens')} of ${style.bold(clean(env))} on ${clean(server)}\n`,
    customers.length === 0 ? '' : tableText(customers, style),
    summary.person === 0 ? '' : `${consent}\n`,
    diagnosticsText(diagnostics, style),
  ];
  return `${sections.filter((one) => one !== '').join('\n')}\n${totalsText(status, style)}`;
}

const consent =
  'To authorise again: in VOSS Automate, an administrator of the customer opens its Webex connection and follows\n' +
  '"Authorize Webex".';

const heading = ['customer', 'hierarchy', 'access', 'refresh', 'next'] as const;

function tableText(customers: readonly CustomerStatus[], style: Style): string {
  const rows = customers.map((one) => cellsOf(one));
  const widths = heading.map((word, column) => Math.max(word.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) => cells.map((cell, column) => padded(cell, column, widths)).join('  ');
  const body = rows.map((row, index) => {
    const one = customers[index];
    const person = one?.forecast?.next === 'person';
    const text = `${person ? '!' : one?.file === null ? '?' : ' '} ${line(row)}`.trimEnd();
    if (person) return style.remove(text);
    const { forecast = null } = one ?? {};
    if (forecast !== null && isNearEnd(forecast)) return style.change(text);
    return forecast?.next === 'nobody' ? style.faint(text) : text;
  });
  return `${[style.bold(`  ${line(heading)}`.trimEnd()), ...body].join('\n')}\n`;
}

/** A refresh token lives 90 days and is renewed long before: with so few left, somebody should look. In days. */
const fewDays = 14;
const nearEnd = '; its refresh token was not renewed';

function isNearEnd({ next, refreshDays }: Forecast): boolean {
  return (next === 'server' || next === 'sparkform') && refreshDays !== null && refreshDays < fewDays;
}

function cellsOf({ name, hierarchy, file, forecast }: CustomerStatus): readonly string[] {
  const next =
    forecast === null ? 'the server does not tell' : `${nextText(forecast)}${isNearEnd(forecast) ? nearEnd : ''}`;
  return [
    cut(name),
    cut(hierarchy ?? ''),
    days(forecast?.accessDays ?? null),
    days(forecast?.refreshDays ?? null),
    file === null ? `${next} (unmanaged)` : next,
  ];
}

function cut(text: string): string {
  const characters = [...clean(text)];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
}

function days(count: number | null): string {
  return count === null ? '-' : `${count} d`;
}

/** Numbers stand to the right. */
function padded(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return column === 2 || column === 3 ? cell.padStart(width) : cell.padEnd(width);
}

function totalsText({ summary }: Status, style: Style): string {
  const { customers, person, nobody, unmanaged, requests } = summary;
  const counts = `${customers} customers, ${person} in need of a person, ${nobody} never authorised, ${unmanaged} unmanaged`;
  return `${style.bold(`Status: ${counts}. ${requests.read} requests read.`)}\n`;
}
