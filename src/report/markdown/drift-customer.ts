import type { CustomerDrift, Difference } from '../../model/drift.ts';
import { daysText, nextText } from '../tokens-text.ts';
import { changeLines, namedLine } from './changes.ts';
import { code, fenceLine, htmlCode, prose } from './escape.ts';
import { tableRow } from './table.ts';

/** The heads of the table of customers. */
export const driftHeads = ['', 'customer', 'what is different', 'counts'];

/** Whether somebody must look at it: a managed customer that differs, or whose tokens need a person. */
export function isOpen(customer: CustomerDrift): boolean {
  return customer.state !== 'unmanaged' && (hasOpenDifference(customer) || customer.expiring);
}

function hasOpenDifference({ differences }: CustomerDrift): boolean {
  return differences.some((one) => one.acknowledged === null);
}

/** `2 missing`: as what a customer is counted where it is left out. */
export function driftKind(customer: CustomerDrift): string {
  if (customer.differences.length > 0 && !hasOpenDifference(customer)) return 'acknowledged';
  return customer.state === 'same' ? 'as applied' : customer.state;
}

/** A customer as a row of that table. */
export function driftRow(customer: CustomerDrift): string {
  const { name, file, pkid, ignored, expiring } = customer;
  const where = file ?? (pkid === null ? '' : `pkid ${pkid}`);
  const what = [
    ...customer.differences.map((one) => differenceText(one, customer)),
    ...(ignored.length === 0 ? [] : [`left alone: ${ignored.map((one) => code(one)).join(', ')}`]),
    ...(expiring ? [`**tokens**: ${prose(tokensText(customer))}`] : []),
  ];
  const who = `${code(name)}${where === '' ? '' : `<br>${code(where)}`}`;
  return tableRow([`**${driftKind(customer)}**`, who, what.join('<br>'), countsText(customer)]);
}

function countsText(customer: CustomerDrift): string {
  if (customer.state === 'unmanaged') return 'no: never touched';
  return isOpen(customer) ? '**yes**' : 'no';
}

function differenceText(difference: Difference, { state, hierarchy }: CustomerDrift): string {
  const { property, live, acknowledged, expired } = difference;
  const at = hierarchy === null ? '' : ` at ${code(hierarchy)}`;
  const what =
    property === 'record'
      ? `${state === 'missing' ? 'no record, was' : 'a record'}${at}`
      : property === 'hierarchy'
        ? `moved to ${code(String(live))}`
        : code(property);
  if (acknowledged !== null) {
    const until = acknowledged.until === null ? '' : ` until ${code(acknowledged.until)}`;
    return `${what}: acknowledged${until}, ${prose(acknowledged.reason)}`;
  }
  return expired === null
    ? what
    : `${what}: was acknowledged until ${code(expired.until ?? '')}, ${prose(expired.reason)}`;
}

function tokensText({ forecast }: CustomerDrift): string {
  if (forecast === null) return 'need a person';
  const { refreshDays } = forecast;
  if (refreshDays === null) return nextText(forecast);
  return `${nextText(forecast)}; the refresh token ${refreshDays < 0 ? 'ran' : 'runs'} out ${daysText(refreshDays)}`;
}

/** Whether the row leaves something out that the detail has: values. */
export function hasValues({ state, differences }: CustomerDrift): boolean {
  return state === 'changed' && differences.length > 0;
}

/** A customer in full, folded away: what was applied against what is live. */
export function driftDetail(customer: CustomerDrift): string {
  const { name, hierarchy, differences, ignored } = customer;
  const head = `<b>${driftKind(customer)}</b> ${htmlCode(name)}${hierarchy === null ? '' : ` · ${htmlCode(hierarchy)}`}`;
  const lines = [
    fenceLine('-', 'as applied'),
    fenceLine('+', 'as it is now'),
    ...differences.flatMap((one) => changeLines(one.property, one.applied, one.live, remark(one))),
    ...ignored.map((one) => namedLine(' ', one, 'differs, left alone (lifecycle.ignore)')),
  ];
  return `<details><summary>${head}</summary>\n\n\`\`\`diff\n${lines.join('\n')}\n\`\`\`\n\n</details>\n`;
}

function remark({ place, acknowledged }: Difference): string {
  const where = place === null ? [] : [`declared in ${place.file}:${place.line}`];
  return [...where, ...(acknowledged === null ? [] : ['acknowledged'])].join(', ');
}
