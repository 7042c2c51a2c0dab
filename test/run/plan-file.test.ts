import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { runHere } from '../support/in-process.ts';
import { customerFile, type Lab, openLab, top } from '../support/lab.ts';

const names = ['Alpha', 'Bravo', 'Charlie'];
const account = (index: number) => `00000000-0000-4000-8000-00000000000${index}`;
const seed = {
  nodes: [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
    ...[...names, 'Elsewhere'].map((name) => ({ path: `sys.hcs.${name}`, type: 'Customer' })),
  ],
  customers: [],
};

/** Every property that can be declared, so that every one of them is managed. */
function fileOf(name: string, notes: string): string {
  return customerFile(name, [
    `  account_number_external: ${account(names.indexOf(name))}`,
    `  account_email: admin@${name.toLowerCase()}.example`,
    '  default_calling_behaviour: Calling in Webex App',
    '  email_domain: one.example',
    '  dirsync_enabled: true',
    `  notes: ${notes}`,
    '  token: { env: WEBEX_TOKEN }',
  ]);
}

const fileName = (name: string) => `customers/${name.toLowerCase()}.yaml`;

/** Three customers that are applied; the files of the first two have changed since. */
async function openChanged(): Promise<Lab> {
  const lab = await openLab({ seed });
  lab.env['WEBEX_TOKEN'] = 'THE-TOKEN-OF-THEM-ALL';
  lab.commit(Object.fromEntries(names.map((name) => [fileName(name), fileOf(name, 'old')])));
  expect((await runHere(lab, ['apply', '--auto-approve'])).status).toBe(0);
  lab.commit(Object.fromEntries(names.slice(0, 2).map((name) => [fileName(name), fileOf(name, 'new')])));
  return lab;
}

/** Writes the plan file and says where. */
async function planInto(lab: Lab, ...flags: readonly string[]): Promise<string> {
  const file = path.join(lab.folder, 'the.plan');
  expect((await runHere(lab, ['plan', '--out', file, ...flags])).status).toBe(0);
  return file;
}

function pkidOf(lab: Lab, name: string): string {
  const [record] = lab.sandbox.state.named(name);
  return record?.pkid ?? '';
}

function notesOf(lab: Lab): readonly unknown[] {
  return names.map((name) => lab.sandbox.state.named(name)[0]?.data['notes']);
}

/** Changes what the file says and gives it the digest that goes with it, as somebody would who knows how. */
function forge(file: string, change: (content: { plan: { customers: Record<string, unknown>[] } }) => void): void {
  const { digest: _, ...content } = JSON.parse(readFileSync(file, 'utf8'));
  change(content);
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(([key, member]) => [key, sorted(member)] as const);
    return Object.fromEntries(members.toSorted(([left], [right]) => (left < right ? -1 : 1)));
  };
  const digest = createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex');
  writeFileSync(file, JSON.stringify({ ...content, digest }));
}

test('a plan file is applied as it is, without a question and once', async () => {
  const lab = await openChanged();
  const file = await planInto(lab);
  expect(readFileSync(file, 'utf8')).not.toContain('THE-TOKEN');
  const schema = (name: string) => JSON.parse(readFileSync(path.join(top, 'schemas', name), 'utf8'));
  const ajv = new Ajv({ strict: false }).addSchema(schema('plan.schema.json'));
  expect(ajv.validate(schema('plan-file.schema.json'), JSON.parse(readFileSync(file, 'utf8')))).toBe(true);

  const applied = await runHere(lab, ['apply', file]);
  expect([applied.status, notesOf(lab)]).toEqual([0, ['new', 'new', 'old']]);
  expect(lab.git('diff', '--name-only', 'refs/sparkform/default/applied', 'HEAD', '--', 'customers')).toBe('');

  const writes = lab.writes();
  const again = await runHere(lab, ['apply', file]);
  expect([again.status, again.stdout]).toEqual([4, expect.stringContaining('somebody applied')]);
  expect(lab.writes()).toBe(writes);
});

