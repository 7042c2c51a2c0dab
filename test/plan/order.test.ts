import { describe, expect, test } from 'vitest';
import type { Customer } from '../../src/model/customer.ts';
import type { LiveCustomer } from '../../src/model/live.ts';
import type { CustomerPlan } from '../../src/model/plan.ts';
import { guardPlan } from '../../src/plan/guard.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { applied, customer, live, plan, planInput } from './world.ts';

/** Customers that all live in one node, so that a name alone tells them apart. */
const hierarchy = 'sys.hcs.Acme';

function named(name: string, file: string, account: string | null = null): Customer {
  const fields = account === null ? {} : { account_number_external: account };
  return customer(name, { file: `customers/${file}.yaml`, hierarchy, fields });
}

function record(name: string, file: string, account: string | null = null): LiveCustomer {
  return live(name, { account_number_external: account }, { hierarchy, pkid: `pkid-${file}` });
}

interface Was {
  readonly file: string;
  readonly name: string;
  readonly account?: string;
  /** The account of the live record where the file did not manage it. */
  readonly unmanaged?: string;
}

/** A world in which each file had one name and account and gets another; `to: null` removes the file. */
function changing(rows: readonly (Was & { readonly to: Omit<Was, 'file'> | null })[]) {
  return {
    desired: rows.flatMap(({ file, to }) => (to === null ? [] : [named(to.name, file, to.account ?? null)])),
    applied: rows.map(({ file, name, account }) =>
      applied(named(name, file, account ?? null), { pkid: `pkid-${file}` }),
    ),
    live: rows.map(({ file, name, account, unmanaged }) => record(name, file, account ?? unmanaged ?? null)),
  };
}

/** For each file whom it waits for and why it is blocked. */
function orders(customers: readonly CustomerPlan[]) {
  return Object.fromEntries(
    customers.map((one) => [
      one.file?.replace(/^customers\/|\.yaml$/g, '') ?? one.id,
      [...one.after.map((id) => id.replace(/customers\/|\.yaml$/g, '')), ...one.blocked.map(({ code }) => code)],
    ]),
  );
}

describe('who waits for whom', () => {
  test('nobody, as long as nobody claims what another record holds', () => {
    const worlds = changing([
      { file: 'a', name: 'One', account: '1', to: { name: 'Two', account: '1' } },
      { file: 'b', name: 'Three', account: '3', to: { name: 'Three', account: '4' } },
    ]);
    expect(orders(plan(worlds).customers)).toEqual({ a: [], b: [] });
  });

  test('one that claims a name waits for the one that leaves it by another name', () => {
    const worlds = changing([
      { file: 'a', name: 'One', account: '1', to: { name: 'Two', account: '1' } },
      { file: 'b', name: 'Two', account: '2', to: { name: 'Three', account: '2' } },
    ]);
    expect(orders(plan(worlds).customers)).toEqual({ a: ['b'], b: [] });
  });

  test('one that claims a name waits for the one that leaves it for another node', () => {
    const { desired, ...rest } = changing([
      { file: 'a', name: 'One', account: '1', to: { name: 'Two', account: '1' } },
      { file: 'b', name: 'Two', account: '2', to: { name: 'Two', account: '2' } },
    ]);
    const [first, second] = desired;
    const moved = second === undefined ? [] : [{ ...second, hierarchy: 'sys.hcs.Globex' }];
    expect(orders(plan({ ...rest, desired: [...(first === undefined ? [] : [first]), ...moved] }).customers)).toEqual({
      a: ['b'],
      b: [],
    });
  });

  test('one that claims an account waits, whatever its case', () => {
    const worlds = changing([
      { file: 'a', name: 'One', account: 'aa', to: { name: 'One', account: 'BB' } },
      { file: 'b', name: 'Two', unmanaged: 'bb', to: { name: 'Two', account: 'cc' } },
    ]);
    expect(orders(plan(worlds).customers)).toEqual({ a: ['b'], b: [] });
  });

  test('a new customer waits for the delete of the one whose name it takes', () => {
    const worlds = changing([{ file: 'old', name: 'One', account: '1', to: null }]);
    const planned = plan({ ...worlds, desired: [named('One', 'new', '2')] });
    expect(orders(planned.customers)).toEqual({ new: ['removed:old'], old: [] });
    expect(planned.customers.map(({ decision }) => decision)).toEqual(['create', 'delete']);
  });

  test('a chain is ordered from its end', () => {
    const worlds = changing([
      { file: 'a', name: 'One', account: '1', to: { name: 'Two', account: '1' } },
      { file: 'b', name: 'Two', account: '2', to: { name: 'Three', account: '2' } },
      { file: 'c', name: 'Three', account: '3', to: { name: 'Four', account: '3' } },
    ]);
    expect(orders(plan(worlds).customers)).toEqual({ a: ['b'], b: ['c'], c: [] });
  });

  test('those for which one waits are sorted, whatever it claims of which', () => {
    const worlds = changing([
      { file: 'a', name: 'One', account: '1', to: { name: 'Three', account: '2' } },
      { file: 'b', name: 'Two', unmanaged: '2', to: { name: 'Two', account: '4' } },
      { file: 'c', name: 'Three', account: '3', to: { name: 'Free', account: '3' } },
    ]);
    expect(orders(plan(worlds).customers)).toEqual({ a: ['b', 'c'], b: [], c: [] });
  });

  test('one that waits for two names them both', () => {
    const worlds = changing([
      { file: 'a', name: 'One', account: '1', to: { name: 'Two', account: '3' } },
      { file: 'b', name: 'Two', account: '2', to: { name: 'Free', account: '2' } },
      { file: 'c', name: 'Three', unmanaged: '3', to: { name: 'Three', account: '4' } },
    ]);
    expect(orders(plan(worlds).customers)).toEqual({ a: ['b', 'c'], b: [], c: [] });
  });
});

