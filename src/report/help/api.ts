import { connection } from './common.ts';
import { customerWords } from './customer-words.ts';

/** One sentence on `api`. */
export const summary = "the rest of the API's reference: exports, forms, templates, changes by hand";

/** More on `api`. */
export const details = `
Each call says in its own help which row of the reference of relation/SparkCustomer it is:
sparkform api help export. Those that read need no repository. Those that change something
show what will be sent to whom and ask, do the first customer alone, read back what they
did, and take the lease as apply does; what they do to a customer that git declares is drift.
Create is not here, as apply does it; the three actions are in sparkform action.
${connection}

Exit status, the same for every format:
  0  done
  1  failed before anything was changed, or bad input
  3  some failed
  4  refused: somebody else is applying, or customers were held or are protected`;

/** What a call is, for its help. */
export interface CallHelp {
  readonly summary: string;
  readonly details: string;
}

const row = (name: string, call: string) => `\nRow of the reference: ${name}\n  ${call}\n`;
const path = '/api/relation/SparkCustomer';

const files = `
The file gets the name that the server gives, made safe, is written whole or not at all,
and never replaces another without --force. It never goes to standard output.`;

/** The help of each call of `api`. */
export const calls = {
  list: {
    summary: 'list customers',
    details: `${row('List', `GET ${path}/`)}
Pages are read to the end, and the listing is proven complete or refused.
${customerWords}`,
  },
  get: {
    summary: 'show one customer',
    details: `${row('Get', `GET ${path}/[pkid]`)}
Every property but the secrets; of those, which the server shows to be there.
${customerWords}`,
  },
  export: {
    summary: 'export customers into a file',
    details: `${row('Export (one customer)', `GET ${path}/[pkid]/export`)}${row('Bulk Export (several)', `POST ${path}/export/`)}
  json      the records as in the system database, zipped: what sparkform import reads
  raw_xlsx  a spreadsheet with the same columns
  xlsx      a spreadsheet arranged by field display policies, for loading in bulk
A JSON export is cleaned of secrets before it is written; one that cannot be read is not
written. Importing it into a server would leave the secrets out. A spreadsheet is kept as
it comes, readable by you alone: it may hold secrets.
${files}
${customerWords}

Examples:
  sparkform api export Adatum
  sparkform api export sys.hcs.Contoso --export-format xlsx --into exports`,
  },
  'bulk-load-template': {
    summary: 'get the empty spreadsheet for loading in bulk',
    details: `${row('Export Bulk Load Template', `POST ${path}/export_bulkload_template/`)}${files}`,
  },
  'add-form': {
    summary: 'show what a new customer can have',
    details: `${row('Get the GUI Add form', `GET ${path}/add/`)}
Only a hierarchy that takes customers has one: name it with --hierarchy.`,
  },
  'bulk-modify-form': {
    summary: 'show what can be changed for many',
    details: row('Bulk Modify, its form', `GET ${path}/bulk_update/`),
  },
  'configuration-template': {
    summary: 'show the form for a configuration template, or create one',
    details: `${row('Configuration Template', `GET ${path}/configuration_template/`)}${row('Create one (--create)', 'POST /api/data/ConfigurationTemplate/')}
The file of --create is a JSON object of the properties that the form names. It is shown as
it will be sent, and a yes is asked for. A template that gives a secret a value is refused.`,
  },
  'field-display-policy': {
    summary: 'show the form for a field display policy, or create one',
    details: `${row('Field Display Policy', `GET ${path}/field_display_policy/`)}${row('Create one (--create)', 'POST /api/data/FieldDisplayPolicy/')}
The file of --create is a JSON object of the properties that the form names. It is shown as
it will be sent, and a yes is asked for.`,
  },
  'online-help': {
    summary: "show the server's own help on the model",
    details: `${row('Help', `GET ${path}/help`)}${row('Help (of a customer)', `GET ${path}/[pkid]/help`)}
The text of the page; --html shows its source. Either way nothing in it can do anything.`,
  },
  modify: {
    summary: 'change properties of customers',
    details: `${row('Modify (a few customers, or values that differ)', `PUT ${path}/[pkid]`)}${row('Bulk Modify (six or more)', `GET and POST ${path}/bulk_update/`)}
--set NAME=VALUE for each property; nothing after the = clears it. Secrets cannot be set
here. Whether many go in one call, the profile says (bulkModify). On a server of which it
is not known what an update does to secrets, an authorised customer is held until
--allow may-clear-secrets.
${customerWords}`,
  },
  move: {
    summary: 'move customers to another hierarchy',
    details: `${row('Move (up to three customers, one by one)', 'POST /api/tool/DataMove/[pkid]/')}${row('Bulk Move (the others of four or more)', 'POST /api/tool/DataMove/')}
${customerWords}`,
  },
  delete: {
    summary: 'delete customers, each by its name',
    details: `${row('Delete (up to three customers, one by one)', `DELETE ${path}/[pkid]`)}${row('Bulk Delete (the others of four or more)', `DELETE ${path}/ with hrefs`)}
Each customer is named by its whole name or pkid: no glob, no hierarchy. One that was last
applied with lifecycle.protect is refused, and with it the whole call. A bulk delete always
names its records.`,
  },
  transaction: {
    summary: 'show how a transaction stands',
    details: `${row('Transaction', 'GET /api/tool/Transaction/[id]/, with --poll GET .../poll/')}
A transaction is never replayed: in this API a GET of that would do the work again.`,
  },
} as const satisfies Readonly<Record<string, CallHelp>>;
