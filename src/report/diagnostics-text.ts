import type { Diagnostic } from '../model/diagnostic.ts';
import { clean } from './clean.ts';
import type { Style } from './style.ts';

/** Diagnostics for a terminal: place first, as compilers write it, so that editors and people can jump there. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], style: Style): string {
  return diagnostics.map((one) => diagnosticText(one, style)).join('');
}

function diagnosticText({ severity, code, message, hint, place, customer }: Diagnostic, style: Style): string {
  const where = place === undefined ? (customer ?? '') : `${place.file}:${place.line}:${place.column}`;
  const colour = severity === 'error' ? style.remove : severity === 'warning' ? style.change : style.faint;
  const head = `${where === '' ? '' : `${style.bold(clean(where))}: `}${colour(severity)} ${style.faint(`[${code}]`)}`;
  const lines = [
    `${head} ${clean(message)}`,
    ...(hint === undefined ? [] : [`    ${style.faint('→')} ${clean(hint)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** `3 errors, 1 warning`; empty where there are neither. */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length;
  return (['error', 'warning', 'notice'] as const)
    .filter((severity) => count(severity) > 0)
    .map((severity) => `${count(severity)} ${severity}${count(severity) === 1 ? '' : 's'}`)
    .join(', ');
}
