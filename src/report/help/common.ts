import { hazardMeanings } from '../hazards.ts';

/** The variables of every command that asks the server and sends nothing. */
export const connection = `
From the environment:
  VOSS_URL                address of the server, https://...
  VOSS_USERNAME           user of the API
  VOSS_PASSWORD           its password
  VOSS_HIERARCHY          hierarchy to list with all below it (default: sys)
  VOSS_CA_FILE            certificates to trust besides the usual ones
  HTTPS_PROXY, NO_PROXY   proxy to go through, hosts to reach without it
  SPARKFORM_PROFILE       what --profile names`;

/** The variables of commands that read customer files besides. */
export const connectionAndSecrets = `${connection}
  SPARKFORM_SECRET_NAMES  pattern for the names of secrets that files may use
                          (default: ^(WEBEX|SPARK)_[A-Z0-9_]+$)
and the secrets that the files name.`;

/** What the exit statuses of plan and apply say. */
export const statuses = `
Exit status, the same for every format:
  0  done, or nothing to do
  1  failed before anything was changed, or bad input
  2  there are changes (plan --detailed-exitcode) or drift (drift)
  3  some steps failed; safe to run again
  4  refused by a guard or a lease, a stale plan file, or held although git asked for it;
     that was not written`;

/** What a hazard is, and each of them. */
export const hazards = `
Hazards. A customer with one is held, and the others go on, until it is allowed by name:
with --allow for every customer, or by a trailer in the message of a commit since the last
apply, for the customers whose files that commit touches:
  Sparkform-Allow: deletes-customer
  Sparkform-Max-Deletes: 12     (as --max-deletes, for the whole plan)
The hazards are:
${Object.entries(hazardMeanings)
  .map(([name, meaning]) => `  ${name.padEnd(20)}${meaning}`)
  .join('\n')}`;
