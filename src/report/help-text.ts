import { hazardMeanings } from './hazards.ts';

/** The description of the program, above its list of commands. */
export const program =
  "Keeps customers' Webex connections in VOSS Automate as git declares them:\n" +
  'plan in the pull request, apply on merge.';

const connection = `
From the environment:
  VOSS_URL                address of the server, https://...
  VOSS_USERNAME           user of the API
  VOSS_PASSWORD           its password
  VOSS_HIERARCHY          hierarchy to list with all below it (default: sys)
  VOSS_CA_FILE            certificates to trust besides the usual ones
  HTTPS_PROXY, NO_PROXY   proxy to go through, hosts to reach without it
  SPARKFORM_PROFILE       what --profile names
  SPARKFORM_SECRET_NAMES  pattern for the names of secrets that files may use
                          (default: ^(WEBEX|SPARK)_[A-Z0-9_]+$)
and the secrets that the files name.`;

const statuses = `
Exit status, the same for every format:
  0  done, or nothing to do
  1  failed before anything was changed, or bad input
  2  there are changes (plan --detailed-exitcode)
  3  some steps failed; safe to run again
  4  refused by a guard or a lease, a stale plan file, or held although git asked for it;
     that was not written`;

const hazards = `
Hazards. A customer with one is held, and the others go on, until it is allowed by name:
with --allow for every customer, or by a trailer in the message of a commit since the last
apply, for the customers whose files that commit touches:
  Sparkform-Allow: deletes-customer
  Sparkform-Max-Deletes: 12     (as --max-deletes, for the whole plan)
The hazards are:
${Object.entries(hazardMeanings)
  .map(([name, meaning]) => `  ${name.padEnd(20)}${meaning}`)
  .join('\n')}`;

/** Shown after the list of commands. */
export const programAfter = `
Begin with:
  sparkform validate              are the files right?
  sparkform plan                  what would applying them do?
  sparkform apply                 do it

sparkform help plan says what a plan reads, writes and means.
${statuses}`;

/** One sentence on `validate`. */
export const validate = 'check the customer files: no network, no secrets';

/** More on `validate`. */
export const validateAfter = `
Everything that is wrong is told at once, each with file, line, column, a stable code
and what to do. schemas/customer.schema.json gives an editor the same knowledge.`;

/** One sentence on `plan`. */
export const plan = 'show what applying the customer files would do';

/** More on `plan`: what someone who knows Terraform will ask. */
export const planAfter = `
A plan compares three things: the files of the work tree, what the last applies left
(kept in git, refs/sparkform/<env>/applied: there is no other state), and the live system.
It only reads. It costs the pages of two lists, and one request for each customer
that would change; the last line says how many.

Each changed value says its cause, and where the declared one is written:
  git       a commit changed the file since it was applied
  drift     somebody changed the live system; the file is as it was
  conflict  both did

Symbols:  + create   ~ update   -> move   - delete   > run an action   x forget (it is gone)
Secrets are shown by the name of their variable only: "will be sent" or "kept".
A property that a file does not mention is not managed and never touched.

--out writes the plan to a file for sparkform apply FILE. There is no secret in it. A plan
that cannot be applied is not written.
${hazards}
${connection}
${statuses}

Examples:
  sparkform plan --detailed-exitcode
  sparkform plan --only 'customers/emea/**'
  sparkform plan --allow adopts-customer --format json --output plan.json
  sparkform plan --out sparkform.plan`;

/** One sentence on `apply`. */
export const apply = 'plan what is committed, and carry it out';

/** More on `apply`. */
export const applyAfter = `
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
${connection}
${statuses}`;

/** One sentence on `doctor`. */
export const doctor = 'look whether plan and apply have what they need, and how the server behaves';

/** More on `doctor`. */
export const doctorAfter = `
It only reads: variables, connection, certificate, credentials, permissions, the
hierarchy, the server's schema against ours, the clock, the throttle, the profile and
what each unknown part of it costs, git with its remote, the applied state and the lease.
Each line is ok, warning, failed or skipped, with what was found and what to do.

--probe is for a lab system. It asks first, makes a throw-away customer
(sparkform-probe-..., with fake secrets) in that hierarchy, changes it, moves it if
--probe-move names a second node, and removes it whatever happens, an error and Ctrl-C
included. It touches no other record. What it found out is written to
schemas/profiles/<env>.json (with --output: to that file), and what it could not find
out is not. A profile that says something else stays as it is without --force.
${connection}

Exit status:
  0    nothing failed
  1    something failed
  3    the throw-away customer could not be removed: the report says where it is
  130  interrupted, and the throw-away customer is removed

Examples:
  sparkform doctor
  sparkform doctor --env lab --probe sys.hcs.Lab.Trial --probe-move sys.hcs.Lab.Other`;

/** One sentence on `unlock`. */
export const unlock = 'remove the lease of an apply that is dead';

/** More on `unlock`. */
export const unlockAfter = `
While apply writes it holds a lease (refs/sparkform/<env>/lease), so that no two do at
once. A lease that is not renewed runs out after five minutes and is then taken over, so
this is only for the impatient. It says whose lease it was.
`;

/** One sentence on `sandbox`. */
export const sandbox = 'run a look-alike of VOSS Automate to try things on';

/** More on `sandbox`. */
export const sandboxAfter = `
It listens on 127.0.0.1 only, for HTTP Basic with the user admin and the password
sandbox, and holds a small provider: resellers, customers, sites. The state is in
memory unless --data names a file. Ctrl-C ends it.`;
