import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fields, Value } from '../../src/model/customer.ts';
import type { Acknowledgement, Drift } from '../../src/model/drift.ts';
import type { LiveCustomer } from '../../src/model/live.ts';
import type { AppliedCustomer } from '../../src/model/state.ts';
import { makeDrift } from '../../src/plan/drift.ts';
import { driftReads } from '../../src/plan/drift-reads.ts';
import { perform } from './perform.ts';
import { randomWorld } from './random-world.ts';
import { applied, appliedState, customer, day, live, liveState, now, plan } from './world.ts';

interface Worlds {
  readonly applied?: readonly AppliedCustomer[];
  readonly live?: readonly LiveCustomer[];
  readonly acknowledgements?: readonly Acknowledgement[];
  readonly failOnExpiry?: number;
}

function drift(worlds: Worlds): Drift {
  return makeDrift({
    env: 'default',
    applied: appliedState(worlds.applied ?? []),
    live: liveState(worlds.live ?? []),
    acknowledgements: worlds.acknowledgements ?? [],
    failOnExpiry: worlds.failOnExpiry ?? null,
    now,
  });
}

function acknowledgement(property: Acknowledgement['property'], until: string | null = null): Acknowledgement {
  const place = { file: 'customers/_drift.yaml', line: 1, column: 3 };
  return { customer: 'Acme', property, reason: 'trial', until, place };
}

const names = ['email_domain', 'notes'] as const;
const choices: readonly (Value | undefined)[] = [undefined, null, 'a', 'b'];

function assignments(): readonly Fields[] {
  return choices.flatMap((domain) =>
    choices.map((notes) => ({
      ...(domain === undefined ? {} : { email_domain: domain }),
      ...(notes === undefined ? {} : { notes }),
    })),
  );
}

interface SmallWorld {
  readonly declared: Fields;
  readonly there: Fields;
  readonly ignore: readonly (typeof names)[number][];
  readonly word: Acknowledgement | null;
}

const smallWorlds: readonly SmallWorld[] = assignments().flatMap((declared) =>
  assignments().flatMap((there) =>
    ([[], ['email_domain'], ['email_domain', 'notes']] as const).flatMap((ignore) =>
      [null, acknowledgement('notes'), acknowledgement('notes', '2026-11-23')].map((word) => ({
        declared,
        there,
        ignore,
        word,
      })),
    ),
  ),
);

test('the small world: two properties, applied and live, ignored, acknowledged, expired', () => {
  expect(smallWorlds).toHaveLength(16 * 16 * 3 * 3);
  for (const { declared, there, ignore, word } of smallWorlds) {
    const acme = customer('Acme', { fields: declared, lifecycle: { protect: false, ignore } });
    const acknowledgements = word === null ? [] : [word];
    const [one] = drift({ applied: [applied(acme)], live: [live('Acme', there)], acknowledgements }).customers;
    const differ = names.filter((name) => declared[name] !== undefined && declared[name] !== (there[name] ?? null));
    const told = differ.filter((name) => !ignore.includes(name));
    const shown = one?.differences.map((each) => ({ ...each, place: undefined }));
    expect(shown).toEqual(
      told.map((name) => ({
        property: name,
        applied: declared[name],
        live: there[name] ?? null,
        place: undefined,
        acknowledged: name === 'notes' && word?.until === null ? word : null,
        expired: name === 'notes' && word?.until != null ? word : null,
      })),
    );
    expect(one?.ignored).toEqual(differ.filter((name) => ignore.includes(name)));
    expect(one?.state).toBe(told.length > 0 ? 'changed' : 'same');
  }
});

describe('records', () => {
  const acme = customer('Acme', { fields: { account_number_external: 'A-1' } });

  test('missing, unmanaged, moved, and known by its account under another pkid', () => {
    const elsewhere = live(
      'Renamed',
      { account_number_external: 'a-1' },
      { pkid: 'other', hierarchy: 'sys.hcs.Globex' },
    );
    const { customers, summary, diagnostics } = drift({
      applied: [applied(acme), applied(customer('Initech'))],
      live: [elsewhere, live('Stranger')],
    });
    expect(customers.map((one) => [one.name, one.state, one.differences.map(({ property }) => property)])).toEqual([
      ['Initech', 'missing', ['record']],
      ['Acme', 'changed', ['hierarchy', 'name', 'account_number_external']],
      ['Stranger', 'unmanaged', ['record']],
    ]);
    expect(summary).toMatchObject({ changed: 1, moved: 1, missing: 1, unmanaged: 1, acknowledged: 0, same: 0 });
    expect(diagnostics.map((one) => one.code)).toEqual(['other-record']);
  });

  test('an acknowledgement counts on its last day and not on the next', () => {
    const worlds = {
      applied: [applied(acme)],
      live: [live('Acme', { account_number_external: 'A-1' }), live('Globex')],
    };
    const gone = { ...worlds, live: [live('Globex')] };
    for (const [until, missing] of [
      ['2026-11-24', 0],
      ['2026-11-23', 1],
    ] as const)
      expect(drift({ ...gone, acknowledgements: [acknowledgement('record', until)] }).summary.missing).toBe(missing);
    const idle = drift({
      ...worlds,
      acknowledgements: [acknowledgement('record'), { ...acknowledgement('notes'), customer: 'Nobody' }],
    });
    expect(idle.diagnostics.map((one) => [one.severity, one.code])).toEqual([
      ['notice', 'idle-acknowledgement'],
      ['warning', 'unknown-customer'],
    ]);
  });

  test('what was created and not finished is neither unmanaged nor drifted', () => {
    const begun = applied(acme, { customer: null });
    expect(drift({ applied: [begun], live: [live('Acme')] }).customers.map((one) => one.state)).toEqual(['same']);
  });

  test('absence is proven: an empty server and a customer outside of the listing are errors', () => {
    expect(drift({ applied: [applied(acme)] }).diagnostics.map((one) => one.code)).toEqual(['nothing-live']);
    const listed = { ...liveState([live('Globex', {}, { hierarchy: 'sys.hcs.B.Globex' })]), hierarchy: 'sys.hcs.B' };
    const input = { env: 'default', acknowledgements: [], failOnExpiry: null, now };
    const told = makeDrift({ ...input, applied: appliedState([applied(acme)]), live: listed });
    expect(told.diagnostics.map((one) => [one.severity, one.code])).toEqual([['error', 'not-listed']]);
  });
});

