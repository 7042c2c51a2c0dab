import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { estate } from '../../src/sandbox/seed.ts';
import { runHere } from '../support/in-process.ts';
import { type Lab, openLab } from '../support/lab.ts';

const quick = ['--rate', '1000'];

/** Every file below the customers folder, by path. */
function customerFiles(lab: Pick<Lab, 'path'>): Readonly<Record<string, string>> {
  const folder = path.join(lab.path, 'customers');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(files.sort().map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]));
}

async function report(lab: Lab, ...words: readonly string[]) {
  const { status, stdout, stderr } = await runHere(lab, [...words, ...quick, '--format', 'json']);
  return { status, stderr, ...JSON.parse(stdout) };
}

describe('five hundred customers', () => {
  test('are imported in few requests; after a commit nothing is planned; again, with comments written, nothing changes', async () => {
    const lab = await openLab({ seed: estate(500, Date.now()) });
    const first = await report(lab, 'import', '--lift-defaults');
    expect([first.status, first.stderr, first.summary.new]).toEqual([
      0,
      expect.stringContaining('[listing-only]'),
      501,
    ]);
    expect(lab.sandbox.requests.length).toBeLessThan(10);
    expect(lab.writes()).toBe(0);
    lab.commit({});
    const planned = await report(lab, 'plan');
    expect([
      planned.status,
      planned.summary.unchanged,
      planned.customers.filter(
        (one: { readonly hazards: readonly string[]; readonly steps: readonly unknown[] }) =>
          one.hazards.length + one.steps.length > 0,
      ),
    ]).toEqual([0, 500, []]);
    expect(lab.sandbox.requests.length).toBeLessThan(20);

    const imported = Object.entries(customerFiles(lab)).filter(([name]) => !name.endsWith('_defaults.yaml'));
    const commented = imported.slice(0, 50).map(([name, text], index) => {
      return [
        `customers/${name}`,
        `${text.replace('customer:', `\n# why ${index}\ncustomer: # here`)}# end\n`,
      ] as const;
    });
    lab.commit(Object.fromEntries(commented));
    const before = customerFiles(lab);
    const again = await report(lab, 'import', '--lift-defaults');
    expect(again.summary).toEqual({
      new: 0,
      changed: 0,
      removed: 0,
      left: 0,
      unchanged: 500,
      requests: { read: expect.any(Number) },
    });
    expect(customerFiles(lab)).toEqual(before);
  });
});

/** Names that a file system, a shell, YAML or a terminal takes for something else. */
const hostile = [
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\Windows',
  'CON',
  'nul',
  'com1',
  '.hidden',
  '_defaults',
  '-rf',
  'acme',
  'ACME',
  'Acme ',
  'x'.repeat(300),
  '🦊',
  '🦊🦊',
  '\u0007\u001b[31mred',
  'a\nb: c',
  '\u202egnp.exe',
  '\ufeff',
  '\ud800',
  ': ',
  '#',
  '# no',
  'a: b',
  'no',
  'Yes',
  '0x1F',
  '1e3',
  '~',
  'null',
  '2026-11-24',
  '012',
  '- x',
  '{a: 1}',
  '[x]',
  '*a',
  '&a',
  '!t',
  '%d',
  "o'neil",
  '"q"',
  '$HOME',
  '$(id)',
  '`id`',
  '::error::x',
  '__proto__',
  'constructor',
  '日本株式会社',
  'straße',
  'STRASSE',
  'é',
  'e\u0301',
  '   ',
];

const hostileSeed = {
  nodes: [
    { path: 'sys', type: 'System' },
    { path: 'sys.hcs', type: 'Provider' },
    ...hostile.map((_, index) => ({ path: `sys.hcs.Node ${index}`, type: 'Customer' })),
  ],
  customers: hostile.map((name, index) => ({
    hierarchy: `sys.hcs.Node ${index}`,
    data: {
      name,
      notes: name,
      account_email: `${name}@x`,
      token: 'SECRET-TOKEN-VALUE',
      http_proxy: 'http://u:SECRET-TOKEN-VALUE@p',
    },
  })),
};

