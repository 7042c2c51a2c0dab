import { clean } from '../clean.ts';
import { escapeHtml } from '../escape-html.ts';

const made: unique symbol = Symbol('markup');

/** Markup in which every text from outside is harmless. Nothing but `html` makes it. */
export interface Markup {
  readonly [made]: string;
}

/** What may stand in a template: text is escaped, markup is taken as it is, `null` is nothing. */
export type Shown = string | number | Markup | readonly Markup[] | null;

/** Builds markup; whatever stands in `${}` is a value, in a text or in an attribute between double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Shown[]): Markup {
  let text = parts[0] ?? '';
  values.forEach((value, index) => {
    text += shown(value) + (parts[index + 1] ?? '');
  });
  return { [made]: text };
}

/** The characters of markup, for the file that it goes to. */
export function charactersOf(markup: Markup): string {
  return markup[made];
}

/** Several pieces with the same between each two. */
export function joined(pieces: readonly Markup[], between: Markup): Markup {
  return { [made]: pieces.map(charactersOf).join(charactersOf(between)) };
}

function shown(value: Shown): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeText(value);
  return made in value ? value[made] : value.map(charactersOf).join('');
}

/** Also what reorders or hides text is shown as an escape, as on a terminal. */
function escapeText(text: string): string {
  return escapeHtml(clean(text));
}
