import { createReader } from '../api/customer-reader.ts';
import { openTransport, type Transport } from '../api/transport.ts';
import { neverApplied } from '../config/applied.ts';
import { shippedFileSchema } from '../config/file-schema.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Live } from '../model/live.ts';
import type { Applied } from '../model/state.ts';
import { hashOf } from '../plan/fingerprint.ts';
import { otherServer } from '../plan/other-server.ts';
import { readSettings } from '../sources/environment.ts';
import { listLive } from '../sources/live.ts';
import type { ByHandOptions, Scene, Task } from './by-hand-task.ts';
import { connectionOf } from './connection.ts';
import type { Io } from './io.ts';
import { readProfileFor } from './planning.ts';
import { readApplied } from './read-applied.ts';
import { openWorkplace, outsideOfGit, type Workplace } from './repository.ts';
import { type Selectable, selectCustomers } from './select-customers.ts';
import { stopOnErrors } from './stop.ts';

/** What a task is done with; `transport` must be closed by the caller. */
export interface Stage extends Scene {
  readonly workplace: Workplace | null;
  readonly transport: Transport;
  readonly warnings: readonly Diagnostic[];
  readonly run: string;
}

/** Everything up to the decision: files, git and environment, then the listing and who is meant. Throws `Stop` and `ApiError`. */
export async function openStage(task: Task, options: ByHandOptions, io: Io): Promise<Stage> {
  const { env } = options;
  const workplace = await openWorkplace(io.folder, options.customers).catch(outsideOfGit);
  const { settings, diagnostics } = readSettings(io.env);
  const [state, profile] = await Promise.all([
    workplace === null
      ? { applied: neverApplied, diagnostics: [] }
      : readApplied(workplace, env, 'error', shippedFileSchema),
    readProfileFor(options, settings?.profile ?? null, workplace?.repository.top ?? io.folder, io),
  ]);
  const { applied } = state;
  const warnings = [...diagnostics, ...profile.diagnostics, ...state.diagnostics];
  stopOnErrors([...warnings, ...(settings === null ? [] : otherServer(env, applied, settings.url))]);
  if (settings === null) throw new Error('settings without diagnostics are missing');
  const transport = openTransport(connectionOf(settings, options, io), io.pace?.clock);
  try {
    const reader = createReader(transport, profile.profile);
    const live = await listLive(reader, settings.url, settings.hierarchy);
    const { chosen, problems } = selectCustomers(options.named, selectable(live, applied), task.naming);
    stopOnErrors(problems);
    const run = `sparkform-${env}-${io.now().toString(36)}-by-hand`;
    const operation = (pkid: string, what: string) => hashOf([run, pkid, what]);
    return { workplace, transport, warnings, run, chosen, live, applied, profile: profile.profile, reader, operation };
  } catch (error) {
    await transport.close();
    throw error;
  }
}

/** The customers of a listing with the files that they were last applied from. */
export function selectable({ customers }: Pick<Live, 'customers'>, applied: Applied): readonly Selectable[] {
  const files = new Map(applied.customers.map((one) => [one.pkid, one.file]));
  return customers.map((live) => {
    const { name } = live.fields;
    return { live, name: typeof name === 'string' ? name : '', file: files.get(live.pkid) ?? null };
  });
}
