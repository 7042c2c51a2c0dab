import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { filesReport } from '../../src/adopt/count-files.ts';
import type { FileEdit } from '../../src/adopt/file-edit.ts';
import { filesText } from '../../src/report/files-text.ts';
import { styleFor } from '../../src/report/style.ts';
import { top } from '../support/lab.ts';
import { expectGolden } from './golden.ts';

const one = (file: string, status: FileEdit['status'], more: Partial<FileEdit> = {}): FileEdit => ({
  file: `customers/${file}`,
  status,
  customer: 'Acme',
  changes: [],
  before: null,
  after: null,
  ...more,
});

const everything = filesReport(
  'adopt',
  {
    edits: [
      one('acme.yaml', 'changed', {
        changes: [
          { path: 'hierarchy', before: 'sys.hcs.Acme', after: 'sys.hcs.Other', cause: 'drift' },
          { path: 'notes', before: null, after: 'two\nlines \u001b[31m', cause: 'conflict' },
          { path: 'dirsync_enabled', before: true, after: false, cause: 'git' },
          { path: 'email_domain', before: null, after: null, cause: 'drift' },
        ],
      }),
      one('gone.yaml', 'removed', { customer: 'Gone \u202eexe' }),
      one('odd.yaml', 'left'),
      one('same.yaml', 'unchanged'),
      ...Array.from({ length: 23 }, (_, at) => one(`new-${at}.yaml`, 'new', { customer: `New ${at}` })),
    ],
    variables: [
      { name: 'WEBEX_NEW_0_REFRESH_TOKEN', property: 'refresh_token', file: 'customers/new-0.yaml' },
      { name: 'WEBEX_NEW_0_TOKEN', property: 'token', file: 'customers/new-0.yaml' },
    ],
    diagnostics: [{ severity: 'warning', code: 'cannot-edit-file', message: 'As it is written.' }],
  },
  3,
);

test('what became of files, for people', () => {
  expectGolden('adopt', filesText(everything, styleFor(false)));
});

test('what became of files, as its schema says', () => {
  const schema = (name: string) => JSON.parse(readFileSync(path.join(top, 'schemas', `${name}.schema.json`), 'utf8'));
  const ajv = new Ajv({ allowUnionTypes: true, validateFormats: false }).addSchema(schema('plan'));
  const validate = ajv.compile(schema('files-report'));
  expect([validate(JSON.parse(JSON.stringify(everything))), validate.errors]).toEqual([true, null]);
  expect(validate({ ...everything, secret: 1 })).toBe(false);
});
