import fc from 'fast-check';

/** Texts that YAML, a reviewer or a file system may take for something else. */
export const significant = [
  'Acme',
  "O'Brien & Söhne",
  'a: b',
  'a #b',
  '# b',
  '- b',
  'no',
  'Yes',
  'on',
  '~',
  'null',
  '0x1F',
  '1e3',
  '0123',
  '12:30',
  '2026-11-24',
  '.5',
  '.inf',
  '<<',
  '=',
  '*a',
  '&a',
  '!tag',
  '%dir',
  '@at',
  '`tick',
  '{a: 1}',
  '[a]',
  ', ',
  '"quoted"',
  "'single'",
  'back\\slash',
  ' lead',
  'trail ',
  'two  spaces',
  'line\nbreak',
  'line\r\nbreak',
  'tab\there',
  '\u0007bell',
  '\u0085next',
  '\u2028line',
  '\ufeffmark',
  '\u202egnp',
  '\u00a0nbsp',
  '\ud800',
  '👩\u200d🚀',
  '日本株式会社',
  '../../etc',
  'CON',
  '---',
  '...',
  '?',
  ':',
  'a:',
  '|',
  '>',
  'x'.repeat(300),
] as const;

/** A text that may be a value. */
export const anyText = fc.oneof(
  fc.constantFrom(...significant),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
);

const safeText = fc.stringMatching(/^Q[a-z]{0,8}(?: [A-Z][a-z]{1,5})?$/);

/** How a value is written: some on one line, some on several. `at` is the indentation of its key. */
function written(value: string, style: number, at: string, inFlow: boolean, lineBreak: string): string {
  if (style === 1) return `'${value.replaceAll("'", "''")}'`;
  if (style === 2) return JSON.stringify(value);
  if (style === 3 && !inFlow) return `|- # block${lineBreak}${at}    ${value}`;
  if (style === 4 && !inFlow) return `>${lineBreak}${at}    ${value}${lineBreak}${at}    # no comment`;
  if (style === 5 && !inFlow) return `${lineBreak}${at}    ${value}`;
  if (style === 6 && !inFlow) return `"${value}${lineBreak}${at}    more"`;
  return value;
}

const names = ['account_email', 'email_domain', 'notes', 'dirsync_enabled', 'token', 'https_proxy'] as const;

/** The text of a valid customer file in some layout that a person may have given it. */
export const anyFile = fc
  .record({
    hierarchy: fc.option(fc.constantFrom('sys.hcs.Acme', 'sys.hcs.Con toso.Acme')),
    name: safeText,
    entries: fc.uniqueArray(fc.record({ name: fc.constantFrom(...names), value: safeText, style: fc.nat(7) }), {
      selector: (one) => one.name,
    }),
    flow: fc.boolean(),
    share: fc.boolean(),
    sections: fc.shuffledSubarray(['hierarchy', 'customer', 'actions', 'lifecycle'], { minLength: 4 }),
    comments: fc.array(fc.nat(5), { minLength: 30, maxLength: 30 }),
    crlf: fc.boolean(),
    mark: fc.boolean(),
    start: fc.boolean(),
    ended: fc.boolean(),
  })
  .map((one) => {
    const lineBreak = one.crlf ? '\r\n' : '\n';
    let serial = 0;
    // Some lines have a comment above, some at their end, some an empty line before.
    const decorated = (line: string, at: string) => {
      const kind = one.comments[serial % 30] ?? 0;
      serial += 1;
      const above = kind === 1 ? [`${at}# above ${serial}`] : kind === 2 ? ['', `${at}# two ${serial}`, `${at}#`] : [];
      const plain = !/[\r\n]/.test(line);
      return [...above, kind === 3 && plain ? `${line} # after ${serial}` : line, ...(kind === 4 ? [''] : [])].join(
        lineBreak,
      );
    };
    const entryText = (entry: (typeof one.entries)[number], at: string) => {
      if (entry.name === 'dirsync_enabled') return 'dirsync_enabled: true';
      if (entry.name === 'token' || entry.name === 'https_proxy') {
        const long = `${entry.name}:${lineBreak}${at}  version: 2${lineBreak}${at}  # inside${lineBreak}${at}  env: WEBEX_A${lineBreak}${at}  # last`;
        return entry.style > 3 && !one.flow ? long : `${entry.name}: {version: 2, env: WEBEX_A}`;
      }
      if (one.share && entry.name === 'notes') return 'notes: *shared';
      return `${entry.name}: ${written(entry.value, entry.style, at, one.flow, lineBreak)}`;
    };
    const name = one.share ? `name: &shared ${one.name}` : `name: ${one.name}`;
    const customer = one.flow
      ? [decorated(`customer: { ${[name, ...one.entries.map((entry) => entryText(entry, ''))].join(', ')} }`, '')]
      : [
          decorated('customer:', ''),
          decorated(`  ${name}`, '  '),
          ...one.entries.map((entry) => decorated(`  ${entryText(entry, '  ')}`, '  ')),
        ];
    const texts: Readonly<Record<string, readonly string[]>> = {
      hierarchy: one.hierarchy === null ? [] : [decorated(`hierarchy: ${one.hierarchy}`, '')],
      customer,
      actions: [decorated('actions:', ''), decorated('  sync_users: { rerun: Now, on: [create] }', '  ')],
      lifecycle: [
        decorated('lifecycle:', ''),
        decorated("  ignore: ['notes',email_domain]", '  '),
        decorated('  protect: true', '  '),
      ],
    };
    const head = ['# yaml-language-server: $schema=../schemas/customer.schema.json', ...(one.start ? ['---'] : [])];
    const body = [...head, ...one.sections.flatMap((section) => texts[section] ?? [])].join(lineBreak);
    return `${one.mark ? '\ufeff' : ''}${body}${one.ended ? lineBreak : ''}`;
  });
