/** A row of the API's reference, a command that reaches it, and the request by which it is known. */
export interface Row {
  readonly row: string;
  readonly words: readonly string[];
  readonly request: RegExp;
}

const path = '/api/relation/SparkCustomer';
const id = '[0-9a-f]{24}';
const four = ['Adatum', 'City Power', 'Coho Winery', 'Bellows College'];
const six = [...four, 'Fourth Coffee', 'Proseware'];
const target = 'sys.hcs.Northwind.Wide World Importers';
const yes = '--auto-approve';

const request = (text: string) => new RegExp(`^${text.replaceAll('+', '\\+')}`);

/** Every row but those that only an apply reaches. */
export const rows: readonly Row[] = [
  {
    row: 'Get the GUI Add form',
    words: ['add-form', '--hierarchy', 'sys.hcs.Contoso.Acme'],
    request: request(`GET ${path}/add/\\?`),
  },
  { row: 'Bulk Delete', words: ['delete', ...four, yes], request: request(`DELETE ${path}/\\?`) },
  { row: 'Bulk Move', words: ['move', ...four, '--to', target, yes], request: request('POST /api/tool/DataMove/\\?') },
  { row: 'Bulk Export', words: ['export', ...four], request: request(`POST ${path}/export/\\?`) },
  {
    row: 'Export Bulk Load Template',
    words: ['bulk-load-template'],
    request: request(`POST ${path}/export_bulkload_template/\\?`),
  },
  {
    row: 'Configuration Template',
    words: ['configuration-template'],
    request: request(`GET ${path}/configuration_template/\\?`),
  },
  {
    row: 'Configuration Template, create',
    words: ['configuration-template', '--create', 'ours.json', yes],
    request: request('POST /api/data/ConfigurationTemplate/\\?'),
  },
  {
    row: 'Field Display Policy',
    words: ['field-display-policy'],
    request: request(`GET ${path}/field_display_policy/\\?`),
  },
  {
    row: 'Field Display Policy, create',
    words: ['field-display-policy', '--create', 'ours.json', yes],
    request: request('POST /api/data/FieldDisplayPolicy/\\?'),
  },
  { row: 'List', words: ['list'], request: request(`GET ${path}/\\?`) },
  { row: 'Help', words: ['online-help'], request: request(`GET ${path}/help\\?`) },
  { row: 'Modify', words: ['modify', 'Adatum', '--set', 'notes=x', yes], request: request(`PUT ${path}/${id}\\?`) },
  {
    row: 'Bulk Modify, form',
    words: ['bulk-modify-form'],
    request: request(`GET ${path}/bulk_update/\\?`),
  },
  {
    row: 'Bulk Modify',
    words: ['modify', ...six, '--set', 'notes=x', yes],
    request: request(`POST ${path}/bulk_update/\\?`),
  },
  { row: 'Delete', words: ['delete', 'Adatum', yes], request: request(`DELETE ${path}/${id}\\?`) },
  {
    row: 'Move',
    words: ['move', 'Adatum', '--to', target, yes],
    request: request(`POST /api/tool/DataMove/${id}/\\?`),
  },
  { row: 'Export', words: ['export', 'Adatum'], request: request(`GET ${path}/${id}/export\\?`) },
  { row: 'Get', words: ['get', 'Adatum'], request: request(`GET ${path}/${id}\\?`) },
  { row: 'Help, of a customer', words: ['online-help', 'Adatum'], request: request(`GET ${path}/${id}/help\\?`) },
];

/** The rows that are actions. */
export const actionRows: readonly Row[] = [
  { row: 'Refresh Access Token', words: ['refresh-access-token'], request: request(`POST ${path}/${id}/+Refresh`) },
  {
    row: 'Sync Webex Teams Roles Licences',
    words: ['sync-roles-licences'],
    request: request(`POST ${path}/${id}/+SyncWebexTeamsRolesLicences`),
  },
  {
    row: 'Sync Webex Teams Users',
    words: ['sync-users'],
    request: request(`POST ${path}/${id}/+SyncWebexTeamsUsers`),
  },
];
