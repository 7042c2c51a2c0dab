import { test } from 'vitest';
import { applyMessage } from '../../src/report/apply-message.ts';
import { countStatuses, outcomeText } from '../../src/report/outcome-text.ts';
import { styleFor } from '../../src/report/style.ts';
import { applyReport, outcomesOf } from './apply-report.ts';
import { everything } from './everything.ts';
import { expectGolden } from './golden.ts';

const plan = everything('overwrites-drift', 'deletes-customer');

test('the report of an apply in which every status occurs', () => {
  expectGolden('apply', outcomeText(applyReport(plan), styleFor(false)));
});

test('the report of an apply that had nothing to do', () => {
  const nothing = { ...applyReport(plan), customers: [], summary: countStatuses([]), requests: { read: 2, write: 0 } };
  expectGolden('apply-nothing', outcomeText({ ...nothing, applied: null }, styleFor(false)));
});

test('the message of the commit that records it', () => {
  const by = 'ada, https://github.com/example/customers/actions/runs/7\nSigned-off-by: mallory';
  expectGolden('apply-message', applyMessage(plan, outcomesOf(plan), { run: 'sparkform-default-1-dddddddddddd', by }));
});
