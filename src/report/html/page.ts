import { createHash } from 'node:crypto';
import type { Frame } from '../frame.ts';
import { grouped } from '../words.ts';
import { clientScript } from './client.ts';
import { charactersOf, html, joined, type Markup } from './markup.ts';
import { styleSheet } from './style-sheet.ts';

/** A part of a page with a heading of its own. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** What the list of sections says after the title: how many there are in it. */
  readonly note: string;
  readonly body: Markup;
}

/** One of the large numbers at the top. */
export interface Total {
  readonly count: number;
  readonly word: string;
  /** What it means for a reader; it colours the number. */
  readonly tone: Tone;
}

/** What something means for a reader. Each is a class of the style sheet. */
export type Tone = 'add' | 'change' | 'remove' | 'move' | 'calm';

/** What a page says; the frame around it is the same for all. */
export interface Page {
  /** What is told of the environment: `Plan for`. */
  readonly kind: string;
  readonly env: string;
  /** Below the heading: the server and the commits. */
  readonly facts: readonly Markup[];
  /** The one sentence to read when there is time for one. */
  readonly verdict: Markup;
  readonly totals: readonly Total[];
  readonly sections: readonly Section[];
  /** At the end: what it cost. */
  readonly cost: string;
}

/** One file that needs nothing else: no address is asked, no other script or style can run in it. */
export function pageText(page: Page, frame: Frame): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${charactersOf(html`<title>${titleOf(page)}</title>`)}
<style>${styleSheet}</style>
</head>
<body>
${charactersOf(bodyOf(page, frame))}
<script>${clientScript}</script>
</body>
</html>
`;
}

/** Only this very script and this very style; nothing is loaded, sent or framed. */
const contentPolicy = `default-src 'none'; script-src '${digest(clientScript)}'; style-src '${digest(styleSheet)}'; base-uri 'none'; form-action 'none'`;

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function titleOf({ kind, env, totals }: Page): string {
  const counts = totals.filter(({ count, tone }) => count > 0 && tone !== 'calm');
  return [`${kind} ${env}`, ...counts.map(({ count, word }) => `${grouped(count)} ${word}`)].join(', ');
}

function bodyOf({ kind, env, facts, verdict, totals, sections, cost }: Page, frame: Frame): Markup {
  return html`<a class="skip" href="#main">Skip to the content</a>
<header>
<h1>${kind} <b>${env}</b></h1>
<p class="facts">${joined(facts, html` · `)}</p>
<p class="verdict">${verdict}</p>
<ul class="totals">${totals.map(totalMarkup)}</ul>
${sections.length < 2 ? null : html`<nav aria-label="Sections"><ul>${sections.map(linkTo)}</ul></nav>`}
</header>
<main id="main">
${joined(sections.map(sectionMarkup), html`\n`)}
</main>
<footer>
<p>${cost}</p>
<p>Made by sparkform ${frame.version} at ${timeMarkup(frame.time)}${runMarkup(frame.run)}. Secrets stand in it by name only.</p>
</footer>`;
}

function totalMarkup({ count, word, tone }: Total): Markup {
  return html`<li${count === 0 ? html` class="none"` : html` class="${tone}"`}><b>${grouped(count)}</b> ${word}</li>`;
}

function linkTo({ id, title, note }: Section): Markup {
  return html`<li><a href="#${id}">${title}</a>${note === '' ? null : html` ${note}`}</li>`;
}

function sectionMarkup({ id, title, body }: Section): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>`;
}

/** `2026-11-24 12:00 UTC`. */
function timeMarkup(milliseconds: number): Markup {
  const iso = new Date(milliseconds).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}

/** A link only where it leads to a web page: the address comes from outside. */
function runMarkup(run: string | null): Markup | null {
  if (run === null) return null;
  return /^https?:\/\//i.test(run) ? html` in <a href="${run}" rel="noreferrer">this run</a>` : html` in ${run}`;
}

/** The start of a commit's name, as git shows it. */
export function commitMarkup(commit: string): Markup {
  return html`<code>${commit.slice(0, 10)}</code>`;
}
