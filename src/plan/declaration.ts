import type { Customer } from '../model/customer.ts';

/** A declaration as text, to tell whether a commit changed it; places and where values were inherited from do not count. */
export function declarationOf({ hierarchy, fields, secrets, sync, actions, lifecycle }: Customer): string {
  return JSON.stringify([hierarchy, fields, secrets, sync, actions, lifecycle]);
}
