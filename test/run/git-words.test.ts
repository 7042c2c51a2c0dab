import { expect, test } from 'vitest';
import { gitWords } from '../../src/run/git-words.ts';

test.each([
  ['fatal: bad object HEAD\nmore', 'fatal: bad object HEAD'],
  ['To https://host/x.git\n ! [rejected]  a -> a (fetch first)\nerror: failed', '! [rejected]  a -> a (fetch first)'],
  ['something that has\nno form', 'something that has'],
  ["fatal: unable to access 'https://robot:p@ss@host/x.git/': no", "fatal: unable to access 'https://host/x.git/': no"],
  ["fatal: 'ssh://robot@host/x' and //a:b@c/d", "fatal: 'ssh://host/x' and //c/d"],
  ['', ''],
])('of %j the line that tells why, without user and password', (message, words) => {
  expect(gitWords(new Error(message))).toBe(words);
});

test('of what is no error, nothing', () => {
  expect(gitWords('fatal: https://robot:secret@host')).toBe('');
});
