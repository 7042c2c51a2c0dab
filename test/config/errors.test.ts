import { expect, test } from 'vitest';
import { codes } from '../../src/config/codes.ts';
import { decodeCustomers } from '../../src/config/decode.ts';
import type { SourceFile } from '../../src/model/source-file.ts';
import { decodeTexts, problemsIn } from './helper.ts';

const top = 'hierarchy: sys\ncustomer:\n  name: Acme\n';

test.each<[what: string, text: string, problems: readonly string[]]>([
  ['an open bracket', 'hierarchy: [', ['1:13 yaml-syntax']],
  ['an open quote', 'hierarchy: "sys', ['1:16 yaml-syntax']],
  ['a colon in a plain text', `${top}  notes: see: this\n`, ['4:10 yaml-syntax']],
  ['a tab', 'customer:\n\tname: Acme', ['2:1 yaml-syntax']],
  ['a reserved character', `${top}  notes: @here\n`, ['4:10 yaml-syntax']],
  ['two documents', 'hierarchy: sys\n---\nhierarchy: sys\n', ['2:1 multiple-documents']],
  ['a YAML 1.1 directive', `%YAML 1.1\n---\n${top}`, ['1:1 yaml-feature']],
  ['a tag', `${top}  notes: !!binary aGk=\n`, ['4:10 yaml-feature']],
  ['a tag of core YAML', `${top}  notes: !!str no\n`, ['4:16 ambiguous-value', '4:16 yaml-feature']],
  ['a custom tag', `${top}  notes: !env HOME\n`, ['4:10 yaml-feature']],
  ['a merge key', `${top}  <<: { notes: x }\n`, ['4:3 yaml-feature']],
  ['an unknown alias', `${top}  notes: *there\n`, ['4:10 unknown-alias']],
  ['a key that is a list', '[a]: b\n', ['1:1 yaml-syntax']],
  ['a duplicate key', `${top}  notes: a\n  notes: b\n`, ['5:3 duplicate-key']],
  ['duplicate keys in braces', 'hierarchy: sys\ncustomer: { name: a, name: b }', ['2:22 duplicate-key']],
  ['a text', 'just a text', ['1:1 wrong-type']],
  ['a list', '- hierarchy: sys', ['1:1 wrong-type']],
  ['nothing but a hierarchy', 'hierarchy: sys\n', ['1:1 missing-property']],
  ['no name', 'hierarchy: sys\ncustomer:\n  notes: x\n', ['3:3 missing-property']],
  ['a null name', 'hierarchy: sys\ncustomer: { name: null }\n', ['2:19 missing-property']],
  ['an empty name', 'hierarchy: sys\ncustomer: { name: "" }\n', ['2:19 missing-property']],
  ['a blank name', 'hierarchy: sys\ncustomer: { name: " " }\n', ['2:19 missing-property']],
  ['no hierarchy', 'customer:\n  name: Acme\n', ['1:1 missing-hierarchy']],
  ['an unknown section', `${top}action: {}\n`, ['4:1 unknown-property']],
  ['an unknown property', `${top}  emailDomain: x\n`, ['4:3 unknown-property']],
  ['a property at the wrong level', `${top}notes: x\n`, ['4:1 unknown-property']],
  ['a section at the wrong level', `${top}  lifecycle: {}\n`, ['4:3 unknown-property']],
  ['__proto__', `${top}  __proto__: { name: x }\n__proto__: {}\n`, ['4:3 unknown-property', '5:1 unknown-property']],
  ['constructor', `${top}constructor: x\n`, ['4:1 unknown-property']],
  ['a server property', `${top}  token_link: x\n`, ['4:3 server-owned-property']],
  ['the shadow', `${top}  shadow: []\n`, ['4:3 server-owned-property']],
  ['a wrong choice', `${top}  default_calling_behaviour: Jabber\n`, ['4:30 wrong-choice']],
  ['a choice of another type', `${top}  default_calling_behaviour: 5\n`, ['4:30 wrong-choice']],
  ['a quoted boolean', `${top}  dirsync_enabled: "true"\n`, ['4:20 wrong-type']],
  ['a boolean of YAML 1.1', `${top}  dirsync_enabled: yes\n`, ['4:20 wrong-type']],
  ['a list for a text', `${top}  notes: [a]\n`, ['4:10 wrong-type']],
  ['a block for a text', `${top}  notes:\n    a: b\n`, ['5:5 wrong-type']],
  ['nothing behind a name', `${top}  notes:\n  sync:\n`, ['4:3 ambiguous-value', '5:3 ambiguous-value']],
  ['nothing behind a section', `${top}actions:\n`, ['4:9 wrong-type']],
  ['an unknown moment', `${top}actions: { sync_users: { on: [created] } }\n`, ['4:31 wrong-choice']],
  ['a moment twice', `${top}actions: { sync_users: { on: [change, change] } }\n`, ['4:30 repeated-item']],
  ['a bare moment', `${top}actions: { sync_users: { on: create } }\n`, ['4:30 wrong-type']],
  ['a number for within', `${top}actions: { refresh_access_token: { within: 3 } }\n`, ['4:44 wrong-type']],
  ['weeks for within', `${top}actions: { refresh_access_token: { within: 3w } }\n`, ['4:44 wrong-format']],
  ['no within', `${top}actions: { refresh_access_token: {} }\n`, ['4:34 missing-property']],
  ['a secret that is ignored', `${top}lifecycle: { ignore: [token] }\n`, ['4:23 wrong-choice']],
  ['an ignored name', `${top}lifecycle: { ignore: [name] }\n`, ['4:23 wrong-choice']],
])('%s', (_, text, problems) => {
  expect(problemsIn(text)).toEqual(problems);
});

