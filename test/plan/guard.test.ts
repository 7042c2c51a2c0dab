import { describe, expect, test } from 'vitest';
import type { CustomerPlan, Hazard, Plan } from '../../src/model/plan.ts';
import { type GuardFacts, guardPlan } from '../../src/plan/guard.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { applied, customer, live, plan, planInput } from './world.ts';

const hazards: readonly Hazard[] = ['deletes-customer', 'recreates-customer', 'adopts-customer', 'overwrites-drift'];

interface Permitted {
  readonly allow?: readonly Hazard[];
  readonly maxDeletes?: number;
  readonly maxChangePercent?: number;
}

/** The codes of what the guard refuses. */
function refused(
  planned: Plan,
  facts: GuardFacts,
  { allow = hazards, maxDeletes = 1, maxChangePercent = 30 }: Permitted = {},
) {
  return guardPlan(planned, { allow, maxDeletes, maxChangePercent }, facts).refusals.map((one) => one.code);
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `Customer ${String(index).padStart(2, '0')}`);
}

/** An estate of `managed` customers of which the first `deleted` go and the next `updated` change. */
function estate(managed: number, { deleted = 0, updated = 0 }): { readonly planned: Plan; readonly facts: GuardFacts } {
  const all = names(managed);
  const desired = all
    .slice(deleted)
    .map((name, index) => customer(name, { fields: { notes: index < updated ? 'new' : 'old' } }));
  const worlds = {
    desired,
    applied: all.map((name) => applied(customer(name, { fields: { notes: 'old' } }))),
    live: all.map((name) => live(name, { notes: 'old' })),
  };
  return { planned: plan(worlds), facts: { managed, declared: desired.length, live: managed } };
}

describe('the number of deletes', () => {
  test.each([
    { deleted: 1, most: 1, codes: [] },
    { deleted: 2, most: 1, codes: ['too-many-deletes'] },
    { deleted: 2, most: 2, codes: [] },
    { deleted: 1, most: 0, codes: ['too-many-deletes'] },
    { deleted: 0, most: 0, codes: [] },
  ])('$deleted of at most $most', ({ deleted, most, codes }) => {
    const { planned, facts } = estate(5, { deleted });
    expect(refused(planned, facts, { maxDeletes: most })).toEqual(codes);
  });

  test('held deletes do not count: they are not carried out', () => {
    const { planned, facts } = estate(5, { deleted: 3 });
    expect(refused(planned, facts, { allow: [] })).toEqual([]);
  });

  test('the hint says what to raise it to', () => {
    const { planned, facts } = estate(5, { deleted: 3 });
    const { refusals } = guardPlan(planned, { allow: hazards, maxDeletes: 1, maxChangePercent: 30 }, facts);
    expect(refusals[0]?.hint).toBe(
      'If that is meant: --max-deletes 3, or the trailer "Sparkform-Max-Deletes: 3" in one of the commits.',
    );
  });
});

describe('the share of changes', () => {
  test.each([
    { managed: 9, updated: 9, most: 30, codes: [] },
    { managed: 10, updated: 3, most: 30, codes: [] },
    { managed: 10, updated: 4, most: 30, codes: ['too-many-changes'] },
    { managed: 10, updated: 4, most: 40, codes: [] },
    { managed: 30, updated: 9, most: 30, codes: [] },
    { managed: 30, updated: 10, most: 30, codes: ['too-many-changes'] },
    // The percentage that the hint names is enough, although it is rounded.
    { managed: 30, updated: 10, most: 34, codes: [] },
  ])('$updated of $managed at $most %', ({ managed, updated, most, codes }) => {
    const { planned, facts } = estate(managed, { updated });
    expect(refused(planned, facts, { maxChangePercent: most })).toEqual(codes);
  });

  test('deletes count, creates and actions do not', () => {
    const { planned, facts } = estate(10, { deleted: 1, updated: 3 });
    expect(refused(planned, facts)).toEqual(['too-many-changes']);
    const all = names(10);
    const syncing = all.map((name) => customer(name, { actions: { sync_users: { on: [], rerun: 'x' } } }));
    const growing = plan({
      desired: [...syncing, ...['Acme', 'Globex', 'Initech', 'Umbrella'].map((name) => customer(name))],
      applied: all.map((name) => applied(customer(name))),
      live: all.map((name) => live(name)),
    });
    expect([growing.summary.create, growing.summary.actions]).toEqual([4, 10]);
    expect(refused(growing, { managed: 10, declared: 14, live: 10 })).toEqual([]);
  });

  test('held changes do not count', () => {
    const all = names(10);
    const drifted = plan({
      desired: all.map((name) => customer(name, { fields: { notes: 'n' } })),
      applied: all.map((name) => applied(customer(name, { fields: { notes: 'n' } }))),
      live: all.map((name) => live(name)),
    });
    const facts = { managed: 10, declared: 10, live: 10 };
    expect(refused(drifted, facts, { allow: [] })).toEqual([]);
    expect(refused(drifted, facts)).toEqual(['too-many-changes']);
  });
});

