import type { CustomerDrift, Difference, Drift, DriftSummary } from '../model/drift.ts';
import { clean } from './clean.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import { aligned, type Row, valueText } from './steps-text.ts';
import type { Style } from './style.ts';
import { daysText, nextText } from './tokens-text.ts';

/** What drifted, for a terminal: what is missing and what counts first, and the totals with their cost in the last line. */
export function driftText(drift: Drift, style: Style): string {
  const shown = drift.customers.filter((one) => one.state !== 'same' || one.expiring || one.ignored.length > 0);
  const errors = drift.diagnostics.some((one) => one.severity === 'error');
  const drifted = drift.summary.changed + drift.summary.moved + drift.summary.missing;
  const clear = shown.every((one) => one.state === 'same' && !one.expiring) && !errors;
  const sections = [
    headText(drift, style),
    ...shown.map((one) => customerText(one, style)),
    diagnosticsText(drift.diagnostics, style),
    drifted === 0 ? '' : `${style.faint(wayOut)}\n`,
    clear ? 'No drift: the live system is as it was applied.\n' : '',
  ];
  return `${sections.filter((one) => one !== '').join('\n')}\n${totalsText(drift.summary, style)}`;
}

const wayOut =
  'To put it back: sparkform plan shows how, and names the flag. To keep it: sparkform adopt takes it into the files,\n' +
  'or write it into _drift.yaml in the customers folder with a reason and a last day.';

function headText({ env, server, applied }: Drift, style: Style): string {
  const title = `${style.bold('Drift')} of ${style.bold(clean(env))} on ${clean(server)}`;
  return `${title}\n${style.faint(`live against applied ${applied.commit?.slice(0, 10) ?? 'nothing'}`)}\n`;
}

function customerText(customer: CustomerDrift, style: Style): string {
  const { name, file, hierarchy, state, differences, expiring, forecast, ignored } = customer;
  const place = [
    words[state],
    file,
    state === 'missing' ? `was at ${hierarchy}` : hierarchy,
    file === null ? customer.pkid : null,
  ].filter((one) => one !== null);
  const rows = [
    ...(state === 'changed' ? differences.map((one) => differenceRow(one, customer, style)) : []),
    ...ignored.map((one) => note(one, 'differs, left alone (lifecycle.ignore)', style.faint)),
    ...(expiring && forecast !== null ? [note('tokens', tokensText(customer), style.change, '!')] : []),
  ];
  return `${[
    `${symbolOf(customer, style)} ${style.bold(clean(name))}  ${style.faint(place.map(clean).join(' · '))}`,
    ...aligned(rows, style),
    ...differences.flatMap((one) => acknowledgementLines(one, style)),
  ].join('\n')}\n`;
}

const words = { same: 'as applied', changed: 'changed', missing: 'missing', unmanaged: 'unmanaged' } as const;

function symbolOf({ state, differences }: CustomerDrift, style: Style): string {
  if (differences.every((one) => one.acknowledged !== null)) return style.faint('=');
  const symbols = { same: '=', changed: style.change('~'), missing: style.remove('-'), unmanaged: style.faint('?') };
  const moved = differences.length === 1 && differences[0]?.property === 'hierarchy';
  return moved ? style.move('->') : symbols[state];
}

function differenceRow(one: Difference, { file }: CustomerDrift, style: Style): Row {
  const moved = one.property === 'hierarchy';
  const shown = (value: Difference['live']) => (moved && typeof value === 'string' ? clean(value) : valueText(value));
  const where = one.place?.file === file ? '' : `${clean(one.place?.file ?? '')}:`;
  return {
    symbol: moved ? '->' : one.applied === null ? '+' : one.live === null ? '-' : '~',
    name: one.property,
    text: `${shown(one.applied)} -> ${shown(one.live)}`,
    cause: one.acknowledged === null ? '' : 'acknowledged',
    place: one.place === null ? '' : `${where === '' ? 'line ' : where}${one.place.line}`,
    colour: one.acknowledged !== null ? style.faint : moved ? style.move : style.change,
  };
}

function note(name: string, text: string, colour: Row['colour'], symbol = ' '): Row {
  return { symbol, name, text, cause: '', place: '', colour };
}

function tokensText({ forecast, state }: CustomerDrift): string {
  if (forecast === null) return '';
  const { refreshDays } = forecast;
  const ends =
    refreshDays === null ? [] : [`the refresh token ${refreshDays < 0 ? 'ran' : 'runs'} out ${daysText(refreshDays)}`];
  return [nextText(forecast), ...ends, ...(state === 'unmanaged' ? ['not counted: unmanaged'] : [])].join('; ');
}

function acknowledgementLines({ property, acknowledged, expired }: Difference, style: Style): readonly string[] {
  const one = acknowledged ?? expired;
  if (one === null) return [];
  const place = `${clean(one.place.file)}:${one.place.line}`;
  const text = `${clean(one.reason)} (${place})`;
  if (acknowledged === null) return [`    ${style.change(`${property} was acknowledged until ${one.until}`)}: ${text}`];
  return [style.faint(`    ${property} is acknowledged${one.until === null ? '' : ` until ${one.until}`}: ${text}`)];
}

function totalsText(summary: DriftSummary, style: Style): string {
  const { changed, moved, missing, unmanaged, acknowledged, same, expiring, requests } = summary;
  const counts = [
    [same, 'as applied'],
    [acknowledged, 'acknowledged'],
    [expiring, 'with tokens that need a person'],
  ] as const;
  const others = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const totals = `Drift: ${changed} changed, ${moved} moved, ${missing} missing, ${unmanaged} unmanaged. ${requests.read} requests read.`;
  return `${others.length === 0 ? '' : `${style.faint(others.join(', '))}\n`}${style.bold(totals)}\n`;
}
