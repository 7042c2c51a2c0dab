import type { Check } from '../model/doctor.ts';
import type { Profile } from '../model/profile.ts';
import { ok, warning } from './check.ts';

/** What not knowing a switch costs. The word lists are never unknown: they begin with the words of the API's documents. */
const costs: Readonly<Record<Exclude<keyof Profile, 'succeededWords' | 'failedWords'>, string>> = {
  payload: 'a refusal of every create and update, where the server wants records wrapped: they are sent bare',
  createAnswer: 'a guess, where the answer to a create names one id and does not say of what',
  secretsReadAs: 'care: a secret that does not come back is taken to be there all the same',
  omittedProperties: 'nothing: updates always send every property',
  omittedSecrets: 'a hold: may-clear-secrets, on each update of an authorised customer',
  emptyValues: 'nothing: absent and empty are taken for the same',
  hierarchyIn: 'nothing: a record is looked at in every place where it may tell its hierarchy',
  moveKeepsPkid: 'a request more for each move',
  bulkModify: 'nothing but requests: customers that get the same values are updated one by one',
  findsByExternalId: 'certainty: what became of a write whose answer was lost may not be found in the transaction log',
};

const switches = ['payload', 'createAnswer', 'secretsReadAs', 'omittedProperties', 'omittedSecrets'] as const;
const others = ['emptyValues', 'hierarchyIn', 'moveKeepsPkid', 'findsByExternalId', 'bulkModify'] as const;

/** Which profile is used, and what each unknown switch of it costs. `file` is `null` where there is none. */
export function checkProfile(profile: Profile, file: string | null): readonly Check[] {
  const unknown = [...switches, ...others].filter((name) => profile[name] === 'unknown');
  const lines = unknown.map((name): Check => {
    const status = costs[name].startsWith('nothing') ? 'ok' : 'warning';
    return { name: `profile: ${name}`, status, found: `not known, which costs ${costs[name]}`, advice: null };
  });
  const head = file ?? 'there is none, so that everything is unknown';
  if (!lines.some(({ status }) => status === 'warning')) return [ok('profile', head), ...lines];
  const advice = 'Find out on a lab system: sparkform doctor --probe HIERARCHY';
  return [warning('profile', `${head}; what is not known is taken in the most careful way`, advice), ...lines];
}
