import { expect, test } from 'vitest';
import type { Acknowledgement } from '../../src/model/drift.ts';
import { makeDrift } from '../../src/plan/drift.ts';
import { driftText } from '../../src/report/drift-text.ts';
import { styleFor } from '../../src/report/style.ts';
import { applied, appliedState, customer, day, live, liveState, now } from '../plan/world.ts';
import { expectGolden } from './golden.ts';

const plain = styleFor(false);
const at = (days: number) => new Date(now + days * day).toISOString();
const place = (line: number) => ({ file: 'customers/_drift.yaml', line, column: 3 });

const acknowledgements: readonly Acknowledgement[] = [
  { customer: 'Globex', property: 'notes', reason: 'trial, see the ticket', until: '2026-12-31', place: place(1) },
  { customer: 'Acme', property: 'notes', reason: 'until it is cleaned up', until: '2026-11-01', place: place(5) },
  { customer: 'Stranger', property: 'record', reason: 'made by hand for the trade fair', until: null, place: place(9) },
  { customer: 'Initech', property: 'notes', reason: 'as agreed', until: null, place: place(13) },
  { customer: 'Nobody', property: 'notes', reason: 'as agreed', until: null, place: place(17) },
];

const places = { hierarchy: { file: 'customers/acme.yaml', line: 1, column: 12 } };
const fields = { email_domain: 'acme.example', notes: 'n', dirsync_enabled: true };
const domain = { 'customer.email_domain': { file: 'customers/_defaults.yaml', line: 4, column: 17 } };

const everything = makeDrift({
  env: 'production',
  applied: appliedState([
    applied(customer('Acme', { fields, places: { ...places, ...domain } })),
    applied(customer('Globex', { fields: { notes: 'n' } })),
    applied(customer('Initech', { fields: { notes: 'n' } })),
    applied(customer('Hooli', { fields: { notes: 'n' }, lifecycle: { protect: false, ignore: ['notes'] } })),
    applied(customer('Umbrella')),
    applied(customer('Vandelay')),
  ]),
  live: liveState([
    live(
      'Acme',
      { email_domain: 'other.example', notes: null },
      { hierarchy: 'sys.hcs.Globex', accessTokenExpires: at(9), refreshTokenExpires: at(-1) },
    ),
    live('Globex', { notes: 'changed\u202e by hand' }),
    live('Initech', { notes: 'n' }),
    live('Hooli', { notes: 'x' }),
    live('Umbrella', {}, { hierarchy: 'sys.hcs.Site', accessTokenExpires: at(9), refreshTokenExpires: at(80) }),
    live('Stranger', {}, { accessTokenExpires: at(-3), refreshTokenExpires: at(10) }),
    live('Newcomer'),
  ]),
  acknowledgements,
  failOnExpiry: 14 * day,
  now,
});

test('a drift report with everything in it', () => {
  expectGolden('drift', driftText(everything, plain));
});

test('no drift', () => {
  const input = { env: 'default', acknowledgements: [], failOnExpiry: null, now };
  const same = { applied: appliedState([applied(customer('Acme'))]), live: liveState([live('Acme')]) };
  expectGolden('drift-none', driftText(makeDrift({ ...input, ...same }), plain));
});

test('colours change nothing but colours, and nothing else reaches the terminal that could act there', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is looked for
  const text = driftText(everything, styleFor(true)).replace(/\u001b\[\d{1,2}m/g, '');
  expect(text).toBe(driftText(everything, plain));
  expect(text.replaceAll('\n', '').match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu)).toBeNull();
});
