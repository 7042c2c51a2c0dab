import { describe, expect, test } from 'vitest';
import type { Customer, Fields, Value } from '../../src/model/customer.ts';
import type { LiveCustomer } from '../../src/model/live.ts';
import type { Hazard, Plan } from '../../src/model/plan.ts';
import type { AppliedCustomer } from '../../src/model/state.ts';
import { guardPlan } from '../../src/plan/guard.ts';
import { mayRun } from '../../src/plan/summary.ts';
import { perform } from './perform.ts';
import { applied, customer, live, plan } from './world.ts';

/**
 * Every world of two customers with three properties, each absent, a or b, in git, in the applied state and live, with
 * protect on and off. The two customers do not share a name or an account here, so that what is decided for one depends
 * on the other only through the pairing; therefore the first goes through all of its states, and the second through all
 * of its own beside them, in step and out of step. `two customers at once` takes the whole product for one property.
 */

const names = ['email_domain', 'account_email', 'notes'] as const;
const choices: readonly (Value | undefined)[] = [undefined, 'a', 'b'];

function assignments(count: number): readonly Fields[] {
  let all: readonly Fields[] = [{}];
  for (const name of names.slice(0, count)) {
    all = all.flatMap((fields) =>
      choices.map((value) => (value === undefined ? fields : { ...fields, [name]: value })),
    );
  }
  return all;
}

interface World {
  readonly desired: Customer | null;
  readonly applied: AppliedCustomer | null;
  readonly live: LiveCustomer | null;
}

const hazardNames: readonly Hazard[] = [
  'deletes-customer',
  'recreates-customer',
  'adopts-customer',
  'overwrites-drift',
];

/** All worlds of one customer. */
function worldsOf(name: string, count: number): readonly World[] {
  const fields = assignments(count);
  const declared = [
    null,
    ...[false, true].flatMap((protect) =>
      fields.map((one) => customer(name, { fields: one, lifecycle: { protect, ignore: [] } })),
    ),
  ];
  // In the files at hand, protect decides nothing: half of them are enough there.
  const desired = declared.filter((one) => one?.lifecycle.protect !== true);
  const records = [null, ...fields.map((one) => live(name, one))];
  return desired.flatMap((want) =>
    declared.flatMap((had) =>
      records.map((record) => ({ desired: want, applied: had === null ? null : applied(had), live: record })),
    ),
  );
}

const generous = { maxDeletes: 100, maxChangePercent: 100 };

function check(worlds: readonly World[], allow: readonly Hazard[]): string | null {
  const desired = worlds.flatMap((one) => one.desired ?? []);
  const state = worlds.flatMap((one) => one.applied ?? []);
  const records = worlds.flatMap((one) => one.live ?? []);
  const facts = { managed: state.length, declared: desired.length, live: records.length };
  const planOnce = (now: readonly AppliedCustomer[], there: readonly LiveCustomer[]) =>
    guardPlan(plan({ desired, applied: now, live: there }), { ...generous, allow }, facts);

  const first = planOnce(state, records);
  const faults = [
    ...(JSON.stringify(JSON.parse(JSON.stringify(first))) === JSON.stringify(first) ? [] : ['not its own JSON']),
    ...protectFaults(first, worlds),
    ...silentConflicts(first, allow),
  ];
  // A refused plan is not carried out: there is nothing more to prove of it.
  if (first.refusals.length === 0 || first.refusals.every((one) => one.code === 'nothing-declared')) {
    const after = perform(first, desired, state, records);
    const second = planOnce(after.applied, after.live);
    faults.push(...convergenceFaults(second, allow), ...untouchedFaults(worlds, first, after.live));
  }
  return faults.length === 0 ? null : `${faults.join('; ')} in ${JSON.stringify(worlds)}`;
}

function protectFaults(first: Plan, worlds: readonly World[]): readonly string[] {
  const guarded = worlds.some(
    (one) => one.desired === null && one.live !== null && one.applied?.customer?.lifecycle.protect,
  );
  const refused = first.refusals.some((one) => one.code === 'protected-customer');
  return refused === (guarded === true) ? [] : ['protect is not held'];
}

function silentConflicts(first: Plan, allow: readonly Hazard[]): readonly string[] {
  return first.customers.flatMap((one) => {
    const overwrites = one.steps.some(
      (step) => step.kind === 'update' && step.fields.some((field) => 'cause' in field && field.cause !== 'git'),
    );
    const named = one.hazards.includes('overwrites-drift');
    const runs = mayRun(one) && !allow.includes('overwrites-drift');
    return overwrites !== named || (overwrites && runs) ? ['a drift or conflict is settled silently'] : [];
  });
}

function convergenceFaults(second: Plan, allow: readonly Hazard[]): readonly string[] {
  return second.customers.flatMap((one) => {
    if (one.steps.length === 0 && one.decision !== 'forget') return [];
    const stillHeld = one.held.length > 0 && one.held.every((hazard) => !allow.includes(hazard));
    return stillHeld ? [] : [`the second plan would ${one.decision} ${one.name}`];
  });
}

/** Live values that no file manages, and records that are nobody's, must be as they were. */
function untouchedFaults(worlds: readonly World[], first: Plan, after: readonly LiveCustomer[]): readonly string[] {
  return worlds.flatMap((world) => {
    const before = world.live;
    if (before === null) return [];
    const now = after.find((one) => one.pkid === before.pkid);
    const deleted = first.customers.some((one) => one.pkid === before.pkid && one.decision === 'delete' && mayRun(one));
    if (now === undefined) return deleted ? [] : ['a record was lost'];
    const changed = names.filter((name) => now.fields[name] !== before.fields[name]);
    return changed
      .filter((name) => world.desired?.fields[name] === undefined)
      .map((name) => `unmanaged ${name} was touched`);
  });
}

function failures(pairs: Iterable<readonly World[]>, allow: readonly Hazard[]): readonly string[] {
  const found: string[] = [];
  for (const worlds of pairs) {
    const fault = check(worlds, allow);
    if (fault !== null) found.push(fault);
    if (found.length > 3) break;
  }
  return found;
}

function* inStep(left: readonly World[], right: readonly World[], shift: number): Iterable<readonly World[]> {
  for (const [index, one] of left.entries()) {
    const other = right[(index * 7 + shift) % right.length];
    if (other !== undefined) yield [one, other];
  }
}

function* product(left: readonly World[], right: readonly World[]): Iterable<readonly World[]> {
  for (const one of left) for (const other of right) yield [one, other];
}

describe.each([
  { title: 'everything allowed', allow: hazardNames },
  { title: 'nothing allowed', allow: [] },
])('the small world, $title', ({ allow }) => {
  test('three properties', () => {
    const [left, right] = [worldsOf('Acme', 3), worldsOf('Globex', 3)];
    expect(left.length).toBe(28 * 55 * 28);
    expect(failures(inStep(left, right, 11), allow)).toEqual([]);
  });

  test('two customers at once', () => {
    expect(failures(product(worldsOf('Acme', 1), worldsOf('Globex', 1)), allow)).toEqual([]);
  });
});
