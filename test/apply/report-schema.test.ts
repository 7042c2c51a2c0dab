import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ApplyReport, countStatuses } from '../../src/report/outcome-text.ts';
import { inputOf, runs } from './random-run.ts';

function schemaOf(name: string): object {
  return JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
}

const ajv = new Ajv({ strict: false, schemas: [schemaOf('plan')] });
const validate = ajv.compile(schemaOf('report'));

test('the report of any run is as report.schema.json says', () => {
  fc.assert(
    fc.property(runs, ([world, fates, only]) => {
      const { plan, outcomes } = inputOf(world, fates, only);
      const report: ApplyReport = {
        format: 1,
        env: plan.env,
        server: plan.server,
        source: plan.desired.commit,
        applied: plan.applied.commit,
        summary: countStatuses(outcomes),
        requests: { read: 3, write: 1 },
        customers: outcomes,
        diagnostics: [...plan.diagnostics, ...plan.refusals],
      };
      const json: unknown = JSON.parse(JSON.stringify(report));
      expect(json).toStrictEqual(report);
      expect([validate(json), validate.errors]).toEqual([true, null]);
      const steps = outcomes.flatMap((one) => one.steps).length;
      expect(Object.values(report.summary).reduce((sum, count) => sum + count, 0)).toBe(steps);
      expect(validate({ ...report, customers: [{ ...outcomes[0], steps: [{ status: 'done' }] }] })).toBe(false);
    }),
    { numRuns: 200 },
  );
});
