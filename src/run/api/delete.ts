import type { Diagnostic } from '../../model/diagnostic.ts';
import type { CustomerPlan } from '../../model/plan.ts';
import { runByHand } from '../by-hand.ts';
import { type ByHandOptions, byHand, type Scene } from '../by-hand-task.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import type { Selectable } from '../select-customers.ts';
import { managedNotice } from './managed-notice.ts';

/** `sparkform api delete`: deletes the customers that were named one by one, and none that was applied as protected. */
export function runDelete(options: ByHandOptions, io: Io): Promise<ExitStatus> {
  const decide = (scene: Scene) =>
    Promise.resolve({
      customers: scene.chosen.map((one) => deletion(one, scene)),
      diagnostics: [...protectedOnes(scene), ...managedNotice(scene.chosen, 'an apply creates it again when allowed')],
    });
  return runByHand({ command: 'api delete', naming: 'exact', decide }, options, io);
}

function deletion(one: Selectable, { live, operation }: Scene): CustomerPlan {
  const hierarchy = one.live.hierarchy ?? live.hierarchy;
  return {
    ...byHand({ ...one, live: { ...one.live, hierarchy } }),
    decision: 'delete',
    steps: [{ kind: 'delete', operation: operation(one.live.pkid, 'delete'), hierarchy }],
    consequences: [
      'its data syncs and schedules are deleted with it',
      'its Webex authorisation, if it has one, is lost: a new one needs the consent of a Webex administrator',
    ],
  };
}

function protectedOnes({ chosen, applied }: Scene): readonly Diagnostic[] {
  const held = new Map(applied.customers.map((one) => [one.pkid, one.customer?.lifecycle.protect === true]));
  return chosen
    .filter(({ live }) => held.get(live.pkid) === true)
    .map(({ name, file }) => ({
      severity: 'error',
      code: 'protected-customer',
      message: `${name} was last applied with lifecycle.protect: true (${file}). Nothing was deleted.`,
      hint: 'Take protect out of the file, merge and apply that first.',
      customer: name,
    }));
}
