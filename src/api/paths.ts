import type { ActionName } from '../model/customer.ts';
import { isPkid } from './wire/identity.ts';

/** Parameters of a request; one that is `null` is left out. */
export type Query = Readonly<Record<string, string | number | boolean | null>>;

/** The collection of customers, for its listing; with the slash, as the API's reference writes it. */
export const customersPath = '/api/relation/SparkCustomer/';

/** Where customers are created; without the slash, as the API's reference writes it. */
export const createPath = '/api/relation/SparkCustomer';

/** The form for adding a customer: answers only where the hierarchy takes the model. */
export const addFormPath = '/api/relation/SparkCustomer/add/';

/** The form for changing many customers, and where it is sent. */
export const bulkUpdatePath = '/api/relation/SparkCustomer/bulk_update/';

/** The collection of hierarchy nodes. */
export const nodesPath = '/api/data/HierarchyNode/';

/** The collection of transactions. */
export const transactionsPath = '/api/tool/Transaction/';

/** Where records are moved. */
export const movePath = '/api/tool/DataMove/';

/** Where one record is moved. Throws `Error` for a text that is no pkid. */
export function moveOnePath(pkid: string): string {
  return `${movePath}${safe(pkid)}/`;
}

const actionWords: Readonly<Record<ActionName, string>> = {
  refresh_access_token: '+RefreshAccessToken',
  sync_roles_licences: '+SyncWebexTeamsRolesLicences',
  sync_users: '+SyncWebexTeamsUsers',
};

/** One customer. Throws `Error` for a text that is no pkid and would change the path. */
export function customerPath(pkid: string): string {
  return `${createPath}/${safe(pkid)}`;
}

/** An action of one customer. Throws `Error` for a text that is no pkid. */
export function actionPath(pkid: string, action: ActionName): string {
  return `${customerPath(pkid)}/${actionWords[action]}`;
}

/** One transaction, whole. Throws `Error` for a text that is no id. */
export function transactionPath(id: string): string {
  return `${transactionsPath}${safe(id)}/`;
}

/** One transaction's status only. Throws `Error` for a text that is no id. */
export function pollPath(id: string): string {
  return `${transactionPath(id)}poll/`;
}

function safe(pkid: string): string {
  if (!isPkid(pkid)) throw new Error('a text that is no pkid was about to become part of a request path');
  return pkid;
}

/** The path with its query, encoded; spaces as `%20`, which every reading of a query understands. */
export function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === null ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(String(value)).replaceAll('%2F', '/')}`],
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}
