import type { Customer } from '../model/customer.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { CustomerPlan } from '../model/plan.ts';
import { expiryOf } from './expiry.ts';

/** A plan that keeps the customer as it is: what every decision starts from. `recordedAs`: the file that was applied for it. */
export function nothingPlanned(
  declared: Customer | null,
  live: LiveCustomer | null,
  recordedAs: string | null = null,
): CustomerPlan {
  const name = declared?.fields.name ?? (typeof live?.fields.name === 'string' ? live.fields.name : '');
  return {
    id: declared?.file ?? `pkid:${live?.pkid ?? ''}`,
    name,
    file: declared?.file ?? null,
    recordedAs,
    hierarchy: live?.hierarchy ?? declared?.hierarchy ?? null,
    pkid: live?.pkid ?? null,
    decision: 'keep',
    why: 'unchanged',
    asked: false,
    hazards: [],
    allowed: [],
    held: [],
    blocked: [],
    steps: [],
    kept: [],
    ignored: [],
    consequences: [],
    seen: {},
    fingerprint: null,
    expiry: live === null ? null : expiryOf(live),
    after: [],
  };
}