describe('what has no order', () => {
  test.each([2, 3, 4])('names that go round among %i customers block them all', (count) => {
    const rows = Array.from({ length: count }, (_, index) => ({
      file: `f${index}`,
      name: `Name ${index}`,
      account: `${index}`,
      to: { name: `Name ${(index + 1) % count}`, account: `${index}` },
    }));
    const { customers } = plan(changing(rows));
    for (const one of customers) expect(one.blocked.map(({ code }) => code)).toEqual(['identity-swap']);
    expect(customers).toHaveLength(count);
  });

  test('accounts that go round block them all', () => {
    const worlds = changing([
      { file: 'a', name: 'One', unmanaged: '1', to: { name: 'One', account: '2' } },
      { file: 'b', name: 'Two', unmanaged: '2', to: { name: 'Two', account: '1' } },
    ]);
    expect(orders(plan(worlds).customers)).toEqual({ a: ['b', 'identity-swap'], b: ['a', 'identity-swap'] });
  });

  test('one that waits for a swap is not part of it, and a swap does not touch others', () => {
    const worlds = changing([
      { file: 'a', name: 'One', account: '1', to: { name: 'Two', account: '1' } },
      { file: 'b', name: 'Two', unmanaged: '2', to: { name: 'One', account: '9' } },
      { file: 'c', name: 'Three', account: '3', to: { name: 'Three', account: '2' } },
      { file: 'd', name: 'Four', account: '4', to: { name: 'Five', account: '4' } },
    ]);
    expect(orders(plan(worlds).customers)).toEqual({
      a: ['b', 'identity-swap'],
      b: ['a', 'identity-swap'],
      c: ['b'],
      d: [],
    });
  });
});

