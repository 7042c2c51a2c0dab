import { test } from 'vitest';
import { guardPlan } from '../../src/plan/guard.ts';
import { driftMarkdown } from '../../src/report/markdown/drift.ts';
import { outcomeMarkdown } from '../../src/report/markdown/outcome.ts';
import { planMarkdown } from '../../src/report/markdown/plan.ts';
import { countStatuses } from '../../src/report/outcome-text.ts';
import { applied, customer, live, node, now, plan } from '../plan/world.ts';
import { applyReport } from './apply-report.ts';
import { everythingDrifted } from './drift-report.ts';
import { everything } from './everything.ts';
import { expectGolden } from './golden.ts';

const frame = { time: now, version: '1.2.3', run: 'https://github.com/example/customers/actions/runs/7' };
const fingerprint = '0123456789abcdef0123456789abcdef';
const comment = 60_000;

test('a plan with everything in it', () => {
  expectGolden('plan', planMarkdown(everything('overwrites-drift'), fingerprint, frame, comment), 'md');
});

test('a plan with nothing to do', () => {
  const acme = customer('Acme');
  const nothing = plan({ desired: [acme], applied: [applied(acme)], live: [live('Acme'), live('Globex')] });
  expectGolden('plan-nothing', planMarkdown(nothing, fingerprint, frame, comment), 'md');
});

test('a first plan, of an uncommitted work tree', () => {
  const first = plan({ desired: [customer('Acme'), customer('Globex')], live: [live('Acme')] });
  const uncommitted = { ...first, desired: { commit: null, dirty: true } };
  expectGolden('plan-first', planMarkdown(uncommitted, fingerprint, { ...frame, run: null }, comment), 'md');
});

test('a plan that is refused, for every reason there is', () => {
  const kept = customer('Acme', { lifecycle: { protect: true, ignore: [] } });
  const gone = ['Globex', 'Initech'].map((name) => applied(customer(name)));
  const made = plan({ applied: [applied(kept), ...gone], live: [live('Acme'), live('Globex'), live('Initech')] });
  const refused = guardPlan(
    { ...made, applied: { commit: 'a'.repeat(40) } },
    { allow: ['deletes-customer'], maxDeletes: 1, maxChangePercent: 30 },
    { managed: 10, declared: 0, live: 0 },
  );
  expectGolden('plan-refused', planMarkdown(refused, fingerprint, frame, comment), 'md');
});

test('a plan for which the server was not asked', () => {
  const made = plan({ desired: [customer('Acme')], applied: [applied(customer('Globex'))], live: [live('Globex')] });
  const offline = { ...made, observed: 'none' } as const;
  expectGolden('plan-offline', planMarkdown(offline, fingerprint, frame, comment), 'md');
});

test('a plan that did not come about', () => {
  const problem = {
    severity: 'error',
    code: 'unknown-property',
    message: 'There is no nam.',
    hint: 'Use name?',
  } as const;
  const places = [3, 7].map((line) => ({ ...problem, place: { file: 'customers/acme.yaml', line, column: 3 } }));
  const failed = { ...plan({}), server: '', desired: { commit: null, dirty: false }, diagnostics: places };
  expectGolden('plan-failed', planMarkdown(failed, fingerprint, frame, comment), 'md');
});

test('a plan with mistakes that stop it', () => {
  const lost = customer('Initech', { hierarchy: 'sys.hcs.Initec' });
  const twice = ['a', 'b'].map((file) => customer('Acme', { file: `customers/${file}.yaml` }));
  const mistaken = plan({ desired: [lost, ...twice], live: [live('Acme')], nodes: [node('sys.hcs.Other', 'Site')] });
  expectGolden('plan-mistakes', planMarkdown(mistaken, fingerprint, frame, comment), 'md');
});

const report = applyReport(everything('overwrites-drift', 'deletes-customer'));

test('an apply in which every status occurs', () => {
  expectGolden('apply', outcomeMarkdown(report, frame, comment), 'md');
});

test('an apply that had nothing to do', () => {
  const nothing = { ...report, customers: [], summary: countStatuses([]), requests: { read: 2, write: 0 } };
  expectGolden('apply-nothing', outcomeMarkdown({ ...nothing, applied: null }, frame, comment), 'md');
});

test('a drift report with everything in it', () => {
  expectGolden('drift', driftMarkdown(everythingDrifted, frame, comment), 'md');
});

test('no drift', () => {
  const summary = {
    ...everythingDrifted.summary,
    changed: 0,
    moved: 0,
    missing: 0,
    unmanaged: 0,
    acknowledged: 0,
    expiring: 0,
  };
  const none = { ...everythingDrifted, customers: [], summary, diagnostics: [] };
  expectGolden('drift-none', driftMarkdown(none, frame, comment), 'md');
});
