import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runHere } from '../support/in-process.ts';
import { openRepository } from '../support/lab.ts';

const untidy = 'customer:\n  # who\n  "name": "Acme"\nhierarchy:   sys.hcs.Acme\n';
const tidy = 'hierarchy: sys.hcs.Acme\ncustomer:\n  # who\n  name: Acme\n';

test('fmt writes the one form, --check only tells, and what cannot be read is told and left', async () => {
  const repository = openRepository();
  const lab = { path: repository.path, env: {} };
  const read = (file: string) => readFileSync(path.join(repository.path, 'customers', file), 'utf8');
  repository.write({
    'customers/a/acme.yaml': untidy,
    'customers/a/_defaults.yaml': "customer: { 'notes':   x }\n",
    'customers/good.yaml': tidy,
  });
  const checked = await runHere(lab, ['fmt', '--check']);
  expect([checked.status, checked.stdout]).toEqual([
    1,
    '! customers/a/_defaults.yaml\n! customers/a/acme.yaml\n\nFormat: 2 left as they were, 1 unchanged.\n',
  ]);
  expect(checked.stderr).toContain('customers/a/acme.yaml:1:1: error [not-formatted]');
  expect(read('a/acme.yaml')).toBe(untidy);

  const formatted = await runHere(lab, ['fmt']);
  expect([formatted.status, formatted.stderr, read('a/acme.yaml')]).toEqual([0, '', tidy]);
  expect(read('a/_defaults.yaml')).toBe('customer: { notes: x }\n');
  const again = await runHere(lab, ['fmt', '--check']);
  expect([again.status, again.stderr, again.stdout]).toEqual([0, '', 'Format: 3 unchanged.\n']);

  repository.write({ 'customers/broken.yaml': 'a: [\n' });
  expect(await runHere(lab, ['fmt'])).toMatchObject({ status: 1, stderr: expect.stringContaining('broken.yaml') });
  symlinkSync('/etc/hostname', path.join(repository.path, 'customers/link.yaml'));
  expect((await runHere(lab, ['fmt'])).stderr).toContain('[link]');
});
