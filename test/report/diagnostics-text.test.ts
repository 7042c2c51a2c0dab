import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { countDiagnostics, diagnosticsText } from '../../src/report/diagnostics-text.ts';
import { styleFor } from '../../src/report/style.ts';
import { decodeTexts } from '../config/helper.ts';
import { expectGolden } from './golden.ts';

const top = 'hierarchy: sys.hcs.Acme\ncustomer:\n  name: Acme\n';

/** One file for each kind of mistake that people make most. */
const files = {
  'ambiguous.yaml': `${top}  notes: no\n  email_domain:\n`,
  'choice.yaml': `${top}  default_calling_behaviour: Jabber\nactions: { sync_users: { on: [created] } }\n`,
  'duplicate.yaml': `${top}  notes: a\n  notes: b\n`,
  'hierarchy.yaml': 'hierarchy: hcs.Acme\ncustomer: { name: Acme }\n',
  'hostile.yaml': `${top}  "not\\u202Ees\\e[31m": x\n`,
  'literal.yaml': `${top}  token: eyJhbGciOi\n  refresh_token: { env: HOME }\n  https_proxy: { env: WEBEX_PROXY, value: x }\n`,
  'missing.yaml': 'customer: {}\n',
  'server.yaml': `${top}  token_link: https://example.com\n  shadow: []\n`,
  'syntax.yaml': `${top}  notes: see: this\n`,
  'type.yaml': `${top}  dirsync_enabled: yes\n  name2: x\nlifecycle: { protect: 1, ignore: [name] }\n`,
  'unknown.yaml': `${top}  emailDomain: acme.example\nlifecycel: {}\n`,
  'same-account-1.yaml': 'hierarchy: sys.a\ncustomer: { name: A, account_number_external: x-1 }\n',
  'same-account-2.yaml': 'hierarchy: sys.b\ncustomer: { name: B, account_number_external: x-1 }\n',
};

test('what validate says of the usual mistakes', () => {
  expectGolden('validate-errors', diagnosticsText(decodeTexts(files).diagnostics, styleFor(false)));
});

test('a diagnostic says its severity, its customer where no place does, and what to do', () => {
  const all: readonly Diagnostic[] = [
    { severity: 'warning', code: 'a-code', message: 'Something.', customer: 'Ac\u001b[1mme' },
    { severity: 'notice', code: 'b-code', message: 'Else.', hint: 'Do this.' },
  ];
  expect(diagnosticsText(all, styleFor(false))).toBe(
    'Ac\\x1b[1mme: warning [a-code] Something.\nnotice [b-code] Else.\n    → Do this.\n',
  );
  expect(countDiagnostics(all)).toBe('1 warning, 1 notice');
});
