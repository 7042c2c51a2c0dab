import type { Fields } from '../../model/customer.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { CustomerPlan, FieldChange } from '../../model/plan.ts';
import { declaredNames } from '../../model/properties.ts';
import { weighUpdate } from '../../plan/hazards.ts';
import { heldSecrets } from '../../plan/secrets.ts';
import { runByHand } from '../by-hand.ts';
import { type ByHandOptions, byHand, type Scene } from '../by-hand-task.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import type { Selectable } from '../select-customers.ts';
import { Stop } from '../stop.ts';
import { managedNotice } from './managed-notice.ts';

/** What `api modify` takes. */
export interface ModifyOptions extends ByHandOptions {
  /** The values to set; `null` clears one. */
  readonly values: Fields;
  /** Whether secrets may be cleared on a server of which that is not known. */
  readonly mayClearSecrets: boolean;
}

/** `sparkform api modify`: gives the customers that were named other values: a few one by one, many in bulk. */
export function runModify(options: ModifyOptions, io: Io): Promise<ExitStatus> {
  const decide = async (scene: Scene) => {
    refuseSameName(options.values, scene);
    const plans = await Promise.all(scene.chosen.map((one) => modification(one, options, scene)));
    const changed = new Set(plans.flatMap((one) => (one === null ? [] : [one.pkid])));
    return {
      customers: plans.filter((one) => one !== null),
      diagnostics: managedNotice(
        scene.chosen.filter(({ live }) => changed.has(live.pkid)),
        'an apply puts declared values back when allowed',
      ),
    };
  };
  return runByHand({ command: 'api modify', naming: 'patterns', decide }, options, io);
}

/** `null` where the customer has the values already. */
async function modification(
  one: Selectable,
  { values, mayClearSecrets }: ModifyOptions,
  { reader, live, operation, profile }: Scene,
): Promise<CustomerPlan | null> {
  const whole = (await reader.readCustomer(one.live.pkid, live.nodes)).live;
  const fields = declaredNames.flatMap((path): readonly FieldChange[] => {
    const [before = null, after] = [whole.fields[path], values[path]];
    return after === undefined || after === before ? [] : [{ path, before, after, cause: 'git', place: null }];
  });
  if (fields.length === 0) return null;
  const plan = byHand({ ...one, live: { ...whole, hierarchy: whole.hierarchy ?? live.hierarchy } });
  const risk = weighUpdate(heldSecrets(whole, [], profile), [], [], profile);
  const blocked = [
    ...(risk.wiped.length > 0 ? [wipes(risk.wiped)] : []),
    ...(risk.hazards.includes('may-clear-secrets') && !mayClearSecrets ? [mayClear] : []),
  ];
  const step = { kind: 'update', operation: operation(one.live.pkid, 'modify'), fields } as const;
  return { ...plan, decision: 'update', steps: [step], blocked };
}

const mayClear: Diagnostic = {
  severity: 'error',
  code: 'may-clear-secrets',
  message: 'It is authorised, and it is not known what this server does to secrets that an update leaves out.',
  hint: 'Find out with sparkform doctor --probe on a lab system of its kind, or risk it with --allow may-clear-secrets.',
};

function wipes(names: readonly string[]): Diagnostic {
  return {
    severity: 'error',
    code: 'would-wipe-secrets',
    message: `The update would wipe ${names.join(', ')}: this server clears secrets that an update leaves out.`,
    hint: 'Declare the customer in a file with its secrets, and apply that.',
  };
}

/** What tells customers apart cannot be the same for many. */
function refuseSameName({ name, account_number_external: account }: Fields, { chosen }: Scene): void {
  if (chosen.length < 2 || (name === undefined && account === undefined)) return;
  const message = `${chosen.length} customers cannot have the same name or account number.`;
  throw new Stop([{ severity: 'error', code: 'same-identity', message, hint: 'Set it for one customer at a time.' }]);
}
