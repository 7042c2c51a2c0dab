import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adoptCustomers } from '../../src/adopt/adopt-customers.ts';
import { importCustomers } from '../../src/adopt/import-customers.ts';
import { decodeCustomers } from '../../src/config/decode.ts';
import { commentsOf } from '../../src/config/edit/editable.ts';
import { defaultSecretNames } from '../../src/config/secret-name.ts';
import type { Fields } from '../../src/model/customer.ts';
import { declaredNames } from '../../src/model/properties.ts';
import { anyFile, anyText } from '../config/edit/random-file.ts';
import { sourceFile } from '../config/helper.ts';
import { live as liveCustomer } from '../plan/world.ts';

const options = { folder: 'customers', secretNames: defaultSecretNames, inherited: null };
const newFile = {
  layout: ['{name}.yaml'],
  secrets: 'found',
  liftDefaults: false,
  manageAll: false,
  schema: null,
} as const;
const defaults = 'hierarchy: sys.hcs.Default\ncustomer:\n  email_domain: default.example\n  dirsync_enabled: true\n';
const choice = fc.constantFrom('Calling in Webex App', 'Cisco Jabber app', null);
const value = fc.oneof(anyText, fc.constant(null), fc.constant('default.example'));

const anyLive = fc.record({
  account_email: value,
  email_domain: value,
  notes: value,
  default_calling_behaviour: choice,
  dirsync_enabled: fc.boolean(),
});

const body = (text: string) => text.replace(/^\ufeff/, '');

test('random files under defaults take over random live values: all that they manage, no more, and no comment is lost', () => {
  fc.assert(
    fc.property(anyFile, anyLive, fc.constantFrom('sys.hcs.Default', 'sys.hcs.Moved'), (text, values, hierarchy) => {
      const files = [sourceFile('customers/_defaults.yaml', defaults), sourceFile('customers/one.yaml', text)];
      const { customers: declared } = decodeCustomers(files, options);
      const [before] = declared;
      if (before === undefined) throw new Error(`not read: ${text}`);
      const fields: Fields = { ...values, account_number_external: null, name: before.fields.name };
      const live = [liveCustomer(before.fields.name, fields, { pkid: 'a', hierarchy })];
      // The same file was applied: so it is known by its pkid, and all that differs is drift.
      const applied = [{ file: before.file, customer: before, pkid: 'a', unfinished: null }];
      const worlds = { files, options, declared, applied, live, newFile };
      const imported = importCustomers({ ...worlds, selects: () => true });
      expect(adoptCustomers({ ...worlds, named: [], unmanaged: false, missing: false }).edits).toEqual(imported.edits);
      expect(imported.diagnostics).toEqual([]);
      const [edit] = imported.edits;
      const after = edit?.after ?? '';
      expect(commentsOf(body(after))).toEqual(commentsOf(body(text)));
      const again = decodeCustomers(
        [sourceFile('customers/_defaults.yaml', defaults), sourceFile('customers/one.yaml', after)],
        options,
      ).customers[0];
      const ignored = before.lifecycle.ignore;
      const managed = declaredNames.filter((name) => before.fields[name] !== undefined);
      const wanted = managed.map((name) => [name, ignored.includes(name) ? before.fields[name] : fields[name]]);
      expect(again?.fields).toEqual(Object.fromEntries(wanted));
      expect([again?.hierarchy, again?.secrets, again?.actions, again?.lifecycle]).toEqual([
        hierarchy,
        before.secrets,
        before.actions,
        before.lifecycle,
      ]);
      expect(edit?.status).toBe(after === text ? 'unchanged' : 'changed');
      expect(after === text).toBe(edit?.changes.length === 0);
    }),
    { numRuns: 100 },
  );
});

test('two live records that no file could tell apart are both left out, and named', () => {
  const twins = ['a', 'b'].map((pkid) => liveCustomer('Acme', { account_number_external: null }, { pkid }));
  const same = ['c', 'd'].map((pkid) => liveCustomer(`One ${pkid}`, { account_number_external: 'X' }, { pkid }));
  const worlds = { files: [], options, declared: [], applied: [], newFile, selects: () => true };
  const { edits, diagnostics } = importCustomers({ ...worlds, live: [...twins, ...same, liveCustomer('Other')] });
  expect(edits.map(({ file }) => file)).toEqual(['customers/other.yaml']);
  expect(diagnostics.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'ambiguous-record'));
});

test('a removal that waits for its apply is not undone, and a choice that no file can declare is left out', () => {
  const gone = { file: 'customers/gone.yaml', customer: null, pkid: 'gone', unfinished: null };
  const live = [
    liveCustomer('Gone', {}, { pkid: 'gone' }),
    liveCustomer('New', { default_calling_behaviour: 'A newer app', notes: 'text' }, { pkid: 'new' }),
  ];
  const { edits, diagnostics } = importCustomers({
    files: [],
    options,
    declared: [],
    applied: [gone],
    newFile,
    selects: () => true,
    live,
  });
  expect(edits.map(({ after }) => after)).toEqual([
    'hierarchy: sys.hcs.New\ncustomer:\n  name: New\n  dirsync_enabled: false\n  notes: text\n',
  ]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['removal-waits', 'not-declarable']);
});
