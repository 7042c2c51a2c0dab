import { createReader } from '../api/customer-reader.ts';
import { ApiError } from '../api/error.ts';
import { createProber } from '../api/prober.ts';
import { openTransport, type Transport } from '../api/transport.ts';
import { carefulProfile } from '../config/profile.ts';
import { failed, warning } from '../doctor/check.ts';
import type { Laboratory, ProbePatience } from '../doctor/laboratory.ts';
import { probe } from '../doctor/probe.ts';
import { makeUpThrowAway, type ThrowAway, throwAwayPrefix } from '../doctor/throw-away.ts';
import type { Check, Finding } from '../model/doctor.ts';
import type { HierarchyNode } from '../model/live.ts';
import type { Settings } from '../sources/environment.ts';
import { approve } from './approval.ts';
import { connectionOf } from './connection.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import type { DoctorOptions } from './options.ts';
import { writeProfile } from './write-profile.ts';

/** What a probe is asked for. */
export interface ProbeOptions extends DoctorOptions {
  readonly hierarchy: string;
  /** Folder that the profile of the environment is written below. */
  readonly top: string;
  readonly settings: Settings;
  readonly patience: ProbePatience;
}

/** What a probe adds to the doctor's report; `status` where it decides how the command ends. */
export interface ProbeRun {
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
  readonly requests: { readonly read: number; readonly write: number };
  readonly status: ExitStatus | null;
}

/** Asks, probes the server with a throw-away customer, removes it, and writes the profile. Throws `Stop` when it is not approved. */
export async function runProbe(options: ProbeOptions, io: Io): Promise<ProbeRun> {
  const { settings, hierarchy, probeMove, patience } = options;
  const usual = connectionOf(settings, options, io);
  const connection = { ...usual, timeoutMilliseconds: Math.min(usual.timeoutMilliseconds, patience.deadline) };
  const [working, removing] = [openTransport(connection), openTransport(connection)];
  try {
    const places = [hierarchy, ...(probeMove === null ? [] : [probeMove])];
    const found = await lookAround(working, places);
    if ('problems' in found)
      return { checks: found.problems, findings: [], requests: { ...working.counts }, status: null };
    const throwAway = makeUpThrowAway();
    await confirm(throwAway, options, io);
    io.stderr(`Making ${throwAway.name} in ${hierarchy}; it is removed at the end, whatever happens.\n`);
    let interrupted = false;
    void io.interrupted().then(() => {
      interrupted = true;
      return working.close();
    });
    const common = { patience, hierarchy, moveTo: probeMove, nodes: found.nodes, throwAway };
    const probed = await probe({
      experiments: laboratory(working, common),
      removal: laboratory(removing, common),
      interrupted: () => interrupted,
    });
    const written = probed.complete && probed.removed ? await writeProfile(probed.findings, options, io) : [];
    const status = !probed.removed
      ? exitStatus.partly
      : interrupted && !probed.complete
        ? exitStatus.interrupted
        : null;
    const { read, write } = working.counts;
    return {
      checks: [...found.leftovers, ...probed.checks, ...written],
      findings: probed.findings,
      requests: { read: read + removing.counts.read, write: write + removing.counts.write },
      status,
    };
  } finally {
    await Promise.all([working.close(), removing.close()]);
  }
}

function laboratory(transport: Transport, common: Omit<Laboratory, 'prober' | 'reader' | 'clock'>): Laboratory {
  const prober = createProber(transport, common.throwAway.marks);
  return { ...common, prober, reader: createReader(transport, carefulProfile), clock: transport.clock };
}

/** The nodes of the places, and records that an earlier probe may have left there; or why nothing can be created there. */
async function lookAround(transport: Transport, places: readonly string[]) {
  const reader = createReader(transport, carefulProfile);
  const nodes = new Map<string, HierarchyNode>();
  const leftovers: Check[] = [];
  for (const place of places) {
    try {
      for (const node of await reader.listNodes(place)) nodes.set(node.pkid, node);
      if (!(await reader.acceptsCustomers(place))) {
        const advice = 'Name a node of the type that holds customers, for example one of a lab customer.';
        return { problems: [failed('probe', `${place} does not take relation/SparkCustomer`, advice)] };
      }
      const customers = await reader.listCustomers(place, [...nodes.values()]);
      leftovers.push(...customers.filter(({ fields }) => isProbe(fields.name)).map((one) => leftover(one, place)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { problems: [failed('probe', `nothing was created: ${place}: ${error.what}`, error.hint)] };
    }
  }
  return { nodes: [...nodes.values()], leftovers };
}

function isProbe(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith(throwAwayPrefix);
}

function leftover(
  { pkid, hierarchy, fields }: { pkid: string; hierarchy: string | null; fields: { name?: unknown } },
  place: string,
): Check {
  const found = `${fields.name} is there already (pkid ${pkid} at ${hierarchy ?? place}), and is not touched`;
  const advice = 'If no other probe is running, delete it in VOSS Automate: it holds fake secrets only.';
  return warning('another throw-away customer', found, advice);
}

async function confirm({ name }: ThrowAway, { autoApprove, hierarchy, settings }: ProbeOptions, io: Io): Promise<void> {
  if (autoApprove) return;
  const question = `Create, change and remove the throw-away customer ${name} in ${hierarchy} on ${settings.url}?`;
  const hint = 'On a lab system, where it may be done without asking: --auto-approve.';
  await approve({ question, what: 'the probe', hint }, io);
}
