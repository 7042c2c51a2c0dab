import type { LiveCustomer } from '../model/live.ts';
import type { CustomerPlan } from '../model/plan.ts';
import type { AppliedCustomer } from '../model/state.ts';
import type { PlanContext } from './context.ts';
import { compareFields } from './fields.ts';
import { fingerprintOf } from './fingerprint.ts';
import { nothingPlanned } from './nothing-planned.ts';
import { operation } from './steps.ts';

/** Rows 5 to 7 of the decision table: a record, or what was applied of one, that no file declares any more or ever did. */
export function planUndeclared(
  applied: AppliedCustomer | null,
  live: LiveCustomer | null,
  context: PlanContext,
): CustomerPlan {
  const nothing = nothingPlanned(applied?.customer ?? null, live, applied?.file);
  if (applied === null) return { ...nothing, why: 'unmanaged' };
  // Not the file alone, which may declare another customer by now.
  const named = { ...nothing, id: `removed:${applied.file}`, file: applied.file, asked: true };
  if (live === null) return { ...named, pkid: applied.pkid, decision: 'forget', why: 'already gone' };
  const hierarchy = live.hierarchy ?? applied.customer?.hierarchy ?? context.root;
  const seen = applied.customer === null ? live.fields : compareFields(applied.customer, null, live).seen;
  const fingerprint = fingerprintOf(live.hierarchy, seen);
  return {
    ...named,
    decision: 'delete',
    why: 'removed in git',
    hazards: ['deletes-customer'],
    steps: [{ kind: 'delete', operation: operation(context, live.pkid, 'delete', fingerprint), hierarchy }],
    consequences: [
      'its data syncs and schedules are deleted with it',
      ...(typeof live.accessTokenExpires === 'string' || live.echoedSecrets.length > 0
        ? ['its Webex authorisation is lost: making it again needs a new consent of a Webex administrator']
        : []),
    ],
    seen,
    fingerprint,
  };
}
