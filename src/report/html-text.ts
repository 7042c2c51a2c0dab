import { Parser } from 'htmlparser2';

/** What is inside is no text for people. */
const silent: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript', 'head', 'iframe', 'object']);

/** What begins and ends a line. */
const blocks: ReadonlySet<string> = new Set(
  'address article aside blockquote body br caption dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th thead tr ul'.split(
    ' ',
  ),
);

const headings = /^h[1-6]$/;

/** Deeper nesting than any page for people has; the parser's work grows with its square. */
const deepest = 500;

/** Ends the reading of a page that is nested more deeply. */
class TooDeep extends Error {}

/**
 * The text of a page of HTML: lines for blocks, cells of a row on one line, a dash before items of a list. Scripts, styles
 * and everything that is no text are left out. What is left is hostile text still, to be cleaned where it is shown.
 */
export function htmlText(html: string): string {
  const lines: string[] = [];
  let line = '';
  let muted = 0;
  let depth = 0;
  const end = () => {
    const text = line.replace(/\s+/gu, ' ').trim();
    if (text !== '') lines.push(text);
    line = '';
  };
  const parser = new Parser(
    {
      onopentag(name) {
        depth += 1;
        if (depth > deepest) throw new TooDeep();
        if (silent.has(name)) muted += 1;
        if (name === 'td' || name === 'th') line += line.trim() === '' ? '' : '  |  ';
        else if (blocks.has(name)) end();
        if (name === 'li') line = '- ';
        if (headings.test(name) && lines.length > 0) lines.push('');
      },
      ontext(text) {
        if (muted === 0) line += text;
      },
      onclosetag(name) {
        depth -= 1;
        if (silent.has(name)) muted -= 1;
        if (name !== 'td' && name !== 'th' && blocks.has(name)) end();
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  try {
    parser.end(html);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
  }
  end();
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