describe('races: a live edit between the plan and its apply refuses with exactly that customer named', () => {
  test('whatever is edited', async () => {
    const lab = await openChanged();
    const file = await planInto(lab);
    const writes = lab.writes();
    const edits: readonly (readonly [string, string | boolean, string | boolean])[] = [
      ['name', 'Other', 'Alpha'],
      ['account_number_external', account(9), account(0)],
      ['account_email', 'x@y.example', 'admin@alpha.example'],
      ['default_calling_behaviour', '', 'Calling in Webex App'],
      ['email_domain', 'two.example', 'one.example'],
      ['dirsync_enabled', false, true],
      ['notes', 'theirs', 'old'],
    ];
    const pkid = pkidOf(lab, 'Alpha');
    for (const [property, edited, before] of edits) {
      lab.sandbox.state.change(pkid, { [property]: edited });
      const { status, stdout } = await runHere(lab, ['apply', file, '--format', 'json']);
      const { diagnostics } = JSON.parse(stdout);
      expect([property, status, diagnostics]).toEqual([
        property,
        4,
        [
          expect.objectContaining({
            code: 'stale-plan',
            customer: 'Alpha',
            message: expect.stringContaining(property),
          }),
        ],
      ]);
      lab.sandbox.state.change(pkid, { [property]: before });
    }
    expect(lab.writes()).toBe(writes);
    // What was edited back is as the plan saw it.
    expect((await runHere(lab, ['apply', file])).status).toBe(0);
    expect(notesOf(lab)).toEqual(['new', 'new', 'old']);
  });

  test('another commit', async () => {
    const lab = await openChanged();
    const file = await planInto(lab);
    lab.commit({ 'README.md': 'hello' });
    const { status, stdout } = await runHere(lab, ['apply', file]);
    expect([status, stdout]).toEqual([4, expect.stringContaining('[stale-plan] The plan was made for commit')]);
    expect(notesOf(lab)).toEqual(['old', 'old', 'old']);
  });

  test('a customer that is not in the plan is left alone', async () => {
    const lab = await openChanged();
    const file = await planInto(lab);
    lab.sandbox.state.change(pkidOf(lab, 'Charlie'), { notes: 'theirs' });
    const { status, stdout } = await runHere(lab, ['apply', file]);
    expect([status, stdout]).toEqual([0, expect.stringContaining('notice [not-in-plan] Charlie')]);
    expect(notesOf(lab)).toEqual(['new', 'new', 'theirs']);
  });
});

describe('what was allowed', () => {
  test('stays allowed, and nothing else does', async () => {
    const lab = await openChanged();
    lab.commit({ [fileName('Charlie')]: null });
    lab.sandbox.state.change(pkidOf(lab, 'Alpha'), { email_domain: 'theirs.example' });
    const file = await planInto(lab, '--allow', 'deletes-customer');
    const { status } = await runHere(lab, ['apply', file]);
    // Alpha was held when the plan was made, although git asks for its update.
    expect([status, notesOf(lab)]).toEqual([4, ['old', 'new', undefined]]);
  });

  test('may be more deletes than usual, as it was when the plan was made', async () => {
    const lab = await openChanged();
    lab.commit({ [fileName('Charlie')]: null, [fileName('Bravo')]: null });
    const file = await planInto(lab, '--allow', 'deletes-customer', '--max-deletes', '2');
    expect((await runHere(lab, ['apply', file])).status).toBe(0);
    expect(notesOf(lab)).toEqual(['new', undefined, undefined]);
  });

  test.each([
    ['--allow', 'overwrites-drift'],
    ['--only', '*'],
    ['--max-deletes', '5'],
    ['--max-change-percent', '9'],
    ['--allow-dirty'],
  ])('is decided by the plan: %s', async (...flags) => {
    const { status, stdout, stderr } = await runHere({ path: '/', env: {} }, ['apply', 'the.plan', ...flags]);
    expect([status, stdout, stderr]).toEqual([
      1,
      '',
      expect.stringContaining(`${flags[0]} cannot be used with a plan`),
    ]);
  });
});

test('a forged plan file does no more than a plan of the same commit would', async () => {
  const lab = await openChanged();
  const file = await planInto(lab);
  const writes = lab.writes();
  forge(file, ({ plan }) => {
    for (const one of plan.customers) {
      if (one['name'] !== 'Alpha') continue;
      one['steps'] = [{ kind: 'delete', operation: '0'.repeat(32), hierarchy: 'sys.hcs.Alpha' }];
      one['decision'] = 'delete';
    }
  });
  const changed = await runHere(lab, ['apply', file]);
  expect([changed.status, changed.stdout]).toEqual([4, expect.stringContaining('to do was delete, now update notes')]);
  expect(lab.writes()).toBe(writes);

  await planInto(lab);
  forge(file, ({ plan }) => {
    for (const one of plan.customers) if (one['name'] === 'Alpha') one['steps'] = [];
  });
  expect((await runHere(lab, ['apply', file])).status).toBe(0);
  expect(notesOf(lab)).toEqual(['old', 'new', 'old']);
});

