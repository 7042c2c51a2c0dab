import { connectionAndSecrets } from './common.ts';

/** One sentence on `import`. */
export const summary = 'write live customers to files: the server is only read';

/** More on `import`. */
export const details = `
One file a customer. A customer that has a file already (by the pkid that was applied, the
account, or hierarchy and name) keeps it wherever it is: only values that differ are changed,
with comments, order and layout as they were; what the file does not mention stays
unmentioned. So running it again is safe. No file is ever removed.

It writes below the customers folder only, never through a link, and refuses (exit status 4)
to change a file with uncommitted changes. After a commit, sparkform plan has nothing to do.

--layout says where new files go; names are made safe, and numbered where two are the same:
  {parent}     a folder for each node above the customer's, without sys.hcs
  {hierarchy}  the same with the customer's node
  {node}       the customer's node
  {name}       the name of the customer
  {account}    its account number

A listing tells neither notes nor secrets. --whole reads each record too, one request each:
then secrets that exist become references, and the variables to set are listed at the end.
No secret is ever read into a file. --from reads an export of VOSS Automate (JSON, as
.json.zip or unpacked) in place of the server, without any network.
${connectionAndSecrets}

Examples:
  sparkform import
  sparkform import --layout '{hierarchy}/{name}.yaml' --lift-defaults
  sparkform import --whole --only 'sys.hcs.Contoso.*'
  sparkform import --from export_2026-11-23.json.zip`;
