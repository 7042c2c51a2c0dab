import { connection } from './common.ts';

/** One sentence on `drift`. */
export const summary = "show what changed on the live system behind git's back";

/** More on `drift`: what somebody who puts it on a schedule will ask. */
export const details = `
Compares the live system with what was applied last, as git keeps it
(refs/sparkform/<env>/applied); what is merged and not yet applied plays no part. It only
reads: the pages of two lists, and one request for each customer whose list entry does
not tell all that was applied. With --fail-on-expiry each customer is read.

Symbols:  ~ changed   -> moved   - missing   ? unmanaged   = acknowledged, or as applied
An unmanaged customer is shown and is no drift: sparkform never touches it.

A difference that is known may be acknowledged in customers/_drift.yaml. It is then shown
apart, and does not fail until its day has passed; it changes no plan:
  - customer: customers/emea/acme.yaml   # or the name of the customer
    property: email_domain               # or hierarchy, record (missing or unmanaged)
    reason: trial until the new domain is live
    until: 2026-12-31                    # may be left out

What then? sparkform plan shows what putting it back would do; sparkform adopt takes it into
the files.
${connection}

Exit status, the same for every format:
  0  no drift
  1  failed, or bad input: nothing was concluded
  2  drift that nobody acknowledged; with --fail-on-expiry also a managed customer whose
     tokens need a person within that time

Examples:
  sparkform drift
  sparkform drift --fail-on-expiry 14d --format json --output drift.json`;
