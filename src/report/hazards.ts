import type { Hazard } from '../model/plan.ts';

/** Every hazard with what it means, in the order in which they are shown. */
export const hazardMeanings: Readonly<Record<Hazard, string>> = {
  'deletes-customer': 'deletes the live record and all that hangs on it',
  'recreates-customer': 'makes anew what somebody removed outside git; a new consent is needed',
  'adopts-customer': 'changes a live record that was never applied from git before',
  'overwrites-drift': 'undoes a change that somebody made outside git',
  'may-clear-secrets': 'may clear secrets: what this server does to those left out is not known',
  'resends-secrets': 'sends secrets again, perhaps older than the live ones, lest they are cleared',
};

/** Whether a word is the name of a hazard. */
export function isHazard(word: string): word is Hazard {
  return Object.hasOwn(hazardMeanings, word);
}
