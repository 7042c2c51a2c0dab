import type { CustomerOutcome, Status, StepOutcome } from '../../model/outcome.ts';
import type { Frame } from '../frame.ts';
import { type ApplyReport, shortName, statusOrder, unfinishedStatuses } from '../outcome-text.ts';
import { code, commitName, prose } from './escape.ts';
import { byteLength, type Entry, fitEntries } from './fit.ts';
import { footer, marker } from './framing.ts';
import { problemsTable } from './problems.ts';
import { blocks, namesText, plural, table, tableRow } from './table.ts';

/** The share of the bytes that what is wrong may take, and bytes for the words which say what was left out. */
const problemShare = 0.3;
const reserve = 1500;

/** The outcome of an apply as a comment of at most so many bytes: what went wrong first. */
export function outcomeMarkdown(report: ApplyReport, frame: Frame, bytes: number): string {
  const { env, customers, diagnostics, summary } = report;
  const sorted = customers.toSorted((left, right) => worst(right) - worst(left));
  const again = unfinishedStatuses.some((status) => summary[status] > 0);
  const head = [
    `${marker('apply', env)}## ${headingText(report)}`,
    again
      ? '> [!WARNING]\n> What did not succeed is still to do: run apply again. What is done is not done twice.'
      : '',
    problemsTable(diagnostics, bytes * problemShare),
    report.server === '' ? '' : summaryText(report),
  ];
  const end = footer(footerFacts(report), frame);
  const entries = sorted.map((one): Entry => {
    const urgent = worst(one) > statusOrder.indexOf('unchanged');
    const kind = statusOrder[worst(one)] ?? '';
    return { name: code(one.name, 60), kind, urgent, row: () => outcomeRow(one), detail: null };
  });
  const fitted = fitEntries(entries, bytes - byteLength(blocks([...head, end])) - reserve);
  return blocks([...head, table(['customer', 'steps'], fitted.rows), namesText(fitted), end]);
}

/** The place in `statusOrder` of what became of the customer's worst step. */
function worst({ steps }: CustomerOutcome): number {
  return Math.max(-1, ...steps.map(({ status }) => statusOrder.indexOf(status)));
}

function headingText({ env, server, summary, diagnostics }: ApplyReport): string {
  const name = `Apply to ${code(env)}`;
  const counts = statusOrder.toReversed().filter((status) => summary[status] > 0);
  if (counts.length > 0) return `${name}: ${counts.map((status) => `${summary[status]} ${status}`).join(', ')}`;
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  if (errors > 0) return `${name} ${server === '' ? 'failed' : 'refused'}: ${plural(errors, 'error')}`;
  return `${name}: nothing to do`;
}

function summaryText({ server, customers, requests }: ApplyReport): string {
  const { read, write } = requests;
  return `${plural(customers.length, 'customer')} on ${code(server)}: ${plural(read, 'request')} read, ${write} written.`;
}

function outcomeRow({ name, file, steps }: CustomerOutcome): string {
  const where = file === null ? '' : `<br>${code(file)}`;
  return tableRow([`${code(name)}${where}`, steps.map(stepText).join('<br>')]);
}

const good: readonly Status[] = ['applied', 'unchanged'];

function stepText({ step, status, message, transaction }: StepOutcome): string {
  const words = good.includes(status) ? status : `**${status}**`;
  const named = transaction === null || message?.includes(transaction) === true;
  const facts = [...(message === null ? [] : [prose(message)]), ...(named ? [] : [`transaction ${code(transaction)}`])];
  return `${words} ${code(shortName(step))}${facts.length === 0 ? '' : `: ${facts.join(' · ')}`}`;
}

function footerFacts({ server, source, applied, env }: ApplyReport): readonly string[] {
  if (server === '') return [];
  return [
    ...(source === null ? [] : [`source ${commitName(source)}`]),
    ...(applied === null ? [] : [`recorded in ${commitName(applied)} on ${code(`refs/sparkform/${env}/applied`)}`]),
  ];
}
