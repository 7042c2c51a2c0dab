import type { Drift, DriftSummary } from '../../model/drift.ts';
import type { Frame } from '../frame.ts';
import { driftDetail, driftHeads, driftKind, driftRow, hasValues, isOpen } from './drift-customer.ts';
import { code } from './escape.ts';
import { byteLength, type Entry, fitEntries } from './fit.ts';
import { appliedIn, footer, marker } from './framing.ts';
import { problemsTable } from './problems.ts';
import { blocks, leftOutText, namesText, plural, table } from './table.ts';

/** The share of the bytes that what is wrong may take, and bytes for the words which say what was left out. */
const problemShare = 0.3;
const reserve = 1500;

/** What drifted, as an issue or a comment of at most so many bytes: what somebody must look at first. */
export function driftMarkdown(drift: Drift, frame: Frame, bytes: number): string {
  const { env, customers, diagnostics, applied, server } = drift;
  const shown = customers
    .filter((one) => one.state !== 'same' || one.expiring || one.ignored.length > 0)
    .toSorted((left, right) => Number(isOpen(right)) - Number(isOpen(left)));
  const errors = diagnostics.filter((one) => one.severity === 'error');
  const warnings = diagnostics.filter((one) => one.severity !== 'error');
  const head = [
    `${marker('drift', env)}## ${headingText(drift)}`,
    problemsTable(errors, bytes * problemShare),
    server === '' ? '' : summaryText(drift),
    shown.some((one) => isOpen(one)) ? whatThen : '',
  ];
  const warned =
    warnings.length === 0 ? '' : `### To be looked at\n\n${problemsTable(warnings, (bytes * problemShare) / 2)}`;
  const end = footer(server === '' ? [] : [appliedIn(applied.commit)], frame);
  const entries = shown.map(
    (one): Entry => ({
      name: code(one.name, 60),
      kind: driftKind(one),
      urgent: isOpen(one),
      row: () => driftRow(one),
      detail: hasValues(one) ? () => driftDetail(one) : null,
    }),
  );
  const fitted = fitEntries(entries, bytes - byteLength(blocks([...head, warned, end])) - reserve);
  return blocks([
    ...head,
    table(driftHeads, fitted.rows),
    namesText(fitted),
    warned,
    fitted.details.join('\n'),
    leftOutText(fitted, 'The step summary of the run, and `sparkform drift`, show more.'),
    end,
  ]);
}

const whatThen = `What then? To keep what is live, \`sparkform adopt\` takes it into the files. To put it back, \`sparkform plan\` shows what that does. What may stay for a while is acknowledged in \`customers/_drift.yaml\`.`;

function headingText({ env, server, summary, diagnostics }: Drift): string {
  const name = `Drift of ${code(env)}`;
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  if (server === '' || errors > 0) return `${name} not known: ${plural(errors, 'error')}`;
  const counts = countsOf(summary);
  return `${name}: ${counts.length === 0 ? 'none' : counts.join(', ')}`;
}

function countsOf({ missing, moved, changed, expiring }: DriftSummary): readonly string[] {
  const counts = [
    [missing, 'missing'],
    [moved, 'moved'],
    [changed, 'changed'],
    [expiring, 'with tokens that need a person'],
  ] as const;
  return counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
}

function summaryText({ server, summary }: Drift): string {
  const others = [
    [summary.same, 'as applied'],
    [summary.acknowledged, 'acknowledged'],
    [summary.unmanaged, 'unmanaged (never touched)'],
  ] as const;
  const told = others.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  const cost = plural(summary.requests.read, 'request');
  return `Live on ${code(server)} against what was applied last; it took ${cost}.${told.length === 0 ? '' : ` Customers: ${told.join(', ')}.`}`;
}
