import type { Hazard } from '../model/plan.ts';

/** Every hazard with what it means, in the order in which they are shown. */
export const hazardMeanings: Readonly<Record<Hazard, string>> = {
  'deletes-customer': 'deletes the live record and all that hangs on it',
  'recreates-customer': 'makes a record anew that somebody removed outside git; it needs a new consent',
  'adopts-customer': 'changes a live record that was never applied from git before',
  'overwrites-drift': 'undoes a change that somebody made outside git',
  'may-clear-secrets': 'the profile does not tell whether an update keeps the secrets that it leaves out',
  'resends-secrets':
    'this server clears secrets that are left out, so the declared ones are sent again, perhaps older than the live ones',
};

/** Whether a word is the name of a hazard. */
export function isHazard(word: string): word is Hazard {
  return Object.hasOwn(hazardMeanings, word);
}
