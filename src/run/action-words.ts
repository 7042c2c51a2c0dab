import type { ActionName } from '../model/customer.ts';

/** The words for the actions of the API. */
export const actionWords = {
  'refresh-access-token': 'refresh_access_token',
  'sync-roles-licences': 'sync_roles_licences',
  'sync-users': 'sync_users',
} as const satisfies Readonly<Record<string, ActionName>>;

export type ActionWord = keyof typeof actionWords;
