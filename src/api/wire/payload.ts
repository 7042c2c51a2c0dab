import type { Profile } from '../../model/profile.ts';

/** How a write names itself for the server's transaction log (the API's correlation identifiers). */
export interface RequestMeta {
  /** The operation: the same work has the same name. */
  readonly external_id: string;
  /** The run. */
  readonly external_reference: string;
}

/**
 * The JSON text of a record to write: its properties at the top or under `data`, as the profile says. Where it does not
 * know, at the top: the form of the API's own example. `beside` stands at the top in either form.
 */
export function encodePayload(
  profile: Profile,
  properties: Readonly<Record<string, unknown>>,
  requestMeta: RequestMeta,
  beside: Readonly<Record<string, unknown>> = {},
): string {
  const record = profile.payload === 'wrapped' ? { data: properties } : properties;
  return JSON.stringify({ ...record, ...beside, request_meta: requestMeta });
}