describe('what is taken', () => {
  test('a name that a record without a file holds blocks the one that claims it', () => {
    const worlds = changing([{ file: 'a', name: 'One', account: '1', to: { name: 'Taken', account: '1' } }]);
    const planned = plan({ ...worlds, live: [...worlds.live, record('Taken', 'unmanaged', '7')] });
    expect(orders(planned.customers)['a']).toEqual(['identity-taken']);
    expect(planned.customers[0]?.blocked[0]?.message).toContain('pkid-unmanaged (unmanaged)');
  });

  test('an account that a customer without one in its file holds', () => {
    const worlds = changing([{ file: 'a', name: 'One', account: '1', to: { name: 'One', account: '7' } }]);
    const quiet = named('Quiet', 'b');
    const planned = plan({
      desired: [...worlds.desired, quiet],
      applied: [...worlds.applied, applied(quiet, { pkid: 'pkid-b' })],
      live: [...worlds.live, record('Quiet', 'b', '7')],
    });
    expect(orders(planned.customers)).toEqual({ a: ['identity-taken'], b: [] });
  });

  test('an account that a customer keeps because its file ignores the drift, whatever else changes of it', () => {
    const worlds = changing([{ file: 'a', name: 'One', account: '1', to: { name: 'One', account: '7' } }]);
    const ignoring = (notes: string) => {
      const fields = { account_number_external: '2', notes };
      const lifecycle = { protect: false, ignore: ['account_number_external'] as const };
      return customer('Two', { file: 'customers/b.yaml', hierarchy, fields, lifecycle });
    };
    const drifted = { ...record('Two', 'b', '7'), fields: { ...record('Two', 'b', '7').fields, notes: 'old' } };
    for (const notes of ['old', 'new']) {
      const planned = plan({
        desired: [...worlds.desired, ignoring(notes)],
        applied: [...worlds.applied, applied(ignoring('old'), { pkid: 'pkid-b' })],
        live: [...worlds.live, drifted],
      });
      expect(planned.customers[1]?.decision).toBe(notes === 'new' ? 'update' : 'keep');
      expect(orders(planned.customers)).toEqual({ a: ['identity-taken'], b: [] });
    }
  });

  test('an account that a customer without one in its file keeps while something else of it changes', () => {
    const worlds = changing([{ file: 'a', name: 'One', account: '1', to: { name: 'One', account: '7' } }]);
    const quiet = (name: string) => named(name, 'b');
    const planned = plan({
      desired: [...worlds.desired, quiet('Louder')],
      applied: [...worlds.applied, applied(quiet('Quiet'), { pkid: 'pkid-b' })],
      live: [...worlds.live, record('Quiet', 'b', '7')],
    });
    expect(orders(planned.customers)).toEqual({ a: ['identity-taken'], b: [] });
  });

  test('not what two records share already: neither of them claims anything', () => {
    const twins = ['a', 'b'].map((file) => ({ ...customer(file, { file: `customers/${file}.yaml`, hierarchy }) }));
    const planned = plan({
      desired: twins.map((one) => ({ ...one, fields: { ...one.fields, notes: 'new' } })),
      applied: twins.map((one) => applied(one)),
      live: ['a', 'b'].map((file) => record(file, file, '7')),
    });
    expect(planned.customers.map((one) => [one.decision, one.blocked])).toEqual([
      ['update', []],
      ['update', []],
    ]);
  });

  test('what a record held before counts no more once the server shows another', () => {
    const worlds = changing([
      { file: 'a', name: 'One', account: '1', to: { name: 'Two', account: '1' } },
      { file: 'b', name: 'Two', account: '2', to: { name: 'Three', account: '2' } },
    ]);
    const renamed = worlds.live.map((one) => (one.pkid === 'pkid-b' ? record('Elsewhere', 'b', '2') : one));
    expect(orders(plan({ ...worlds, live: renamed }).customers)).toEqual({ a: [], b: [] });
  });
});

test('one that waits for a customer outside --only keeps waiting: nothing says that it left', () => {
  const worlds = changing([
    { file: 'a', name: 'One', account: '1', to: { name: 'Two', account: '1' } },
    { file: 'b', name: 'Two', account: '2', to: { name: 'Three', account: '2' } },
  ]);
  const { customers } = makePlan({ ...planInput(worlds), only: new Set(['customers/a.yaml']) });
  expect(orders(customers)).toEqual({ a: ['b'] });
});

test('waiting survives the guard', () => {
  const worlds = changing([{ file: 'old', name: 'One', account: '1', to: null }]);
  const permissions = { allow: ['deletes-customer'] as const, maxDeletes: 1, maxChangePercent: 30 };
  const planned = guardPlan(plan({ ...worlds, desired: [named('One', 'new', '2')] }), permissions, {
    managed: 1,
    declared: 1,
    live: 1,
  });
  expect(orders(planned.customers)).toEqual({ new: ['removed:old'], old: [] });
});
