import type { Diagnostic } from '../model/diagnostic.ts';
import { clean } from './clean.ts';

/** GitHub shows so many annotations of each severity for one step; more would only repeat the log. */
const mostShown = 10;

/** Diagnostics as workflow commands, which put them next to the lines of a pull request: one a line. */
export function annotationsText(diagnostics: readonly Diagnostic[]): string {
  const severities = ['error', 'warning', 'notice'] as const;
  return severities
    .flatMap((severity) => diagnostics.filter((one) => one.severity === severity).slice(0, mostShown))
    .map((one) => `${annotationText(one)}\n`)
    .join('');
}

function annotationText({ severity, code, message, hint, place, customer }: Diagnostic): string {
  const properties = [
    ...(place === undefined
      ? []
      : [
          ['file', place.file],
          ['line', String(place.line)],
          ['col', String(place.column)],
        ]),
    ['title', code],
  ];
  const who = place !== undefined || customer === undefined ? '' : `${customer}: `;
  const lines = [`${who}${message}`, ...(hint === undefined ? [] : [hint])];
  const told = properties.map(([name, value]) => `${name}=${propertyText(value ?? '')}`).join(',');
  return `::${severity} ${told}::${lines.map(messageText).join('%0A')}`;
}

function messageText(text: string): string {
  return clean(text).replaceAll('%', '%25');
}

function propertyText(text: string): string {
  return messageText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
