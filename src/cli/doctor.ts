import { details, summary } from '../report/help/doctor.ts';
import { addEnvironment, addOutput, addServer, environmentOf, outputOf, serverOf, text } from './flags.ts';
import type { Registration } from './take.ts';

/** The words of `doctor`. */
export function addDoctor({ program, colours, take }: Registration): void {
  const command = program.command('doctor').description(summary).addHelpText('after', details);
  command
    .option('--probe <hierarchy>', 'find out how the server behaves, with a throw-away customer there')
    .option('--probe-move <hierarchy>', 'move the throw-away customer there and back too')
    .option('--auto-approve', 'do not ask before the probe begins')
    .option('--force', 'overwrite a profile that says something else');
  addEnvironment(command);
  addServer(command);
  addOutput(command);
  command.action((flags) => {
    const { autoApprove, force } = flags;
    const [probe, probeMove] = [text(flags, 'probe'), text(flags, 'probeMove')];
    if (probe === null && probeMove !== null) command.error("error: option '--probe-move' needs --probe");
    const approved = { autoApprove: autoApprove === true, force: force === true };
    const common = { ...outputOf(flags, colours), ...serverOf(flags), env: environmentOf(flags) };
    take({ command: 'doctor', options: { ...common, ...approved, probe, probeMove } });
  });
}
