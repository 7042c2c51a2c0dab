import type { Customer } from '../model/customer.ts';
import type { CustomerPlan, Step } from '../model/plan.ts';
import type { AppliedCustomer } from '../model/state.ts';
import { dueSyncs } from './actions.ts';
import type { PlanContext } from './context.ts';
import { declarationOf } from './declaration.ts';
import { initialFields } from './fields.ts';
import { hierarchyProblem } from './hierarchy.ts';
import { nothingPlanned } from './nothing-planned.ts';
import { initialSecrets } from './secrets.ts';
import { actionSteps, contentOf, operation } from './steps.ts';

/** Rows 1 and 2 of the decision table: declared and not live. */
export function planCreate(desired: Customer, applied: AppliedCustomer | null, context: PlanContext): CustomerPlan {
  const vanished = applied !== null;
  const fields = [...initialFields(desired, vanished ? 'drift' : 'git'), ...initialSecrets(desired)];
  const identity = `${desired.hierarchy}\n${desired.fields.name}`;
  const create: Step = {
    kind: 'create',
    operation: operation(context, identity, 'create', fields.map(contentOf), desired.sync),
    hierarchy: desired.hierarchy,
    fields,
    sync: desired.sync,
  };
  const problem = hierarchyProblem(desired, context.nodes, context.root);
  return {
    ...nothingPlanned(desired, null, applied?.file),
    hierarchy: desired.hierarchy,
    decision: 'create',
    why: vanished ? 'vanished outside git' : 'added in git',
    asked: !vanished || applied.customer === null || declarationOf(applied.customer) !== declarationOf(desired),
    hazards: vanished ? ['recreates-customer'] : [],
    blocked: problem === null ? [] : [problem],
    steps: [create, ...actionSteps(dueSyncs(desired, applied, 'create'), identity, create.operation, context)],
  };
}
