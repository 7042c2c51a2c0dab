import type { Transport } from '../api/transport.ts';
import type { StopSign } from '../apply/stop-sign.ts';
import type { Io } from './io.ts';

/** How long a step that is under way may still take after an interrupt, in milliseconds; recording takes the rest of seven seconds. */
const graceAfterInterrupt = 3500;

/** From the first write on, an interrupt does not end the process: what is done is recorded first. */
export function watchInterrupts(stop: StopSign, transport: Transport, io: Io): { happened: boolean } {
  const interruption = { happened: false };
  void io.interrupted().then(() => {
    interruption.happened = true;
    stop.reason ??= 'the run was interrupted';
    io.stderr('Interrupted: no new step begins, what is done is recorded. Once more to leave at once.\n');
    setTimeout(() => void transport.close(), graceAfterInterrupt).unref();
  });
  return interruption;
}
