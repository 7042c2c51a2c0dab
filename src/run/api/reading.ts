import { createReader } from '../../api/customer-reader.ts';
import type { CustomerReader } from '../../api/customers.ts';
import { createReference, type Reference } from '../../api/reference/reference.ts';
import { openTransport, type Transport } from '../../api/transport.ts';
import { neverApplied } from '../../config/applied.ts';
import { hierarchyProblem } from '../../config/hierarchy.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Live } from '../../model/live.ts';
import type { Style } from '../../report/style.ts';
import { readSettings } from '../../sources/environment.ts';
import { listLive } from '../../sources/live.ts';
import { selectable } from '../by-hand-stage.ts';
import { connectionOf } from '../connection.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import type { OutputOptions, PlanOptions } from '../options.ts';
import { prepareOutput, type Report, writeDiagnostics, writeFailure, writeReport } from '../output.ts';
import { readProfileFor } from '../planning.ts';
import { type Selectable, selectCustomers } from '../select-customers.ts';
import { diagnosticsOf, Stop, statusOfError, stopOnErrors } from '../stop.ts';

/** What every call takes that needs no repository. */
export interface CallOptions extends OutputOptions, Pick<PlanOptions, 'env' | 'profile' | 'rate' | 'concurrency'> {
  /** Where it is made; `null`: at `VOSS_HIERARCHY`. */
  readonly hierarchy: string | null;
}

/** What a call works with. */
export interface Call {
  readonly server: string;
  readonly hierarchy: string;
  readonly transport: Transport;
  readonly reader: CustomerReader;
  readonly reference: Reference;
  /** Lists the hierarchy and finds the customers that words name; no words: all. Throws `Stop` and `ApiError`. */
  readonly select: (
    words: readonly string[],
  ) => Promise<{ readonly chosen: readonly Selectable[]; readonly live: Omit<Live, 'requests'> }>;
}

/** What a call came to: a value for JSON, and how it reads. */
export interface Called {
  readonly result: unknown;
  readonly text: (style: Style) => string;
  readonly diagnostics?: readonly Diagnostic[];
}

/** Makes one call of the reference and reports what it came to. */
export async function runCall(
  name: string,
  options: CallOptions,
  io: Io,
  work: (call: Call) => Promise<Called>,
): Promise<ExitStatus> {
  const told = { format: 1, call: name };
  try {
    await prepareOutput(options, io);
    const call = await openCall(options, io);
    try {
      const { result, text, diagnostics = [] } = await work(call);
      const requests = { ...call.transport.counts };
      const json = { ...told, server: call.server, requests, result, diagnostics };
      const problems = await writeReport({ text, json }, options, io);
      writeDiagnostics([...diagnostics, ...problems], options, io);
      return problems.length > 0 ? exitStatus.failed : exitStatus.done;
    } finally {
      await call.transport.close();
    }
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    writeDiagnostics(diagnostics, options, io);
    const empty: Report = {
      text: () => '',
      json: { ...told, server: '', requests: { read: 0, write: 0 }, result: null, diagnostics },
    };
    await writeFailure(empty, options, io);
    return statusOfError(error);
  }
}

async function openCall(options: CallOptions, io: Io): Promise<Call> {
  const { settings, diagnostics } = readSettings(io.env);
  const profile = await readProfileFor(options, settings?.profile ?? null, io.folder, io);
  stopOnErrors([...diagnostics, ...profile.diagnostics, ...badHierarchy(options.hierarchy)]);
  if (settings === null) throw new Error('settings without diagnostics are missing');
  const hierarchy = options.hierarchy ?? settings.hierarchy;
  const transport = openTransport(connectionOf(settings, options, io), io.pace?.clock);
  const reader = createReader(transport, profile.profile);
  return {
    server: settings.url,
    hierarchy,
    transport,
    reader,
    reference: createReference(transport),
    select: async (words) => {
      const live = await listLive(reader, settings.url, hierarchy);
      const all = selectable(live, neverApplied);
      if (words.length === 0) return { chosen: all, live };
      const { chosen, problems } = selectCustomers(words, all, 'patterns');
      stopOnErrors(problems);
      return { chosen, live };
    },
  };
}

function badHierarchy(hierarchy: string | null): readonly Diagnostic[] {
  const reason = hierarchy === null ? null : hierarchyProblem(hierarchy);
  if (reason === null) return [];
  const hint = 'Write the dotted path of a node, for example sys.hcs.';
  return [{ severity: 'error', code: 'bad-hierarchy', message: `--hierarchy cannot be used: ${reason}.`, hint }];
}

/** The one customer that a word names. Throws `Stop` where it names several. */
export function onlyOne(chosen: readonly Selectable[]): Selectable {
  const [one] = chosen;
  if (one !== undefined && chosen.length === 1) return one;
  const names = chosen.slice(0, 5).map(({ name }) => name);
  const message = `${chosen.length} customers are meant, and this call is about one: ${names.join(', ')}${chosen.length > 5 ? ', …' : ''}.`;
  throw new Stop([{ severity: 'error', code: 'several-customers', message, hint: 'Name one, or its pkid.' }]);
}
