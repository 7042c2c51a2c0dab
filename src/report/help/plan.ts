import { connectionAndSecrets, hazards, statuses } from './common.ts';

/** One sentence on `plan`. */
export const summary = 'show what applying the customer files would do';

/** More on `plan`: what someone who knows Terraform will ask. */
export const details = `
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

--report writes the report in another format besides, and may be given several times:
--report markdown=plan.md (a comment of a pull request) --report json=plan.json
--report html=plan.html (one page for the browser: search, filter, token expiry)
--report summary="$GITHUB_STEP_SUMMARY" (the same with more space, put behind what is there).

--offline compares the files with what was applied last and asks nobody: for pull requests
from forks, which get no credentials. --changed asks about the customers whose file differs
from what was applied, one request each, and plans only those; where that does not prove
enough (a create, a delete, a move, another name), the two lists are read as always.

--out writes the plan to a file for sparkform apply FILE. There is no secret in it. A plan
that cannot be applied is not written.
${hazards}
${connectionAndSecrets}
${statuses}

Examples:
  sparkform plan --detailed-exitcode
  sparkform plan --only 'customers/emea/**'
  sparkform plan --changed
  sparkform plan --offline
  sparkform plan --allow adopts-customer --format json --output plan.json
  sparkform plan --out sparkform.plan`;
