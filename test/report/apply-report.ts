import type { CustomerOutcome, Status } from '../../src/model/outcome.ts';
import type { CustomerPlan, Plan } from '../../src/model/plan.ts';
import { type ApplyReport, countStatuses } from '../../src/report/outcome-text.ts';

interface Result {
  readonly status: Status;
  readonly message?: string;
  readonly transaction?: string;
}

const transaction = (number: number) => `0b5b7a38-6f5d-4c6e-9a10-00000000000${number}`;

/** What became of the steps of a plan with everything in it, by name of the customer; what is not named was held. */
const results: Readonly<Record<string, readonly Result[]>> = {
  'Mallory\u001b[2J\u001b]0;owned\u0007\u202etxt.live\u2066\u200b\r\n- everything': [
    { status: 'applied', transaction: transaction(8) },
  ],
  Weyland: [{ status: 'unchanged', message: 'somebody else deleted it since the plan' }],
  Globex: [
    { status: 'applied', transaction: transaction(1) },
    {
      status: 'failed',
      message:
        'POST /api/relation/SparkCustomer/pkid-globex/+SyncWebexTeamsRolesLicences: the server took the work up and failed ' +
        `(transaction ${transaction(2)}); the server said: \u001b[31mno licence. Look at transaction ${transaction(2)} in VOSS Automate for the step that failed.`,
      transaction: transaction(2),
    },
    { status: 'skipped', message: 'an earlier step of this customer did not succeed' },
  ],
  Soylent: [
    {
      status: 'stale',
      message:
        'the live record changed since the plan: email_domain is "blue.example", expected "green.example". Plan again',
    },
  ],
  Initech: [
    { status: 'applied', transaction: transaction(3) },
    { status: 'applied', transaction: transaction(4) },
  ],
  Cyberdyne: [
    {
      status: 'unknown',
      message:
        'PUT /api/relation/SparkCustomer/pkid-cyberdyne: the connection broke before the answer was complete (UND_ERR_SOCKET). ' +
        'Check VOSS_URL, the network and the proxy settings.',
    },
  ],
  Northwind: [
    { status: 'applied', transaction: transaction(5) },
    { status: 'applied', transaction: transaction(6) },
  ],
  Umbrella: [
    {
      status: 'applied',
      message: 'the access token now expires 2026-12-08T12:00:00.000Z',
      transaction: transaction(7),
    },
  ],
};

function outcomeOf(customer: CustomerPlan): CustomerOutcome {
  const { id, name, file, pkid, steps, held, blocked } = customer;
  const reason = held.length > 0 ? `held: ${held.join(', ')}` : blocked.map((one) => one.message).join(' ');
  const heldResult: Result = { status: 'held', message: reason };
  return {
    id,
    name,
    file,
    pkid,
    steps: steps.map((step, index) => {
      const { status, message = null, transaction: told = null } = results[name]?.[index] ?? heldResult;
      return { step, status, message, transaction: told };
    }),
  };
}

/** The outcomes of the plan's customers. */
export function outcomesOf(plan: Plan): readonly CustomerOutcome[] {
  return plan.customers.filter((one) => one.steps.length > 0).map(outcomeOf);
}

/** The report of an apply in which every status occurs. */
export function applyReport(plan: Plan): ApplyReport {
  const customers = outcomesOf(plan);
  return {
    format: 1,
    env: plan.env,
    server: plan.server,
    source: plan.desired.commit,
    applied: 'b'.repeat(40),
    summary: countStatuses(customers),
    requests: { read: 21, write: 9 },
    customers,
    diagnostics: [],
  };
}
