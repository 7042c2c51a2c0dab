import type { FieldChange, SecretChange, Step } from '../model/plan.ts';
import type { DueAction } from './actions.ts';
import type { PlanContext } from './context.ts';
import { hashOf } from './fingerprint.ts';

/** Names an operation by what is done and to what, so that any later run on any machine can compute the same name. */
export function operation(context: PlanContext, customer: string, kind: string, ...what: readonly unknown[]): string {
  return hashOf([context.env, customer, kind, ...what]);
}

/** What of a change goes into the name of its operation: not the place, which says nothing about what is done. */
export function contentOf(change: FieldChange | SecretChange) {
  return 'reference' in change ? [change.path, change.reference] : [change.path, change.before, change.after];
}

/** The steps that run due actions, in their order. `state` tells one occasion from the next. */
export function actionSteps(
  due: readonly DueAction[],
  customer: string,
  state: string,
  context: PlanContext,
): readonly Step[] {
  return due.map(({ action, why }) => ({
    kind: 'action',
    operation: operation(context, customer, action, why, state),
    action,
    why,
  }));
}
