import { expect, test } from 'vitest';
import { decodeApplied } from '../../src/config/applied.ts';

const commit = 'a'.repeat(40);

function decode(more: object) {
  const json = { format: 1, server: 'https://voss.example', customers: {}, ...more };
  return decodeApplied(commit, [], new TextEncoder().encode(JSON.stringify(json)), 'customers');
}

test.each([
  ['a commit', { source: 'b'.repeat(40) }, { source: 'b'.repeat(40) }],
  ['none that is done with', { source: null }, { source: null }],
  ['nothing, as older versions wrote it', {}, {}],
])('the source that was applied last is %s', (_, written, read) => {
  const { applied, diagnostics } = decode(written);
  const state = { commit, server: 'https://voss.example', customers: [], ...read };
  expect([applied, diagnostics]).toStrictEqual([state, []]);
});

test.each(['--output=/tmp/x', 'HEAD', '', 7, 'B'.repeat(40)])(
  'a source that is no commit makes the state unreadable: %s',
  (source) => {
    expect(decode({ source }).diagnostics).toMatchObject([{ code: 'unreadable-applied-state' }]);
  },
);
