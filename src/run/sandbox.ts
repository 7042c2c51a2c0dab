import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeApiSchema } from '../config/api-schema.ts';
import { decodeProfile } from '../config/profile.ts';
import { diagnosticsText } from '../report/diagnostics-text.ts';
import { styleFor } from '../report/style.ts';
import type { Fault } from '../sandbox/faults.ts';
import { estate } from '../sandbox/seed.ts';
import { type SandboxOptions, startSandbox } from '../sandbox/server.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import { diagnosticsOf, Stop, stopOnErrors } from './stop.ts';

/** What the sandbox command takes. */
export interface SandboxCommandOptions {
  readonly port: number;
  readonly profile: string | null;
  /** How many made-up customers; `null`: the small provider. */
  readonly customersCount: number | null;
  /** Milliseconds. */
  readonly latency: number;
  /** Milliseconds. */
  readonly transactionTime: number;
  readonly requestsPerSecond: number | null;
  /** A file with the schema of the server; `null`: the documented one. */
  readonly schema: string | null;
  readonly faults: string | null;
  readonly data: string | null;
}

/** `sparkform sandbox`: runs the look-alike server until it is interrupted. */
export async function runSandbox(options: SandboxCommandOptions, io: Io): Promise<ExitStatus> {
  try {
    const sandbox = await startSandbox(await sandboxOptions(options, io)).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : 'it could not be started';
      throw stop('sandbox-not-started', `The sandbox could not be started: ${message}`, 'Another --port, perhaps 0.');
    });
    io.stdout(
      `Sandbox on ${sandbox.url} for user ${sandbox.username} with password ${sandbox.password}. Ctrl-C ends it.\n`,
    );
    io.stdout(`\nexport VOSS_URL=${sandbox.url} VOSS_USERNAME=${sandbox.username} VOSS_PASSWORD=${sandbox.password}\n`);
    await io.interrupted();
    await sandbox.close();
    return exitStatus.done;
  } catch (error) {
    io.stderr(diagnosticsText(diagnosticsOf(error), styleFor(io.terminal)));
    return exitStatus.failed;
  }
}

async function sandboxOptions(options: SandboxCommandOptions, io: Io): Promise<SandboxOptions> {
  const { port, latency, transactionTime, requestsPerSecond, customersCount, data } = options;
  return {
    port,
    latencyMilliseconds: latency,
    transactionMilliseconds: transactionTime,
    now: io.now,
    ...(requestsPerSecond === null ? {} : { requestsPerSecond }),
    ...(customersCount === null ? {} : { seed: estate(customersCount, io.now()) }),
    ...(data === null ? {} : { dataFile: path.resolve(io.folder, data) }),
    ...(options.profile === null ? {} : { behaviour: await readBehaviour(options.profile, io) }),
    ...(options.schema === null ? {} : { schema: await readSchemaFile(options.schema, io) }),
    ...(options.faults === null ? {} : { faults: await readFaults(options.faults, io) }),
  };
}

async function readBehaviour(file: string, io: Io) {
  const text = await readText(file, io);
  const { profile, diagnostics } = decodeProfile(text, file);
  stopOnErrors(diagnostics);
  // A server always behaves in one way or another: what the profile does not know stays as the sandbox does it.
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== 'unknown'));
}

async function readSchemaFile(file: string, io: Io) {
  const hint = 'Write a schema as the API does: { "properties": { "name": { "type": "string" } } }.';
  try {
    const schema = JSON.parse(await readText(file, io));
    if (decodeApiSchema(schema) !== null) return schema;
  } catch (error) {
    if (error instanceof Stop) throw error;
  }
  throw stop('bad-schema', `${file} holds no schema of the API.`, hint);
}

async function readFaults(file: string, io: Io): Promise<readonly Fault[]> {
  try {
    return JSON.parse(await readText(file, io));
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw stop(
      'bad-faults',
      `${file} is not JSON.`,
      'Write a list: [{ "match": { "method": "POST" }, "kind": "unavailable" }].',
    );
  }
}

function readText(file: string, io: Io): Promise<string> {
  return readFile(path.resolve(io.folder, file), 'utf8').catch(() => {
    throw stop('no-file', `${file} cannot be read.`, 'Correct the path.');
  });
}

function stop(code: string, message: string, hint: string): Stop {
  return new Stop([{ severity: 'error', code, message, hint }]);
}
