import { grouped } from '../words.ts';
import { html, type Markup } from './markup.ts';

/** One question that a reader may narrow the list by. */
export interface Filter {
  /** Short, for the address of a narrowed list. */
  readonly name: string;
  readonly title: string;
  /** Tags with their words. One that no row has is not offered. */
  readonly choices: readonly (readonly [tag: string, word: string])[];
}

/** What narrows a list. It is hidden until the script runs, without which it would do nothing. */
export function filterMarkup(
  filters: readonly Filter[],
  tagged: readonly { readonly tags: readonly string[] }[],
): Markup {
  const counts = new Map<string, number>();
  for (const tag of tagged.flatMap((one) => one.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const offered = filters
    .map((one) => ({ ...one, choices: one.choices.filter(([tag]) => counts.has(tag)) }))
    .filter((one) => one.choices.length > 0);
  return html`<search id="filter" hidden>
<label class="query">Search <input type="search" name="q" placeholder="name, file, hierarchy, value" autocomplete="off" spellcheck="false"></label>
${offered.map((one) => groupMarkup(one, counts))}
<div class="tools"><p id="shown" role="status"></p><button type="button" name="reset">Show all</button><button type="button" name="open">Open all</button><button type="button" name="close">Close all</button></div>
</search>
`;
}

function groupMarkup({ name, title, choices }: Filter, counts: ReadonlyMap<string, number>): Markup {
  const boxes = choices.map(
    ([tag, word]) =>
      html`<label><input type="checkbox" name="${name}" value="${tag}"><span>${word} <small>${grouped(counts.get(tag) ?? 0)}</small></span></label>`,
  );
  return html`<fieldset><legend>${title}</legend>${boxes}</fieldset>
`;
}