test('hostile names give safe files that say exactly these names, with no secret, and a plan with nothing to do', async () => {
  const lab = await openLab({ seed: hostileSeed });
  const first = await report(lab, 'import', '--whole');
  // Two cannot be declared: a name of spaces, and one of a mark that counts as one.
  expect([
    first.status,
    first.summary.new,
    first.diagnostics.map((one: { readonly code: string }) => one.code),
  ]).toEqual([0, hostile.length - 2, ['not-imported', 'not-imported']]);
  const files = customerFiles(lab);
  for (const [file, text] of Object.entries(files)) {
    expect(file).toMatch(/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}_-]{0,60}\.yaml$/u);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e\ufeff]|SECRET/u);
  }
  expect(new Set(Object.keys(files).map((file) => file.toUpperCase())).size).toBe(hostile.length - 2);
  expect(new Set(first.variables.map(({ name }: { readonly name: string }) => name)).size).toBe(
    2 * (hostile.length - 2),
  );
  lab.commit({});
  const planned = await report(lab, 'plan');
  expect([planned.summary.unchanged, planned.summary.update, planned.diagnostics]).toEqual([hostile.length - 2, 0, []]);
  expect((await report(lab, 'import', '--whole', '--manage-all')).summary).toMatchObject({ new: 0, left: 0 });
  expect((await runHere(lab, ['import', ...quick])).stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});

describe('writing', () => {
  const small = {
    nodes: [
      ...hostileSeed.nodes.slice(0, 2),
      { path: 'sys.hcs.Contoso', type: 'Reseller' },
      { path: 'sys.hcs.Contoso.Acme', type: 'Customer' },
    ],
    customers: [{ hierarchy: 'sys.hcs.Contoso.Acme', data: { name: 'Acme', email_domain: 'acme.example' } }],
  };

  test('goes through no link, neither of a folder nor in the place of a file', async () => {
    const lab = await openLab({ seed: small });
    const outside = path.join(lab.folder, 'outside');
    mkdirSync(outside);
    mkdirSync(path.join(lab.path, 'customers'));
    symlinkSync(outside, path.join(lab.path, 'customers/contoso'));
    expect(await report(lab, 'import')).toMatchObject({
      status: 1,
      diagnostics: [expect.objectContaining({ code: 'link' })],
    });
    rmSync(path.join(lab.path, 'customers'), { recursive: true });
    symlinkSync(outside, path.join(lab.path, 'customers'));
    expect(await report(lab, 'import')).toMatchObject({
      status: 1,
      diagnostics: [expect.objectContaining({ code: 'link' })],
    });
    expect(readdirSync(outside)).toEqual([]);
  });

  test('of a customer that moved its file, got defaults and is edited stays in that file', async () => {
    const lab = await openLab({ seed: small });
    const text =
      '# ours\nhierarchy: sys.hcs.Contoso.Acme\ncustomer: { name: "Acme", email_domain: old.example } # short\n';
    lab.commit({
      'customers/some/where.yml': text,
      'customers/some/_defaults.yaml': 'customer:\n  dirsync_enabled: true\n',
    });
    const { summary, files } = await report(lab, 'import');
    expect([summary.changed, summary.new, files[0].changes]).toMatchObject([
      1,
      0,
      [
        { path: 'email_domain', before: 'old.example', after: 'acme.example', cause: 'git' },
        { path: 'dirsync_enabled', after: false },
      ],
    ]);
    expect(customerFiles(lab)['some/where.yml']).toBe(
      text.replace('old.example', 'acme.example, dirsync_enabled: false'),
    );
  });

  test('to a place outside the customers folder is refused before the server is asked', async () => {
    const lab = await openLab({ seed: small });
    const refused = await report(lab, 'import', '--layout', '../{name}.yaml');
    expect(refused).toMatchObject({ status: 1, diagnostics: [{ code: 'bad-layout' }] });
    expect(lab.sandbox.requests).toEqual([]);
  });

  test('from an export asks nobody, and gives the files that the server gives', async () => {
    const lab = await openLab({ seed: small });
    const record = {
      data: small.customers[0]?.data,
      meta: { hierarchy: 'sys.hcs.Contoso.Acme', model_type: 'relation/SparkCustomer' },
    };
    lab.write({ 'export.json': JSON.stringify({ meta: {}, resources: [record] }) });
    const exported = await report(
      lab,
      'import',
      '--from',
      'export.json',
      '--layout',
      'all/{hierarchy}/{account}-{name}.yaml',
    );
    expect([exported.status, exported.summary.new, lab.sandbox.requests]).toEqual([0, 1, []]);
    expect(Object.keys(customerFiles(lab))).toEqual(['all/contoso/acme/no-account-acme.yaml']);
    expect((await report(lab, 'import')).summary).toMatchObject({ new: 0, changed: 0, unchanged: 1 });
  });
});

test('only what is named by file, name or hierarchy is imported', async () => {
  const lab = await openLab();
  const names = async (only: string) => {
    const { files } = await report(lab, 'import', '--only', only);
    return files.map(({ customer }: { readonly customer: string }) => customer);
  };
  expect(await names('Fourth *')).toEqual(['Fourth Coffee']);
  expect(await names('nobody')).toEqual([]);
});