test.each([
  ['hcs.Acme', 'does not start with sys'],
  ['system.x', 'does not start with sys'],
  ['sys..x', 'two dots'],
  ['sys.x.', 'two dots'],
  ['sys.a/b', 'a character other'],
  ['"sys. x"', 'a character other'],
  ['""', 'it is empty'],
])('the hierarchy %s is refused with its reason', (hierarchy, reason) => {
  const { diagnostics } = decodeTexts({ 'a.yaml': `hierarchy: ${hierarchy}\ncustomer: { name: A }\n` });
  expect(diagnostics).toMatchObject([{ code: 'bad-hierarchy', place: { line: 1, column: 12 } }]);
  expect(diagnostics[0]?.message).toContain(reason);
});

test.each(['sys', 'sys.hcs', 'sys.hcs.Big Corp.site_1-b'])('the hierarchy %s is accepted', (hierarchy) => {
  expect(problemsIn(`hierarchy: ${hierarchy}\ncustomer: { name: A }\n`)).toEqual([]);
});

test.each([
  [`${top}  emailDomain: x\n`, 'Did you mean "email_domain"?'],
  [`${top}  name_: x\n`, 'Did you mean "name"?'],
  [`${top}lifecycle: { protected: true }\n`, 'Did you mean "protect"?'],
  [`${top}actions: { sync_roles_licenses: {} }\n`, 'Did you mean "sync_roles_licences"?'],
  [`${top}  zzzzzzzz: x\n`, '"name", "account_number_external"'],
  [`${top}notes: x\n`, 'below "customer:"'],
  [`${top}  actions: {}\n`, 'left edge'],
  [`${top}  default_calling_behaviour: cisco jabber\n`, 'Did you mean "Cisco Jabber app"?'],
  [`${top}  default_calling_behaviour: x\n`, '"Cisco Jabber app" or "Third-Party app", or null'],
  [`${top}  dirsync_enabled: "yes"\n`, 'without quotes'],
  [`${top}  notes: 0123\n`, 'Write "0123", with the quotes.'],
])('the hint for %j helps', (text, hint) => {
  const { diagnostics } = decodeTexts({ 'a.yaml': text });
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.hint).toContain(hint);
});

test('a server property says who owns it', () => {
  const { diagnostics } = decodeTexts({ 'a.yaml': `${top}  account_number: x\n` });
  expect(diagnostics[0]?.message).toContain('VOSS Automate resolves it from account_number_external');
});

test('names of entries that mean nothing, or are no files, are errors', () => {
  const { customers, diagnostics } = decodeTexts({
    '_default.yaml': '',
    '_defaults.yml': '',
    'a/_drift.yaml': '',
    'x.yaml/y.yaml': top,
    'x.yaml/z.yaml': top,
  });
  expect(customers).toEqual([]);
  expect(diagnostics.map(({ code, place }) => `${place?.file} ${code}`)).toEqual([
    'customers/_default.yaml reserved-name',
    'customers/_defaults.yml reserved-name',
    'customers/a/_drift.yaml reserved-name',
    'customers/x.yaml not-a-file',
  ]);
  expect(diagnostics[1]?.hint).toContain('Rename it to _defaults.yaml');
});

test.each<[problem: SourceFile['problem'], path: string, codes: readonly string[]]>([
  ['link', 'a.yaml', ['link']],
  ['link', 'folder', ['link']],
  ['link', '.hidden', []],
  ['unreadable', 'a.yaml', ['unreadable']],
  ['unreadable', 'folder', ['unreadable']],
  ['too-large', 'a.yaml', ['too-large']],
  ['too-large', 'a.pdf', []],
  ['folder', 'a.yaml', ['not-a-file']],
  ['not-a-file', 'pipe', []],
  ['not-a-file', 'pipe.yml', ['not-a-file']],
])('a problem of kind %s at %s', (problem, path, expected) => {
  const file = { path: `customers/${path}`, content: null, problem };
  const { diagnostics } = decodeCustomers([file], { folder: 'customers', secretNames: null, inherited: null });
  expect(diagnostics.map(({ code, place }) => [code, place?.file])).toEqual(expected.map((code) => [code, file.path]));
});

test('a file with hundreds of errors reports some of them', () => {
  const unknown = Array.from({ length: 500 }, (_, index) => `  k${index}: x\n`).join('');
  const { diagnostics } = decodeTexts({ 'a.yaml': top + unknown });
  expect(diagnostics).toHaveLength(51);
  expect(diagnostics.at(-1)).toMatchObject({ code: 'too-many-errors', message: expect.stringContaining('450') });
});

test('codes are kebab-case', () => {
  for (const code of Object.keys(codes)) expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});
