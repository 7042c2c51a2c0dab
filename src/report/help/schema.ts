import { connection } from './common.ts';

/** One sentence on `schema`. */
export const summary = "look after the repository's copy of the API's schema";

/** One sentence on `schema pull`. */
export const pullSummary = 'take the schema of the server into the repository, and tell what it changes';

/** More on `schema pull`. */
export const pullDetails = `
It asks the server once, and writes schemas/relation_SparkCustomer.json of this repository
where the two differ (without that file: where the server's differs from the one that
sparkform was made for). It tells what changed: the version, properties, types, choices.
Then, line by line, what the server no longer takes of what the customer files say: a
property that is gone, a choice that has another name now, with the nearest there is.

Commit the file: what it says is what customer files may say. New choices can be written,
and properties that only this server has can be declared, as texts, as true or false, or
as references to secrets, without a newer sparkform. A plan that has such a property asks
the server once whether it agrees. Where the repository keeps schemas/customer.schema.json
for editors, that file is written anew as well. plan warns when a server's schema_version
is another one; sparkform doctor tells in full what differs from the schema that sparkform
was made for.
${connection}

Exit status:
  0  as known, or written
  1  failed: nothing was written
  2  the schema of the server differs (--check)

Examples:
  sparkform schema pull
  sparkform schema pull --check --format json`;
