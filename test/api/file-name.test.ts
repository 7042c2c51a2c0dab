import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeFileName } from '../../src/api/wire/file-name.ts';

const nameOf = (disposition: string | null) => safeFileName(disposition, 'otherwise.zip');

test.each([
  ['export_2013-05-17_14:20:19.186444.json.zip', 'export_2013-05-17_14-20-19.186444.json.zip'],
  ['"relation_SparkCustomer_exportedsheet.xlsx"', 'relation_SparkCustomer_exportedsheet.xlsx'],
  ['"a \\"quoted\\" name.xlsx"; size=12', 'a-quoted-name.xlsx'],
  ['../../../etc/passwd', 'passwd'],
  ['"..\\\\..\\\\windows\\\\system.ini"', 'system.ini'],
  ['/etc/cron.d/job', 'job'],
  ['.bashrc', 'bashrc'],
  ['....', 'otherwise.zip'],
  ['..', 'otherwise.zip'],
  ['""', 'otherwise.zip'],
  ['-rf', 'rf'],
  ['~root', 'root'],
  ['CON.zip', 'file-CON.zip'],
  ['"a\u0000b\u001b[31mc\u202egpj.zip"', 'ab[31mcgpj.zip'],
  ['"$(rm -rf x)`y`.zip"', '(rm--rf-x)-y-.zip'],
])('%s becomes a harmless name', (name, safe) => {
  expect(nameOf(`attachment; filename=${name}`)).toBe(safe);
});

test.each([
  ["attachment; filename=plain.zip; filename*=UTF-8''%c3%bcber%20all.zip", 'über-all.zip'],
  ["attachment; filename*=UTF-8''..%2f..%2fetc%2fpasswd", 'passwd'],
  ["attachment; filename*=UTF-8''%ff", 'otherwise.zip'],
  ['attachment', 'otherwise.zip'],
  [null, 'otherwise.zip'],
])('%s is read in every way it can be written', (disposition, safe) => {
  expect(nameOf(disposition)).toBe(safe);
});

test('a long name keeps its end', () => {
  const name = nameOf(`attachment; filename=${'a'.repeat(5000)}.json.zip`);
  expect([...name].length).toBe(120);
  expect(name).toMatch(/^aaa.*\.json\.zip$/);
});

test('no name leaves the folder, hides, or holds what a terminal or a file system chokes on', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('.', '/', '\\', '"', ';', '%', ' ', 'a') }),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const name = nameOf(`attachment; filename=${text}`);
      expect(name).not.toMatch(/[/\\\p{C}<>:"|?*\s]|^\.|^-/u);
      expect(name).not.toBe('');
    }),
  );
});
