import type { Value } from '../model/customer.ts';
import { fieldNames } from '../model/field-names.ts';
import type { CustomerPlan, Step } from '../model/plan.ts';

/**
 * What is no longer as it was when the customer was planned, in words: live values first, then what is to be done. Empty
 * when the plan still holds. `now` is null where the customer is in no plan any more.
 */
export function movedSince(then: CustomerPlan, now: CustomerPlan | null): readonly string[] {
  if (now === null) return ['it is not found any more'];
  const seen = fieldNames({ ...then.seen, ...now.seen }).flatMap((name) =>
    changed(name, text(then.seen[name]), text(now.seen[name])),
  );
  const facts = [
    ...(then.fingerprint === now.fingerprint ? [] : seen),
    ...changed('record', then.pkid ?? 'none', now.pkid ?? 'none'),
    ...changed('hierarchy', then.hierarchy ?? 'unknown', now.hierarchy ?? 'unknown'),
    ...changed('what may hurt', list(then.hazards), list(now.hazards)),
    ...changed('what blocks it', list(codesOf(then)), list(codesOf(now))),
  ];
  const sameSteps = namesOf(then) === namesOf(now) && then.decision === now.decision;
  if (sameSteps && then.fingerprint === now.fingerprint) return facts;
  return [...facts, `to do was ${workOf(then)}, now ${workOf(now)}`];
}

function changed(what: string, then: string, now: string): readonly string[] {
  return then === now ? [] : [`${what} was ${then}, now ${now}`];
}

function text(value: Value | undefined): string {
  return value === undefined ? 'not seen' : JSON.stringify(value);
}

function list(words: readonly string[]): string {
  return words.length === 0 ? 'nothing' : words.toSorted().join(' and ');
}

function codesOf({ blocked }: CustomerPlan): readonly string[] {
  return blocked.map((one) => one.code);
}

/** Equal work has equal names. */
function namesOf({ steps }: CustomerPlan): string {
  return steps.map((one) => one.operation).join(' ');
}

function workOf({ steps, decision }: CustomerPlan): string {
  return steps.length === 0 ? decision : steps.map(stepText).join(', then ');
}

function stepText(step: Step): string {
  switch (step.kind) {
    case 'create':
    case 'delete':
      return step.kind;
    case 'update':
      return `update ${step.fields.map((one) => one.path).join(' and ')}`;
    case 'move':
      return `move to ${step.to}`;
    case 'action':
      return `${step.action} (${step.why})`;
  }
}
