import type { Change } from '../../../src/model/plan.ts';
import { applyPage } from '../../../src/report/html/apply-page.ts';
import { driftPage } from '../../../src/report/html/drift-page.ts';
import { planPage } from '../../../src/report/html/plan-page.ts';
import { now } from '../../plan/world.ts';
import { applyReport } from '../apply-report.ts';
import { everything } from '../everything.ts';
import { estateDrift } from './estate.ts';

const plan = everything('overwrites-drift');
const drift = estateDrift(80);

/** One page of each kind with this text wherever text from files, from the server or from the workflow is shown. */
export function pagesOf(text: string): readonly string[] {
  const place = { file: text, line: 1, column: 1 };
  const problem = { severity: 'error', code: 'a-code', message: text, hint: text, place } as const;
  const customers = plan.customers.map((one) => ({
    ...one,
    name: text,
    file: one.file === null ? null : text,
    hierarchy: one.hierarchy === null ? null : text,
    recordedAs: null,
    pkid: one.pkid === null ? null : text,
    consequences: one.consequences.map(() => text),
    blocked: one.blocked.map(() => problem),
    allowed: one.allowed.map((allowance) => ({ ...allowance, commit: text })),
    steps: one.steps.map((step) => {
      switch (step.kind) {
        case 'move':
          return { ...step, from: text, to: text };
        case 'action':
          return { ...step, why: text };
        case 'delete':
          return step;
        default:
          return { ...step, fields: step.fields.map((change) => changed(change, text)) };
      }
    }),
  }));
  const hostile = { ...plan, env: text, server: text, customers, diagnostics: [problem], refusals: [problem] };
  const report = applyReport(hostile);
  const outcomes = report.customers.map((one) => ({
    ...one,
    steps: one.steps.map((step) => ({ ...step, message: text, transaction: text })),
  }));
  const around = { time: now, version: text, run: `https://${text}` };
  return [
    planPage(hostile, around),
    applyPage(
      { ...report, server: text, source: text, applied: text, customers: outcomes, diagnostics: [problem] },
      around,
    ),
    driftPage(
      {
        ...drift,
        env: text,
        server: text,
        applied: { commit: text },
        diagnostics: [problem],
        customers: drift.customers.map((one) => ({
          ...one,
          name: text,
          file: one.file === null ? null : text,
          hierarchy: text,
          pkid: text,
          differences: one.differences.map((difference) => ({
            ...difference,
            applied: text,
            live: text,
            acknowledged: difference.acknowledged === null ? null : { ...difference.acknowledged, reason: text, place },
            expired: difference.expired === null ? null : { ...difference.expired, reason: text, until: text, place },
          })),
        })),
      },
      around,
    ),
  ];
}

function changed(change: Change, text: string): Change {
  if (!('reference' in change))
    return { ...change, before: text, after: text, place: { file: text, line: 1, column: 1 } };
  return change.reference === null ? change : { ...change, reference: { env: text, key: text, version: text } };
}
