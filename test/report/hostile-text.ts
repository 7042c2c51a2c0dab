import fc from 'fast-check';

/** What means to be something else where it is shown: on a terminal, in Markdown, in HTML, in the log of a workflow. */
const weapons: readonly string[] = [
  '\u001b[31m\u001b[2J',
  '\u001b]8;;https://evil.example\u0007here\u001b]8;;\u0007',
  '</details>',
  '</summary></details>\n\n# owned\n\n<details>',
  '|',
  '\\|',
  '| a | b |\n| --- | --- |\n',
  '`',
  '```',
  '\n```\n',
  '`'.repeat(40),
  '~~~~',
  '@octo-team',
  '@example/owners',
  '#12',
  'example/customers#12',
  'GH-12',
  'deadbeefcafe',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!--',
  '-->',
  '<!-- sparkform plan env=prod -->',
  '%0A::error::owned',
  '\n::set-output name=x::y',
  '::add-mask::a',
  '  ::stop-commands::x',
  ':',
  '##[add-mask]a',
  '##',
  '[command]',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u2028',
  '\ufeff',
  '\ud800',
  '\r\n',
  '\n\n',
  '\n    code',
  'https://evil.example/?a=b',
  'www.evil.example',
  'mailto:a@b.example',
  '[a](https://evil.example)',
  '![a](https://evil.example/x.png)',
  '[a]: https://evil.example',
  '**bold**',
  '_it_',
  '~~gone~~',
  '$x$',
  ':tada:',
  '&lt;',
  '&#64;',
  '\\',
  '- [ ] item',
  '> quote',
  '---',
  '===',
  '+++',
  '"',
  "'",
  ' ',
  '\t',
  'word',
  'ünï',
  '\u0301',
  '👩‍👩‍👧',
];

const piece = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...weapons) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
);

/** A text that anybody may have put into a file or into the server. */
export const hostileText: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 60, arbitrary: fc.array(piece, { maxLength: 8 }).map((all) => all.join('')) },
    { weight: 1, arbitrary: piece.map((one) => `${one} x`.repeat(Math.ceil(70_000 / (one.length + 2)))) },
  )
  .map((text) => (text === '' ? 'empty' : text));

/** Where texts of reports are anybody's; everything else in them is ours. */
const free: ReadonlySet<string> = new Set([
  'name',
  'file',
  'recordedAs',
  'hierarchy',
  'pkid',
  'from',
  'to',
  'before',
  'after',
  'applied',
  'live',
  'key',
  'message',
  'hint',
  'customer',
  'consequences',
  'server',
  'transaction',
  'reason',
]);

/**
 * A report with other texts in every place where they are anybody's. `next` gives them one after another: the same calls
 * for the same report.
 */
export function withTexts<Value>(report: Value, next: () => string): Value {
  const replaced: unknown = JSON.parse(JSON.stringify(report), (name, value: unknown) => {
    if (typeof value === 'string' && free.has(name)) return next();
    if (name === 'consequences' && Array.isArray(value)) return value.map(() => next());
    return value;
  });
  return replaced as Value;
}