describe('worlds that look emptied', () => {
  test('nothing declared is never read as "delete them all", whatever is allowed, and even where the deletes are held', () => {
    const { planned, facts } = estate(1, { deleted: 1 });
    expect(refused(planned, facts, { maxDeletes: 100 })).toEqual(['nothing-declared']);
    expect(refused(planned, facts, { maxDeletes: 100, allow: [] })).toEqual(['nothing-declared']);
  });

  test('nothing declared and nothing to delete is no matter', () => {
    expect(refused(plan({ live: [live('Acme')] }), { managed: 0, declared: 0, live: 1 })).toEqual([]);
  });

  test('nothing live is never read as "they were removed", until making them anew is allowed', () => {
    const acme = customer('Acme');
    const planned = plan({ desired: [acme], applied: [applied(acme)] });
    const facts = { managed: 1, declared: 1, live: 0 };
    expect(refused(planned, facts, { allow: [] })).toEqual(['nothing-live']);
    expect(refused(planned, facts, { allow: ['recreates-customer'] })).toEqual([]);
  });

  test('an empty server before the first apply is no matter', () => {
    expect(refused(plan({ desired: [customer('Acme')] }), { managed: 0, declared: 1, live: 0 })).toEqual([]);
  });
});

test('the applied state of another server is refused, and no permission lets it through', () => {
  const acme = customer('Acme');
  const input = planInput({ desired: [acme], applied: [applied(acme)], live: [live('Acme')] });
  const elsewhere = makePlan({ ...input, live: { ...input.live, server: 'https://other.example' } });
  expect(refused(elsewhere, { managed: 1, declared: 1, live: 1 })).toEqual(['other-server']);
  expect(refused(makePlan(input), { managed: 1, declared: 1, live: 1 })).toEqual([]);
});

test('a refusal of the plan stays with those of the guard', () => {
  const guarded = customer('Acme', { lifecycle: { protect: true, ignore: [] } });
  const gone = plan({ desired: [], applied: [applied(guarded)], live: [live('Acme')] });
  expect(refused(gone, { managed: 1, declared: 0, live: 1 })).toEqual(['protected-customer', 'nothing-declared']);
});

describe('what is held', () => {
  const acme = customer('Acme', { fields: { notes: 'n' } });
  const drifted = plan({ desired: [acme], applied: [applied(acme)], live: [live('Acme')] });
  const facts = { managed: 1, declared: 1, live: 1 };
  const allowing = (planned: Plan, ...allow: readonly Hazard[]) =>
    guardPlan(planned, { allow, maxDeletes: 1, maxChangePercent: 30 }, facts);

  test('until its hazard is allowed by name, and only that', () => {
    expect(allowing(drifted).customers[0]?.held).toEqual(['overwrites-drift']);
    expect(allowing(drifted, 'deletes-customer').customers[0]?.held).toEqual(['overwrites-drift']);
    expect(allowing(drifted, 'overwrites-drift').customers[0]?.held).toEqual([]);
  });

  test('one of two hazards that is not allowed still holds', () => {
    const [one] = drifted.customers.map(
      (each): CustomerPlan => ({ ...each, hazards: ['overwrites-drift', 'resends-secrets'] }),
    );
    const two = { ...drifted, customers: one === undefined ? [] : [one] };
    expect(allowing(two, 'overwrites-drift').customers[0]?.held).toEqual(['resends-secrets']);
  });

  test('is counted, and its writes are not', () => {
    expect(allowing(drifted).summary).toMatchObject({
      update: 1,
      drifted: 1,
      held: 1,
      requests: { read: 2, write: 0 },
    });
    expect(allowing(drifted, 'overwrites-drift').summary).toMatchObject({ held: 0, requests: { read: 2, write: 1 } });
  });

  test('what is blocked stays so, whatever is allowed', () => {
    const lost = customer('Lost', { hierarchy: 'sys.hcs.Lost' });
    const planned = plan({ desired: [lost], applied: [applied(lost)], live: [live('Acme')] });
    const { customers, summary } = allowing(planned, ...hazards);
    expect(customers[0]).toMatchObject({ held: [], blocked: [{ code: 'unknown-hierarchy' }] });
    expect(summary).toMatchObject({ create: 1, held: 1, requests: { write: 0 } });
  });
});

test('a summary counts steps by kind and customers by what they are', () => {
  const at = { hierarchy: 'sys.hcs.Acme' };
  const before = (name: string) => customer(name, { ...at, fields: { notes: 'old' } });
  const after = (name: string) => customer(name, { ...at, fields: { notes: 'new' } });
  const actions = { sync_users: { on: ['change'] as const, rerun: null } };
  const planned = plan({
    desired: [
      { ...after('Moved'), hierarchy: 'sys.hcs.Globex', actions },
      after('Edited'),
      after('Drifted'),
      after('Done by hand'),
      customer('Added', at),
    ],
    applied: ['Moved', 'Edited', 'Drifted', 'Done by hand', 'Removed'].map((name) => applied(before(name))),
    live: [
      ...['Moved', 'Edited', 'Removed'].map((name) => live(name, { notes: 'old' }, at)),
      live('Drifted', { notes: 'x' }, at),
      live('Done by hand', { notes: 'new' }, at),
      live('Unmanaged'),
    ],
  });
  expect(planned.summary).toEqual({
    create: 1,
    update: 3,
    move: 1,
    delete: 1,
    actions: 1,
    unchanged: 1,
    unmanaged: 1,
    drifted: 1,
    held: 2,
    // A move, its update and its sync, one more update, and the create; the delete and the drift are held.
    requests: { read: 2, write: 5 },
  });
});
