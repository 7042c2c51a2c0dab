import { createReader } from '../api/customer-reader.ts';
import { openTransport } from '../api/transport.ts';
import type { Customer } from '../model/customer.ts';
import type { ExtraProperties } from '../model/extra-properties.ts';
import type { Live } from '../model/live.ts';
import type { Profile } from '../model/profile.ts';
import type { Settings } from '../sources/environment.ts';
import { completeLive, listLive } from '../sources/live.ts';
import { confirmNewer } from './confirm-schema.ts';
import { connectionOf } from './connection.ts';
import type { Io } from './io.ts';
import type { PlanOptions } from './options.ts';
import { stopOnErrors } from './stop.ts';

/** What commands take that look at the live system and plan nothing. */
export type ObserveOptions = Pick<PlanOptions, 'customers' | 'env' | 'profile' | 'rate' | 'concurrency' | 'verbose'>;

/** What of a newer schema is asked for, and the customers that have it. */
export interface Newer {
  readonly extras: ExtraProperties;
  readonly customers: readonly Customer[];
}

/**
 * Lists the live system and reads the whole records that `pkidsOf` names, over a connection that is closed afterwards.
 * Throws `Stop` where the server does not know a newer property as the repository does, and `ApiError`.
 */
export async function observeLive(
  settings: Settings,
  profile: Profile,
  options: ObserveOptions,
  io: Io,
  newer: Newer,
  pkidsOf: (listed: Omit<Live, 'requests'>) => readonly string[],
): Promise<Live> {
  const transport = openTransport(connectionOf(settings, options, io), io.pace?.clock);
  try {
    stopOnErrors(await confirmNewer(transport, settings.hierarchy, newer.extras, () => newer.customers));
    const reader = createReader(transport, profile, newer.extras);
    const listed = await listLive(reader, settings.url, settings.hierarchy);
    const complete = await completeLive(reader, listed, { pkids: pkidsOf(listed), paths: [] });
    return { ...complete, requests: transport.counts.read };
  } finally {
    await transport.close();
  }
}