test('a file that is no plan for here is refused before the server is asked', async () => {
  const lab = await openChanged();
  const file = await planInto(lab);
  const good = readFileSync(file, 'utf8');
  const asked = lab.sandbox.requests.length;
  const env: Record<string, string> = lab.env;
  const refusals: readonly (readonly [string, string, readonly string[], string])[] = [
    ['tampered with', good.replace('"notes"', '"email_domain"'), [], 'changed-plan-file'],
    ['cut off', good.slice(0, -200), [], 'no-plan-file'],
    ['empty', '', [], 'no-plan-file'],
    ['other JSON', '[null]', [], 'no-plan-file'],
    ['the report', JSON.stringify(JSON.parse(good).plan), [], 'no-plan-file'],
    ['of another version', good.replace('"0.0.0"', '"9.9.9"'), [], 'other-version'],
    ['of another format', good.replace('"format": 1', '"format": 2'), [], 'other-version'],
    ['without customers', good.replace('"customers": [', '"others": ['), [], 'bad-plan-file'],
    ['for another environment', good, ['--env', 'prod'], 'other-plan'],
  ];
  for (const [what, text, flags, code] of refusals) {
    writeFileSync(file, text);
    const { status, stderr } = await runHere(lab, ['apply', file, ...flags]);
    expect([what, status, stderr]).toEqual([what, 1, expect.stringContaining(`[${code}]`)]);
  }
  writeFileSync(file, good);
  const elsewhere = { ...env, VOSS_URL: 'https://other.example' };
  expect((await runHere({ path: lab.path, env: elsewhere }, ['apply', file])).stderr).toContain('[other-plan]');
  lab.commit({ 'others/alpha.yaml': fileOf('Alpha', 'new') });
  expect((await runHere(lab, ['apply', file, '--customers', 'others'])).stderr).toContain('[other-plan]');
  expect((await runHere(lab, ['apply', path.join(lab.folder, 'missing')])).stderr).toContain('[no-plan-file]');
  expect(lab.sandbox.requests.length).toBe(asked);
});

test('a plan of files that are not committed can be looked at and not applied', async () => {
  const lab = await openChanged();
  lab.write({ [fileName('Alpha')]: fileOf('Alpha', 'newer') });
  const file = path.join(lab.folder, 'the.plan');
  const planned = await runHere(lab, ['plan', '--out', file]);
  expect([planned.status, planned.stderr]).toEqual([0, expect.stringContaining('warning [uncommitted-plan]')]);
  lab.git('checkout', '--', '.');
  const { status, stderr } = await runHere(lab, ['apply', file]);
  expect([status, stderr]).toEqual([1, expect.stringContaining('error [uncommitted-plan]')]);
  expect(notesOf(lab)).toEqual(['old', 'old', 'old']);
});

test('a plan that cannot be applied is not written, and an old file does not stay in its place', async () => {
  const lab = await openChanged();
  const file = await planInto(lab);
  lab.commit({ [fileName('Charlie')]: null, [fileName('Bravo')]: null });
  const refused = await runHere(lab, ['plan', '--out', file, '--allow', 'deletes-customer']);
  expect([refused.status, existsSync(file), refused.stderr]).toEqual([
    4,
    false,
    expect.stringContaining('[no-plan-written]'),
  ]);
  lab.write({ [fileName('Alpha')]: 'nonsense: true' });
  writeFileSync(file, 'old');
  const mistaken = await runHere(lab, ['plan', '--out', file]);
  expect([mistaken.status, existsSync(file), mistaken.stderr]).toEqual([
    1,
    false,
    expect.stringContaining('[no-plan-written]'),
  ]);
  const nowhere = await runHere(lab, ['plan', '--out', path.join(lab.folder, 'missing', 'the.plan')]);
  expect([nowhere.status, nowhere.stderr]).toEqual([1, expect.stringContaining('[plan-not-written]')]);
});
