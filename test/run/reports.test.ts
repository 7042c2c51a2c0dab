import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runHere } from '../support/in-process.ts';
import { customerFile, openLab } from '../support/lab.ts';

const nodes = [
  { path: 'sys', type: 'System' },
  { path: 'sys.hcs', type: 'Provider' },
  { path: 'sys.hcs.Acme', type: 'Customer' },
];

test('one run of a command gives its report in every form, also where it comes to nothing', async () => {
  const lab = await openLab({ seed: { nodes, customers: [] } });
  lab.commit({ 'customers/acme.yaml': customerFile('Acme') });
  const reports = ['--report', 'markdown=plan.md', '--report', 'json=plan.json', '--report', 'summary=summary.md'];
  const read = (file: string) => readFileSync(path.join(lab.path, file), 'utf8');
  lab.write({ 'summary.md': 'What was there.\n' });
  lab.env['GITHUB_ACTIONS'] = 'true';

  const planned = await runHere(lab, ['plan', ...reports]);
  expect([planned.status, planned.stderr]).toEqual([0, '']);
  expect(planned.stdout).toContain('Plan: 1 to create');
  expect(JSON.parse(read('plan.json')).summary.create).toBe(1);
  expect(read('plan.md')).toMatch(/^<!-- sparkform plan env=default -->\n## Plan for `default`: 1 to create\n/);
  expect(read('summary.md')).toBe(`What was there.\n${read('plan.md')}`);

  lab.write({ 'customers/acme.yaml': customerFile('Acme', ['  nmae: ::error::x']) });
  const failed = await runHere(lab, ['plan', ...reports]);
  expect(failed.status).toBe(1);
  expect(read('plan.md')).toContain('## Plan for `default` failed: 1 error\n');
  expect(read('plan.md')).toContain('| error | `customers/acme.yaml:4:3` |');
  expect(failed.stderr).toMatch(/^::error file=customers\/acme\.yaml,line=4,col=3,title=unknown-property::/m);
  expect(failed.stderr.match(/^\s*::/gm)).toHaveLength(1);

  delete lab.env['GITHUB_ACTIONS'];
  expect((await runHere(lab, ['plan'])).stderr).not.toMatch(/^::/m);
});
