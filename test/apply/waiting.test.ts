import { describe, expect, test } from 'vitest';
import type { CustomerReader, CustomerWriter } from '../../src/api/customers.ts';
import { applyPlan } from '../../src/apply/apply-plan.ts';
import type { Customer } from '../../src/model/customer.ts';
import type { Plan } from '../../src/model/plan.ts';
import { guardPlan } from '../../src/plan/guard.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { applied, customer, gentle, live, planInput } from '../plan/world.ts';

/** A server that must not be asked for anything: what waits for a held or blocked customer is not begun. */
async function untouchable(): Promise<never> {
  throw new Error('a request was sent');
}

const reader: CustomerReader = {
  listNodes: untouchable,
  listCustomers: untouchable,
  listAll: untouchable,
  readCustomer: untouchable,
  acceptsCustomers: untouchable,
  findTransactions: untouchable,
};

const writer: CustomerWriter = {
  create: untouchable,
  replace: untouchable,
  move: untouchable,
  remove: untouchable,
  runAction: untouchable,
  moveOne: untouchable,
  moveAll: untouchable,
  removeAll: untouchable,
  modifyAll: untouchable,
  settle: untouchable,
};

const hierarchy = 'sys.hcs.Acme';

function named(name: string, file: string): Customer {
  const fields = { account_number_external: file };
  return customer(name, { file: `customers/${file}.yaml`, hierarchy, fields });
}

/** Files whose customers get another name, or go. */
function renaming(
  rows: readonly (readonly [string, string, string | null])[],
  only: readonly string[] | null = null,
): Plan {
  const input = planInput({
    desired: rows.flatMap(([file, , to]) => (to === null ? [] : [named(to, file)])),
    applied: rows.map(([file, from]) => applied(named(from, file), { pkid: `pkid-${file}` })),
    live: rows.map(([file, from]) =>
      live(from, { account_number_external: file }, { hierarchy, pkid: `pkid-${file}` }),
    ),
  });
  const plan = makePlan({
    ...input,
    only: only === null ? null : new Set(only.map((file) => `customers/${file}.yaml`)),
  });
  const facts = { managed: rows.length, declared: 1, live: rows.length };
  return guardPlan(plan, { allow: [], maxDeletes: 1, maxChangePercent: 100 }, facts);
}

async function statuses(plan: Plan): Promise<Readonly<Record<string, readonly string[]>>> {
  const server = { reader, writer, nodes: [], profile: gentle, root: 'sys', pause: () => Promise.resolve() };
  const options = { server, concurrency: 1, bulk: false, stop: { reason: null }, onOutcome: () => undefined };
  const outcomes = await applyPlan(plan, options);
  return Object.fromEntries(
    outcomes.map((one) => [one.file?.slice(10, -5) ?? '', one.steps.map(({ status }) => status)]),
  );
}

describe('a customer that claims the name of another', () => {
  test('is skipped while the delete that frees it is held', async () => {
    expect(
      await statuses(
        renaming([
          ['a', 'One', 'Two'],
          ['b', 'Two', null],
        ]),
      ),
    ).toEqual({ a: ['skipped'], b: ['held'] });
  });

  test('is skipped when the one that leaves it is outside --only', async () => {
    expect(
      await statuses(
        renaming(
          [
            ['a', 'One', 'Two'],
            ['b', 'Two', 'Three'],
          ],
          ['a'],
        ),
      ),
    ).toEqual({ a: ['skipped'] });
  });

  test('is skipped down a whole chain, whose end is held', async () => {
    const plan = renaming([
      ['a', 'One', 'Two'],
      ['b', 'Two', 'Three'],
      ['c', 'Three', null],
    ]);
    expect(await statuses(plan)).toEqual({ a: ['skipped'], b: ['skipped'], c: ['held'] });
  });

  test('is held in a swap, of two and of three', async () => {
    expect(
      await statuses(
        renaming([
          ['a', 'One', 'Two'],
          ['b', 'Two', 'One'],
        ]),
      ),
    ).toEqual({ a: ['held'], b: ['held'] });
    const three = renaming([
      ['a', 'One', 'Two'],
      ['b', 'Two', 'Three'],
      ['c', 'Three', 'One'],
    ]);
    expect(await statuses(three)).toEqual({ a: ['held'], b: ['held'], c: ['held'] });
  });
});
