import { connection } from './common.ts';

/** One sentence on `status`. */
export const summary = "show when customers' tokens run out, and who does what about it";

/** More on `status`. */
export const details = `
One line a customer, soonest expiry first: days left of the access and of the refresh token,
and what happens next. VOSS Automate refreshes access tokens by itself every 7 days; a file
may have sparkform do it earlier (actions.refresh_access_token); once the refresh token has
run out, only a person can help.

Marks:  ! a person must act   ? unmanaged: neither declared nor applied

It only reads: the pages of two lists, and each customer whose list entry does not tell when
its tokens run out. Nothing needs to have been applied, and it works outside of git too.
${connection}

Exit status, the same for every format:
  0  done, whatever the tokens are (sparkform drift --fail-on-expiry fails on them)
  1  failed, or bad input

Examples:
  sparkform status
  sparkform status --only 'customers/emea/**' --format json`;
