import { expect, test } from 'vitest';
import { prose } from '../../src/report/markdown/escape.ts';

test.each([
  [
    'A plain sentence, with 2,000 words (or so) – not more.',
    'A plain sentence, with 2,000 words (or so) `–` not more.',
  ],
  ['It was deadbeefcafe.', 'It was `deadbeefcafe`.'],
  ['deadbeefcafe-that, or so-deadbeefcafe', '`deadbeefcafe-that`, or `so-deadbeefcafe`'],
  ["deadbee's place", "`deadbee's` place"],
  ['façade and decade', 'façade and decade'],
  ['ask @octo-team about #12', 'ask `@octo-team` about `#12`'],
])('prose keeps words and makes code of the rest: %s', (text, shown) => {
  expect(prose(text)).toBe(shown);
});
