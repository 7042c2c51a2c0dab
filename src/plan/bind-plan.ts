import type { Diagnostic } from '../model/diagnostic.ts';
import type { CustomerPlan, Plan } from '../model/plan.ts';
import { movedSince } from './moved-since.ts';
import { summarise } from './summary.ts';

/**
 * Binds a plan that was just made to one that was approved before: what is left is what both say. Where the world is no
 * longer the one that was approved, the plan is refused with every customer that moved; a customer that only now has
 * something to do is left out, with a notice. Nothing is taken from the approved plan but what is compared.
 */
export function bindPlan(approved: Plan, fresh: Plan): Plan {
  const before = new Map(approved.customers.map((one) => [one.id, one]));
  const isNew = (one: CustomerPlan) => one.steps.length > 0 && (before.get(one.id)?.steps.length ?? 0) === 0;
  const customers = fresh.customers.filter((one) => before.has(one.id) && !isNew(one));
  const base = movedBase(approved, fresh);
  return {
    ...fresh,
    customers,
    summary: summarise(customers, fresh.summary.requests.read),
    diagnostics: [...fresh.diagnostics, ...fresh.customers.filter(isNew).map(notApproved)],
    // With another base every customer may differ, which would hide the reason.
    refusals: [...fresh.refusals, ...(base.length > 0 ? base : movedCustomers(approved, fresh))],
  };
}

function movedBase(approved: Plan, fresh: Plan): readonly Diagnostic[] {
  const name = (commit: string | null) => commit?.slice(0, 12) ?? 'none';
  const [planned, head] = [approved.desired.commit, fresh.desired.commit];
  const [base, applied] = [approved.applied.commit, fresh.applied.commit];
  return [
    ...(planned === head ? [] : [stale(`The plan was made for commit ${name(planned)}, and HEAD is ${name(head)}.`)]),
    ...(base === applied
      ? []
      : [
          stale(
            `The plan was made when the applied state was ${name(base)}, and by now it is ${name(applied)}: somebody applied.`,
          ),
        ]),
  ];
}

function movedCustomers(approved: Plan, fresh: Plan): readonly Diagnostic[] {
  const now = new Map(fresh.customers.map((one) => [one.id, one]));
  return approved.customers
    .filter((one) => one.steps.length > 0)
    .flatMap((one) => {
      const moved = movedSince(one, now.get(one.id) ?? null);
      const place = one.file === null ? {} : { place: { file: one.file, line: 1, column: 1 } };
      const message = `${one.name} is no longer as the plan saw it: ${moved.join('; ')}.`;
      return moved.length === 0 ? [] : [{ ...stale(message), ...place, customer: one.name }];
    });
}

function stale(message: string): Diagnostic {
  return {
    severity: 'error',
    code: 'stale-plan',
    message,
    hint: 'Nothing was written. Make a new plan of it with sparkform plan --out, look at it, and apply that.',
  };
}

function notApproved({ name, file }: CustomerPlan): Diagnostic {
  return {
    severity: 'notice',
    code: 'not-in-plan',
    message: `${name} has something to do only since the plan was made, and is left alone.`,
    hint: 'Make a new plan to have it done.',
    ...(file === null ? {} : { place: { file, line: 1, column: 1 } }),
    customer: name,
  };
}
