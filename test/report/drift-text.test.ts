import { expect, test } from 'vitest';
import { makeDrift } from '../../src/plan/drift.ts';
import { driftText } from '../../src/report/drift-text.ts';
import { styleFor } from '../../src/report/style.ts';
import { applied, appliedState, customer, live, liveState, now } from '../plan/world.ts';
import { everythingDrifted as everything } from './drift-report.ts';
import { expectGolden } from './golden.ts';

const plain = styleFor(false);
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
