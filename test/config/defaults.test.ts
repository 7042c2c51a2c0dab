import { expect, test } from 'vitest';
import { decodeCustomers } from '../../src/config/decode.ts';
import { placeOfSlot } from '../../src/model/places.ts';
import { decodeTexts, sourceFile } from './helper.ts';

const texts = {
  '_defaults.yaml': `hierarchy: sys.hcs
customer:
  default_calling_behaviour: Calling in Webex App
  notes: from the top
  https_proxy: { env: WEBEX_PROXY }
actions:
  sync_users: { on: [create] }
  refresh_access_token: { within: 3d }
lifecycle: { protect: true, ignore: [notes] }
`,
  'emea/_defaults.yaml': `hierarchy: sys.hcs.Emea
customer: { notes: from emea }
actions: { sync_users: { rerun: again } }
`,
  'emea/a.yaml': 'customer: { name: A }\n',
  'emea/deep/b.yaml': `hierarchy: sys.hcs.B
customer: { name: B, notes: null, https_proxy: null }
actions: { refresh_access_token: null }
lifecycle: { protect: false }
`,
  'c.yaml': 'customer: { name: C }\n',
};

test('defaults fill in what a file leaves out, the deepest folder first', () => {
  const { customers, diagnostics } = decodeTexts(texts);
  expect(diagnostics).toEqual([]);
  expect(customers.map(({ fields, hierarchy, actions, lifecycle }) => [fields, hierarchy, actions, lifecycle])).toEqual(
    [
      [
        { name: 'C', default_calling_behaviour: 'Calling in Webex App', notes: 'from the top' },
        'sys.hcs',
        { sync_users: { on: ['create'], rerun: null }, refresh_access_token: { within: 259_200_000 } },
        { protect: true, ignore: ['notes'] },
      ],
      [
        { name: 'A', default_calling_behaviour: 'Calling in Webex App', notes: 'from emea' },
        'sys.hcs.Emea',
        { sync_users: { on: [], rerun: 'again' }, refresh_access_token: { within: 259_200_000 } },
        { protect: true, ignore: ['notes'] },
      ],
      [
        { name: 'B', default_calling_behaviour: 'Calling in Webex App', notes: null },
        'sys.hcs.B',
        { sync_users: { on: [], rerun: 'again' } },
        { protect: false, ignore: ['notes'] },
      ],
    ],
  );
  expect(customers[2]?.secrets).toEqual({ https_proxy: null });
});

test('places lead to the file that supplied the value', () => {
  const { customers } = decodeTexts(texts);
  const [, emea] = customers;
  if (emea === undefined) throw new Error('no customer was decoded');
  expect(placeOfSlot(emea, 'customer.notes')).toEqual({ file: 'customers/emea/_defaults.yaml', line: 2, column: 20 });
  expect(placeOfSlot(emea, 'customer.https_proxy')).toMatchObject({ file: 'customers/_defaults.yaml', line: 5 });
  expect(placeOfSlot(emea, 'actions.sync_users')).toMatchObject({ file: 'customers/emea/_defaults.yaml' });
  expect(placeOfSlot(emea, 'customer.name')).toMatchObject({ file: 'customers/emea/a.yaml' });
});

test('inherited holds what the file left out, in the shape of a file, as it was written', () => {
  const [c, , b] = decodeTexts(texts).customers;
  expect(c?.inherited).toStrictEqual({
    hierarchy: 'sys.hcs',
    customer: {
      default_calling_behaviour: 'Calling in Webex App',
      https_proxy: { env: 'WEBEX_PROXY' },
      notes: 'from the top',
    },
    actions: { refresh_access_token: { within: '3d' }, sync_users: { on: ['create'] } },
    lifecycle: { ignore: ['notes'], protect: true },
  });
  expect(b?.inherited).toStrictEqual({
    customer: { default_calling_behaviour: 'Calling in Webex App' },
    actions: { sync_users: { rerun: 'again' } },
    lifecycle: { ignore: ['notes'] },
  });
});

test('a customer decodes the same from its file and what it inherited, after a round trip through JSON', () => {
  const { customers } = decodeTexts(texts);
  const inherited = new Map(customers.map(({ file, inherited }) => [file, JSON.parse(JSON.stringify(inherited))]));
  // Other defaults than then: the recorded ones count.
  const files = Object.entries({ ...texts, '_defaults.yaml': '[' }).map(([path, text]) =>
    sourceFile(`customers/${path}`, text),
  );
  const applied = decodeCustomers(files, { folder: 'customers', secretNames: null, inherited });
  expect(applied.diagnostics).toEqual([]);
  const plain = (list: typeof customers) => list.map((customer) => ({ ...customer, places: null }));
  expect(plain(applied.customers)).toEqual(plain(customers));
});

test('in the applied state two files may hold one name, and a file without a record inherits nothing', () => {
  const files = ['a', 'b'].map((name) => sourceFile(`customers/${name}.yaml`, 'hierarchy: sys\ncustomer: { name: A }'));
  const { customers, diagnostics } = decodeCustomers(files, {
    folder: 'customers',
    secretNames: null,
    inherited: new Map(),
  });
  expect(diagnostics).toEqual([]);
  expect(customers.map(({ inherited }) => inherited)).toEqual([null, null]);
});

test.each([{ customer: { name: 'B' } }, { hierarchy: 5 }, { customer: { token: 'x' } }, { x: 1 }])(
  'a record of %j cannot have been inherited',
  (record) => {
    const files = [sourceFile('customers/a.yaml', 'hierarchy: sys\ncustomer: { name: A }')];
    const inherited = new Map([['customers/a.yaml', record]]);
    const { customers, diagnostics } = decodeCustomers(files, { folder: 'customers', secretNames: null, inherited });
    expect(customers).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['bad-inherited']);
  },
);

test.each(['name: A', 'account_number_external: "1"', 'token: { env: WEBEX_A }', 'refresh_token: abc'])(
  'defaults may not set %s',
  (line) => {
    const { customers, diagnostics } = decodeTexts({
      '_defaults.yaml': `hierarchy: sys\ncustomer:\n  ${line}\n`,
      'a.yaml': 'customer: { name: A }\n',
    });
    expect(customers).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'not-in-defaults', place: { line: 3, column: 3 } }]);
  },
);

test('what is wrong with defaults is reported once, at its own place, without errors that follow from it', () => {
  const { customers, diagnostics } = decodeTexts({
    '_defaults.yaml': 'hierarchy: sys\ncustomer:\n  note: x\n',
    'a.yaml': 'customer: { name: A }\n',
    'b.yaml': 'customer: { name: B, emailDomain: x }\n',
    'emea/c.yaml': 'customer: { name: C }\n',
  });
  expect(customers).toEqual([]);
  expect(diagnostics.map(({ code, place }) => `${place?.file}:${place?.line} ${code}`)).toEqual([
    'customers/_defaults.yaml:3 unknown-property',
    'customers/b.yaml:1 unknown-property',
  ]);
});

test('defaults of one folder do not reach its neighbour', () => {
  const { diagnostics } = decodeTexts({
    'emea/_defaults.yaml': 'hierarchy: sys\n',
    'emea2/a.yaml': 'customer: { name: A }\n',
  });
  expect(diagnostics.map(({ code, place }) => `${place?.file} ${code}`)).toEqual([
    'customers/emea2/a.yaml missing-hierarchy',
  ]);
});
