import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import { type Behaviour, defaultBehaviour } from './behaviour.ts';
import { DataFile, readDataFile } from './data-file.ts';
import { type Fault, FaultBook } from './faults.ts';
import type { JsonObject } from './json.ts';
import { type LoggedRequest, RequestLog } from './request-log.ts';
import { documentedSchema, modelSchema } from './schema.ts';
import { demoSeed, type Seed } from './seed.ts';
import { seededState } from './seeded-state.ts';
import { SandboxState } from './state.ts';
import { Throttle } from './throttle.ts';
import { settle } from './transactions.ts';

/** How a sandbox is started; everything has a default. */
export interface SandboxOptions {
  /** The port of 127.0.0.1 to listen on; 0, the default, takes any free one. */
  readonly port?: number;
  /** What differs from `defaultBehaviour`. */
  readonly behaviour?: Partial<Behaviour>;
  /** What there is at the start; `demoSeed` when left out. Not used when the data file has a state. */
  readonly seed?: Seed;
  /** Added to every request. */
  readonly latencyMilliseconds?: number;
  /** How long a transaction takes when the client does not wait; at 0, the default, it is done at the first poll. */
  readonly transactionMilliseconds?: number;
  readonly faults?: readonly Fault[];
  /** More requests in a second than this are answered with 429; no limit when left out. */
  readonly requestsPerSecond?: number;
  /** Keeps the state in this file: read at the start, written after each request that changed something, and at the end. */
  readonly dataFile?: string;
  /** Another schema of `relation/SparkCustomer` than the documented one, in the words of the API. */
  readonly schema?: JsonObject;
  /** The clock, milliseconds since 1970. */
  readonly now?: () => number;
  /** For HTTP Basic; `admin` when left out. */
  readonly username?: string;
  /** For HTTP Basic; `sandbox` when left out. */
  readonly password?: string;
}

/** A sandbox that listens. */
export interface Sandbox {
  /** Without a slash at the end. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** The records with their true values, and ways to change them behind everyone's back. */
  readonly state: SandboxState;
  /** What was received so far. Holds the secrets that clients sent. */
  readonly requests: readonly LoggedRequest[];
  /** Replaces the faults and starts their counts afresh. */
  setFaults(faults: readonly Fault[]): void;
  /** Changes some of the behaviour from the next request on. */
  setBehaviour(behaviour: Partial<Behaviour>): void;
  /** Ends every connection, those left hanging too, and writes the data file. */
  close(): Promise<void>;
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // The only error there is says that it has stopped already.
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * Starts an HTTP server that behaves as the API's reference says. Throws `Error` when the port is taken, the seed does not
 * fit together or the data file is not one.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, now = Date.now, username = 'admin', password = 'sandbox', dataFile, requestsPerSecond } = options;
  const kept = dataFile === undefined ? null : readDataFile(dataFile);
  const state = kept === null ? seededState(options.seed ?? demoSeed(now()), now) : new SandboxState(kept, now);
  const file = dataFile === undefined ? null : new DataFile(dataFile);
  let behaviour: Behaviour = { ...defaultBehaviour, ...options.behaviour };
  const world = {
    state,
    behaviour: () => behaviour,
    now,
    transactionMilliseconds: options.transactionMilliseconds ?? 0,
    schema: options.schema === undefined ? documentedSchema : modelSchema(options.schema),
    username,
  };
  const faults = new FaultBook();
  faults.set(options.faults ?? []);
  const log = new RequestLog();
  const throttle = requestsPerSecond === undefined ? null : new Throttle(requestsPerSecond);
  const keep = (): void => file?.save(state);
  const latencyMilliseconds = options.latencyMilliseconds ?? 0;
  const app = createApp(world, { log, faults, throttle, latencyMilliseconds, password, keep });
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const url = await listen(server, port);
  return {
    url,
    username,
    password,
    get state() {
      settle(world);
      return state;
    },
    get requests() {
      return log.requests;
    },
    setFaults: (others) => faults.set(others),
    setBehaviour: (changes) => {
      behaviour = { ...behaviour, ...changes };
    },
    close: async () => {
      await stop(server);
      keep();
    },
  };
}
