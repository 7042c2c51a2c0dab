import { shorten } from '../clean.ts';
import { escapeHtml } from '../escape-html.ts';

/** The longest name, path or value that is shown whole, in characters. */
const longestCode = 160;

/** The longest sentence that is shown whole, in characters. */
const longestProse = 800;

/** The longest line of a block, in characters. */
const longestLine = 400;

/**
 * Any text as code, harmless also in a cell of a table. In code nothing is a mention, a reference, a link or HTML; a
 * vertical bar stands between two pieces of code, because readers of Markdown differ in how one inside is escaped.
 */
export function code(text: string, length = longestCode): string {
  const pieces = shorten(text, length).split('|');
  return text === '' ? '(empty)' : pieces.map((piece) => (piece === '' ? '' : codeSpan(piece))).join('&#124;');
}

/** The fence is a run of backticks of a length that the text does not have. */
function codeSpan(text: string): string {
  const lengths = new Set(text.match(/`+/g)?.map((run) => run.length));
  let length = 1;
  while (lengths.has(length)) length += 1;
  const fence = '`'.repeat(length);
  const padding = /^`|`$|^ .*[^ ].* $/.test(text) ? ' ' : '';
  return `${fence}${padding}${text}${padding}${fence}`;
}

/** A sentence with whatever in it: words and their punctuation stay, everything else becomes code. */
export function prose(text: string): string {
  return shorten(text, longestProse)
    .split(' ')
    .filter((one) => one !== '')
    .map(proseWord)
    .join(' ');
}

const plainWord = /^(?:\p{L}+(?:['’-]\p{L}+)*|\d{1,6}(?:[.,]\d{1,6})?|[·→]|)$/u;

/** Such a word, or a part of one, could be read as the name of a commit. */
const commitLike = /(?<![\p{L}\d])[0-9a-f]{7,}(?![\p{L}\d])/iu;

function proseWord(word: string): string {
  const core = word.replace(/^["'(]+/, '').replace(/[)"'.,;:?!…]+$/, '');
  if (plainWord.test(core) && !commitLike.test(core)) return word;
  const start = word.indexOf(core);
  return `${word.slice(0, start)}${code(core, longestProse)}${word.slice(start + core.length)}`;
}

/** Any text as code within a line of HTML, where Markdown is not read. */
export function htmlCode(text: string): string {
  return `<code>${escapeHtml(shorten(text, longestCode))}</code>`;
}

/** A commit, in full and plain so that a page of the repository links it; anything else as code. */
export function commitName(commit: string): string {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit) ? commit : code(commit);
}

/** An address of ours as a link; code where it is no plain address. */
export function link(words: string, address: string): string {
  return /^https?:\/\/[\w.:[\]-]+\/[\w./~-]*$/.test(address) ? `[${words}](${address})` : code(address);
}

/** A line of a fenced block. Something of ours must stand before what may be hostile, so that it cannot end the block. */
export function fenceLine(sign: '+' | '-' | '!' | ' ', text: string): string {
  return `${sign} ${shorten(text, longestLine)}`.trimEnd();
}
