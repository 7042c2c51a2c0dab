import type { Diagnostic } from '../../model/diagnostic.ts';
import { grouped } from '../words.ts';
import { html, type Markup } from './markup.ts';
import type { Section } from './page.ts';

/** So many are seen at once. */
const shownAtFirst = 8;

/** Diagnostics as a list. */
function diagnosticsMarkup(diagnostics: readonly Diagnostic[]): Markup {
  const [first, more] = [diagnostics.slice(0, shownAtFirst), diagnostics.slice(shownAtFirst)];
  const closed = html`<details class="plain"><summary>${grouped(more.length)} more</summary>${listMarkup(more)}</details>`;
  return html`${listMarkup(first)}${more.length === 0 ? null : closed}`;
}

function listMarkup(diagnostics: readonly Diagnostic[]): Markup {
  return html`<ul class="notes">${diagnostics.map((one) => diagnosticMarkup(one, one.severity))}</ul>`;
}

/** What stops one customer. */
export function blockedMarkup(problem: Diagnostic): Markup {
  return html`<ul class="notes">${diagnosticMarkup(problem, 'blocked')}</ul>`;
}

function diagnosticMarkup({ severity, code, message, hint, place, customer }: Diagnostic, word: string): Markup {
  const where = place === undefined ? (customer ?? null) : `${place.file}:${place.line}:${place.column}`;
  return html`
<li class="${severity}"><p><b>${word}</b> ${where === null ? null : html`<code>${where}</code> `}<code>${code}</code></p><p>${message}</p>${
    hint === undefined ? null : html`<p class="hint">${hint}</p>`
  }</li>`;
}

/** What stops everything, as a section; nothing where nothing does. */
export function stopsSection(diagnostics: readonly Diagnostic[]): readonly Section[] {
  const stops = diagnostics.filter((one) => one.severity === 'error');
  return sectionOf('stops', 'What stops it', stops);
}

/** Warnings and notices, as a section; nothing where there are none. */
export function notesSection(diagnostics: readonly Diagnostic[]): readonly Section[] {
  const rest = diagnostics.filter((one) => one.severity !== 'error');
  return sectionOf('notes', 'Worth knowing', rest);
}

function sectionOf(id: string, title: string, diagnostics: readonly Diagnostic[]): readonly Section[] {
  if (diagnostics.length === 0) return [];
  return [{ id, title, note: grouped(diagnostics.length), body: diagnosticsMarkup(diagnostics) }];
}
