import type { ActionName } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCustomer } from '../model/live.ts';
import type { CustomerPlan } from '../model/plan.ts';
import { parseExpiry } from '../plan/expiry.ts';
import { isAuthorised } from '../plan/forecast.ts';
import { type ActionWord, actionWords } from './action-words.ts';
import { runByHand } from './by-hand.ts';
import { type ByHandOptions, byHand, type Scene } from './by-hand-task.ts';
import type { ExitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import type { Selectable } from './select-customers.ts';

/** What `action` takes. */
export interface ActionOptions extends ByHandOptions {
  readonly action: ActionWord;
}

/** `sparkform action`: runs an action of the API on the customers that were named, and on no other. */
export function runAction(options: ActionOptions, io: Io): Promise<ExitStatus> {
  const command = `action ${options.action}`;
  const action = actionWords[options.action];
  const decide = async (scene: Scene) => ({
    customers: await Promise.all(scene.chosen.map((one) => decideOne(one, action, scene, io.now()))),
    diagnostics: [],
  });
  return runByHand({ command, naming: 'patterns', decide }, options, io);
}

/** A sync leaves nothing in the record; of a refresh it is read before what it is to change. */
async function decideOne(one: Selectable, action: ActionName, scene: Scene, now: number): Promise<CustomerPlan> {
  const { reader, live, operation } = scene;
  const refresh = action === 'refresh_access_token';
  const known = refresh ? (await reader.readCustomer(one.live.pkid, live.nodes)).live : one.live;
  const plan = byHand({ ...one, live: { ...known, hierarchy: known.hierarchy ?? live.hierarchy } });
  const why = refresh ? expiryWords(known) : 'now';
  const step = { kind: 'action', operation: operation(one.live.pkid, action), action, why } as const;
  const problem = refresh ? needsPerson(one.name, known, now) : null;
  return { ...plan, decision: 'action', steps: [step], blocked: problem === null ? [] : [problem] };
}

function expiryWords({ accessTokenExpires }: LiveCustomer): string {
  return accessTokenExpires
    ? `the access token expires ${accessTokenExpires}`
    : 'when the access token expires is not told';
}

/** What keeps a refresh from succeeding, so that it is not even asked for. A token may be there without a date. */
function needsPerson(name: string, live: LiveCustomer, now: number): Diagnostic | null {
  const expires = parseExpiry(live.refreshTokenExpires);
  const expired = expires !== null && expires <= now;
  if (!expired && isAuthorised(live)) return null;
  return {
    severity: 'error',
    code: 'needs-authorisation',
    message: expired ? `Its refresh token expired at ${live.refreshTokenExpires}.` : 'It has no access token.',
    hint: `A Webex administrator must consent: in VOSS Automate open the Webex connection of ${name} and follow "Authorize Webex".`,
    customer: name,
  };
}
