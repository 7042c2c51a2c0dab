import type { Connection, RequestLog } from '../api/connection.ts';
import type { Settings } from '../sources/environment.ts';
import type { Io } from './io.ts';
import type { PlanOptions } from './options.ts';

/** How a command reaches the server: as the environment says, as fast as the flags allow, telling of requests with `--verbose`. */
export function connectionOf(
  settings: Settings,
  options: Pick<PlanOptions, 'rate' | 'concurrency' | 'verbose'>,
  io: Io,
): Connection {
  return {
    ...settings,
    timeoutMilliseconds: io.pace?.timeoutMilliseconds ?? 60_000,
    requestsPerSecond: options.rate,
    concurrency: options.concurrency,
    log: options.verbose ? (line) => io.stderr(lineOf(line)) : null,
  };
}

function lineOf({ method, path, status, milliseconds, attempt }: RequestLog): string {
  const again = attempt > 1 ? ` (attempt ${attempt})` : '';
  return `${method} ${path} ${status ?? 'no answer'} ${milliseconds} ms${again}\n`;
}
