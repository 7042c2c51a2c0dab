import { connection } from './common.ts';

/** One sentence on `adopt`. */
export const summary = 'write what somebody changed on the server back into the files';

/** More on `adopt`. */
export const details = `
Drift is a change behind git's back. adopt says it was right: the live values go into the
files, edited in place with comments, order and layout as they were, ready to be committed.
Then sparkform plan has nothing to do, and the next apply records it.

Without names it goes through all customers that have a file. A name is a file, the name,
hierarchy or pkid of a customer, or a glob over them.
  - What only a commit changed stays: its apply is to come. What both changed is taken over.
  - A file that was never applied takes over everything that differs.
  - A value that comes from a _defaults.yaml goes into the customer's own file.
  - A moved customer: its hierarchy is edited. lifecycle.ignore is left alone.
  - A customer that has no file gets one, when it is named or with --unmanaged.
  - A customer that is gone is told, and its file stays unless --missing.

It writes below the customers folder only, never through a link, and refuses (exit status 4)
to change a file with uncommitted changes. The server is only read.
${connection}

Examples:
  sparkform adopt
  sparkform adopt Acme customers/emea/globex.yaml
  sparkform adopt --unmanaged --missing`;
