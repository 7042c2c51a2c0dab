import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeAcknowledgements, strangers } from '../../src/config/acknowledgements.ts';
import { declaredNames } from '../../src/model/properties.ts';
import { customer } from '../plan/world.ts';
import { decodeTexts, sourceFile } from './helper.ts';

function decode(text: string | Uint8Array, path = 'customers/_drift.yaml') {
  return decodeAcknowledgements([sourceFile(path, text)], 'customers');
}

const example = `# why these differ
- customer: customers/emea/acme.yaml
  property: email_domain
  reason: trial until the new domain is live
  until: 2026-12-31
- { customer: Globex, property: record, reason: made by hand }
`;

test('the example of the documentation', () => {
  const place = { file: 'customers/_drift.yaml', column: 3 };
  expect(decode(example)).toEqual({
    acknowledgements: [
      {
        customer: 'customers/emea/acme.yaml',
        property: 'email_domain',
        reason: 'trial until the new domain is live',
        until: '2026-12-31',
        place: { ...place, line: 2 },
      },
      { customer: 'Globex', property: 'record', reason: 'made by hand', until: null, place: { ...place, line: 6 } },
    ],
    diagnostics: [],
  });
});

test('it is no customer, and one that is empty or all comments acknowledges nothing', () => {
  expect(decodeTexts({ '_drift.yaml': example })).toMatchObject({ customers: [], diagnostics: [] });
  for (const text of ['', '# nothing\n', '[]']) expect(decode(text)).toEqual({ acknowledgements: [], diagnostics: [] });
  expect(decodeAcknowledgements([], 'customers').acknowledgements).toEqual([]);
  expect(decode(example, 'customers/emea/_drift.yaml').acknowledgements).toEqual([]);
});

const entry = '- { customer: Acme, property: notes, reason: why }\n';

test.each([
  ['a mapping instead of a list', 'customer: Acme\n', ['1:1 wrong-type']],
  ['an entry that is a text', '- Acme\n', ['1:3 wrong-type']],
  ['an unknown property', '- { customer: Acme, property: emaildomain, reason: why }\n', ['1:31 wrong-choice']],
  ['a secret property', '- { customer: Acme, property: token, reason: why }\n', ['1:31 wrong-choice']],
  [
    'an unknown word',
    `${entry}- { customer: B, property: notes, reason: why, untill: 2026-01-01 }\n`,
    ['2:48 unknown-property'],
  ],
  ['no reason', '- { customer: Acme, property: notes }\n', ['1:3 missing-property']],
  ['an empty reason', '- { customer: Acme, property: notes, reason: " " }\n', ['1:46 wrong-type']],
  ['nothing behind a name', '- { customer: Acme, property: notes, reason: }\n', ['1:46 wrong-type']],
  ['a number for a customer', '- { customer: 7, property: notes, reason: why }\n', ['1:15 wrong-type']],
  [
    'a day that is none',
    '- { customer: Acme, property: notes, reason: why, until: tomorrow }\n',
    ['1:58 wrong-format'],
  ],
  [
    'a day that the calendar does not have',
    '- { customer: Acme, property: notes, reason: why, until: 2026-06-31 }\n',
    ['1:58 wrong-format'],
  ],
  [
    'the same twice',
    `${entry}- { customer: Acme, property: hierarchy, reason: why }\n${entry}`,
    ['3:3 duplicate-acknowledgement'],
  ],
  ['no YAML', '- {', ['1:4 yaml-syntax']],
  [
    'everything at once',
    '- { customer: 7, property: x, reason: "", until: x }\n- 1\n',
    ['1:15 wrong-type', '1:28 wrong-choice', '1:39 wrong-type', '1:50 wrong-format', '2:3 wrong-type'],
  ],
])('%s', (_, text, problems) => {
  const { acknowledgements, diagnostics } = decode(text);
  expect(diagnostics.map(({ code, place }) => `${place?.line}:${place?.column} ${code}`)).toEqual(problems);
  expect(acknowledgements).toEqual([]);
  for (const one of diagnostics) expect(one.hint).toBeTruthy();
});

test('bytes that are no text are an error and nothing worse', () => {
  expect(decode(new Uint8Array([0xff, 0xfe, 0])).diagnostics.map((one) => one.code)).toEqual(['not-utf8']);
});

test('the schema offers what can drift and nothing else', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../schemas/acknowledgements.schema.json', import.meta.url), 'utf8'),
  );
  expect(schema.items.properties.property.enum).toEqual([...declaredNames, 'hierarchy', 'record']);
});

test('a customer that no file declares is a warning, unless its record is what is acknowledged', () => {
  const { acknowledgements } = decode(
    `${entry}- { customer: Globex, property: notes, reason: why }\n- { customer: Initech, property: record, reason: why }\n- { customer: customers/acme.yaml, property: name, reason: why }\n`,
  );
  const told = strangers(acknowledgements, [customer('Acme')]);
  expect(told.map((one) => [one.severity, one.code, one.place?.line])).toEqual([['warning', 'unknown-customer', 2]]);
});
