import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLayout, pathIn, usualLayout } from '../../src/adopt/layout.ts';
import { liftDefaults } from '../../src/adopt/lift-defaults.ts';
import { nameVariable } from '../../src/adopt/name-variables.ts';
import { placeFiles } from '../../src/adopt/place-files.ts';
import { safeName } from '../../src/adopt/safe-name.ts';
import { isYamlName } from '../../src/config/layout.ts';
import { defaultSecretNames } from '../../src/config/secret-name.ts';
import type { Fields } from '../../src/model/customer.ts';
import { anyText } from '../config/edit/random-file.ts';
import { live } from '../plan/world.ts';

const layoutOf = (template: string) => {
  const layout = parseLayout(template);
  if (typeof layout === 'string') throw new Error(layout);
  return layout;
};

describe('a layout', () => {
  test.each([
    '../{name}.yaml',
    '/{name}.yaml',
    '{name}',
    'all.yaml',
    '{parent}/all.yaml',
    '_x/{name}.yaml',
    '.git/{name}.yaml',
    '{nam}.yaml',
    'a//{name}.yaml',
    'a.yaml/{name}.yaml',
    '{name}\n.yaml',
    'C:/{name}.yaml',
  ])('%j is refused', (template) => {
    expect(parseLayout(template)).toEqual(expect.any(String));
  });

  test.each([
    [usualLayout, 'sys.hcs.Contoso.Acme', 'contoso/acme-inc.yaml'],
    [usualLayout, 'sys.hcs', 'acme-inc.yaml'],
    ['{hierarchy}/{name}.yaml', 'sys.hcs.Con toso.Acme', 'con-toso/acme/acme-inc.yaml'],
    ['x/{node}-{account}.yml', 'sys.other.Acme', 'x/acme-no-account.yml'],
  ])('%s puts a customer in %s at %s', (template, hierarchy, path) => {
    expect(pathIn(layoutOf(template), live('Acme Inc.', { account_number_external: null }, { hierarchy }))).toBe(path);
  });

  test('of whatever names gives paths that are distinct on every file system, stay in the folder, and do not depend on order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyText), { maxLength: 12 }), (names) => {
        const customers = names.map(([name, node], index) =>
          live(name, {}, { pkid: `p${index}`, hierarchy: `sys.hcs.${node}.${node}` }),
        );
        const placed = placeFiles(customers, layoutOf(usualLayout), 'customers', ['customers/acme.yaml']);
        const paths = [...placed.values()];
        for (const path of paths) {
          const segments = path.split('/');
          expect(segments[0]).toBe('customers');
          for (const segment of segments) {
            expect(segment).toMatch(/^[^\p{C}\p{Z}/\\:*?"<>|._-][^\p{C}\p{Z}/\\:*?"<>|]*$/u);
            expect(segment).not.toMatch(/^(?:con|nul|aux|prn|com\d|lpt\d)(?:\.|$)|\.$/i);
            expect(new TextEncoder().encode(segment).length).toBeLessThan(256);
          }
          expect(segments.slice(0, -1).some(isYamlName)).toBe(false);
        }
        const keys = new Set(paths.map((path) => path.toUpperCase().normalize('NFC')));
        expect(keys.size).toBe(customers.length);
        expect(placeFiles(customers.toReversed(), layoutOf(usualLayout), 'customers', ['customers/acme.yaml'])).toEqual(
          placed,
        );
      }),
      { numRuns: 200 },
    );
  });

  test('takes the spelling of a folder that is there, and no path that is taken', () => {
    const existing = ['customers/Contoso/Acme.yaml'];
    const placed = placeFiles(
      [live('Acme', {}, { pkid: 'p', hierarchy: 'sys.hcs.contoso.Acme' })],
      layoutOf(usualLayout),
      'customers',
      existing,
    );
    expect([...placed.values()]).toEqual(['customers/Contoso/acme-2.yaml']);
  });
});

test.each([
  ['Acme', 'acme'],
  ['CON', 'con-customer'],
  ['../../etc', 'etc'],
  ['_defaults', 'defaults'],
  ['🦊', 'customer'],
  ['日本', '日本'],
  [`${'a'.repeat(49)} b`, 'a'.repeat(49)],
])('%j becomes %s', (name, safe) => {
  expect(safeName(name)).toBe(safe);
});

test('names of variables match the pattern, and no two are the same', () => {
  const taken = new Set<string>();
  const next = (name: string, pattern = defaultSecretNames) => {
    const variable = nameVariable(name, 'token', pattern, taken);
    if (variable !== null) taken.add(variable);
    return variable;
  };
  expect(['Acme', 'ACME', 'Müller & Söhne', '🦊', '日本'].map((name) => next(name))).toEqual([
    'WEBEX_ACME_TOKEN',
    'WEBEX_ACME_2_TOKEN',
    'WEBEX_MULLER_SOHNE_TOKEN',
    'WEBEX_CUSTOMER_TOKEN',
    'WEBEX_CUSTOMER_2_TOKEN',
  ]);
  expect(next('Acme', /^(?:^PROD_[A-Z_]+$)$/)).toBe('PROD_ACME_TOKEN');
  expect(next('Acme', /^(?:VOSS_.*)$/)).toBeNull();
});

test('what a new folder has in common is lifted to the highest folder that can hold it, and nothing above what is there', () => {
  const one = (file: string, fields: Fields) => ({ file, fields });
  const customers = [
    one('c/a/1.yaml', { name: '1', email_domain: 'x', dirsync_enabled: false }),
    one('c/a/2.yaml', { name: '2', email_domain: 'x', dirsync_enabled: false }),
    one('c/b/3.yaml', { name: '3', email_domain: 'y', dirsync_enabled: false }),
  ];
  const lifted = liftDefaults(customers, 'c', []);
  expect(lifted.defaults).toEqual([
    one('c/_defaults.yaml', { dirsync_enabled: false }),
    one('c/a/_defaults.yaml', { email_domain: 'x' }),
  ]);
  expect(lifted.customers).toEqual([
    one('c/a/1.yaml', { name: '1' }),
    one('c/a/2.yaml', { name: '2' }),
    one('c/b/3.yaml', { name: '3', email_domain: 'y' }),
  ]);
  expect(liftDefaults(customers, 'c', ['c/b/old.yaml']).defaults.map(({ file }) => file)).toEqual([
    'c/a/_defaults.yaml',
  ]);
});
