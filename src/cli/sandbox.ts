import { details, summary } from '../report/help/sandbox.ts';
import type { SandboxCommandOptions } from '../run/sandbox.ts';
import { type Flags, number, text, wholeNumber } from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `sandbox`. */
export function addSandbox({ program, take }: Registration): void {
  const command = program.command('sandbox').description(summary).addHelpText('after', details);
  command
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', wholeNumber(0, 65_535), 8080)
    .option('--profile <file>', 'behave as this profile says (schemas/profile.schema.json)')
    .option(
      '--customers-count <number>',
      'start with so many made-up customers instead of the small provider',
      wholeNumber(0, 1_000_000),
    )
    .option('--latency <milliseconds>', 'added to every request', wholeNumber(0, 60_000), 0)
    .option('--transaction-time <milliseconds>', 'how long a transaction takes', wholeNumber(0, 3_600_000), 0)
    .option('--requests-per-second <number>', 'answer 429 above this', wholeNumber(1, 100_000))
    .option(
      '--schema <file>',
      'hold customers for this schema, as a newer server does (sparkform schema pull writes one)',
    )
    .option('--faults <file>', 'JSON file with faults to play')
    .option('--data <file>', 'keep the state in this file');
  command.action((flags) => take({ command: 'sandbox', options: sandboxOf(flags) }));
}

function sandboxOf(flags: Flags): SandboxCommandOptions {
  return {
    port: number(flags, 'port') ?? 8080,
    profile: text(flags, 'profile'),
    customersCount: number(flags, 'customersCount'),
    latency: number(flags, 'latency') ?? 0,
    transactionTime: number(flags, 'transactionTime') ?? 0,
    requestsPerSecond: number(flags, 'requestsPerSecond'),
    schema: text(flags, 'schema'),
    faults: text(flags, 'faults'),
    data: text(flags, 'data'),
  };
}