describe('laws', () => {
  test('what an apply left has no drift', () => {
    fc.assert(
      fc.property(randomWorld, (world) => {
        const declared = world.desired.customers;
        const made = plan({ desired: declared });
        const first = { ...made, customers: made.customers.map((one) => ({ ...one, held: [], blocked: [] })) };
        const after = perform(first, declared, [], []);
        const told = drift({ applied: after.applied, live: after.live });
        expect(told.customers.map((one) => one.state)).toEqual(told.customers.map(() => 'same'));
      }),
      { numRuns: 200 },
    );
  });

  test('the order in which things were read does not matter, a report is its own JSON, and arguments stay as they are', () => {
    fc.assert(
      fc.property(randomWorld, ({ env, applied: state, live: there }) => {
        const input = {
          env,
          applied: state,
          live: there,
          acknowledgements: [acknowledgement('notes')],
          failOnExpiry: day,
          now,
        };
        const before = JSON.stringify(input);
        const told = makeDrift(input);
        expect(JSON.parse(JSON.stringify(told))).toStrictEqual(told);
        const turned = {
          ...input,
          applied: { ...state, customers: state.customers.toReversed() },
          live: { ...there, customers: there.customers.toReversed() },
        };
        expect(makeDrift(turned)).toEqual(told);
        expect(JSON.stringify(input)).toBe(before);
      }),
      { numRuns: 200 },
    );
  });

  test('with the live values taken over, nothing of it is left', () => {
    fc.assert(
      fc.property(randomWorld, ({ applied: state, live: there }) => {
        const told = drift({ applied: state.customers, live: there.customers });
        const adopted = state.customers.map((one): AppliedCustomer => {
          const own = told.customers.find(({ file }) => file === one.file);
          if (one.customer === null || own === undefined) return one;
          const values = own.differences.filter(({ property }) => property !== 'record' && property !== 'hierarchy');
          const fields = Object.fromEntries(values.map(({ property, live: value }) => [property, value]));
          const name =
            typeof own.name === 'string' && typeof fields['name'] === 'string'
              ? fields['name']
              : one.customer.fields.name;
          return {
            ...one,
            pkid: own.pkid,
            customer: {
              ...one.customer,
              hierarchy: own.hierarchy ?? '',
              fields: { ...one.customer.fields, ...fields, name },
            },
          };
        });
        const again = drift({ applied: adopted, live: there.customers });
        const left = again.customers.filter((one) => one.state === 'changed' && !ambiguous(told));
        expect(left.flatMap((one) => one.differences.map(({ property }) => property))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

/** Where two records fit one file, nothing was concluded about it. */
function ambiguous({ diagnostics }: Drift): boolean {
  return diagnostics.some((one) => one.code.startsWith('two-'));
}

describe('what is read besides the listing', () => {
  const thin = (one: LiveCustomer): LiveCustomer => {
    const { notes: _, ...fields } = one.fields;
    return { ...one, fields, whole: false, accessTokenExpires: undefined, refreshTokenExpires: undefined };
  };
  const noted = customer('Acme', { fields: { notes: 'a' } });
  const refreshing = customer('Acme', { actions: { refresh_access_token: { within: day } } });
  const listing = [thin(live('Acme')), thin(live('Globex'))];
  const read = (one: AppliedCustomer, entries = listing, expiry = false, selects = (_: string) => true) =>
    driftReads(appliedState([one]), { customers: entries }, expiry, selects);

  test.each([
    ['nothing where the entry tells all that was applied', read(applied(customer('Acme'))), []],
    ['nothing for an action that is declared', read(applied(refreshing)), []],
    ['one whose entry leaves out what was applied', read(applied(noted)), ['pkid-acme']],
    ['every one whose expiry counts', read(applied(customer('Acme')), listing, true), ['pkid-acme', 'pkid-globex']],
    ['none that nobody asked for', read(applied(noted), listing, true, (word) => word === 'Globex'), ['pkid-globex']],
    ['none that was read already', read(applied(noted), [live('Acme')], true), []],
    [
      'one that may be a missing customer in disguise',
      read(applied(customer('Acme')), [{ ...thin(live('Globex')), hierarchy: null }]),
      ['pkid-globex'],
    ],
  ])('%s', (_, pkids, expected) => {
    expect(pkids).toEqual(expected);
  });
});
