import { connectionAndSecrets, hazards, statuses } from './common.ts';

/** One sentence on `apply`. */
export const summary = 'plan what is committed, and carry it out';

/** More on `apply`. */
export const details = `
The plan is shown and a yes is asked for; --auto-approve is for CI, where the merge was
the yes. Each customer's steps run in order and are verified by reading back; the failure
of one customer stops no other. How far each got is recorded as a commit on
refs/sparkform/<env>/applied and pushed, so that

  git diff refs/sparkform/<env>/applied HEAD -- customers

always shows what is still to do. Running apply again is how a failure is repaired.

With the file of an earlier plan --out, exactly that plan is applied and no question asked.
It must be for the commit that is checked out and the state that is applied, and it is
planned again: where a customer of the plan is no longer as it was seen, or something else
would be done, nothing is written and each such customer is named. What was allowed when
it was made stays allowed, and nothing else.
${hazards}
${connectionAndSecrets}
${statuses}`;
