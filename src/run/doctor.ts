import { failed } from '../doctor/check.ts';
import { type ProbePatience, usualProbePatience } from '../doctor/laboratory.ts';
import type { Check } from '../model/doctor.ts';
import { type DoctorReport, doctorText } from '../report/doctor-text.ts';
import { examine } from './examine.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import type { DoctorOptions } from './options.ts';
import { prepareOutput, writeDiagnostics, writeReport } from './output.ts';
import { type ProbeRun, runProbe } from './probe.ts';
import { diagnosticsOf } from './stop.ts';

/** `sparkform doctor`: looks whether everything is as plan and apply need it; with `--probe`, how the server behaves. */
export async function runDoctor(
  options: DoctorOptions,
  io: Io,
  patience: ProbePatience = usualProbePatience,
): Promise<ExitStatus> {
  const output = { ...options, output: options.probe === null ? options.output : null };
  try {
    await prepareOutput(output, io);
    const { report, settings, top } = await examine(options, io);
    const blocked = report.checks.some((one) => one.status === 'failed' && !isLocal(one));
    const probed =
      options.probe === null || settings === null
        ? null
        : blocked
          ? refusedProbe()
          : await runProbe({ ...options, hierarchy: options.probe, top, settings, patience }, io);
    const whole = probed === null ? report : merge(report, probed);
    const unwritten = await writeReport({ text: (style) => doctorText(whole, style), json: whole }, output, io);
    writeDiagnostics(unwritten, options, io);
    if (probed !== null && probed.status !== null) return probed.status;
    const failure = unwritten.length > 0 || whole.checks.some((one) => one.status === 'failed');
    return failure ? exitStatus.failed : exitStatus.done;
  } catch (error) {
    writeDiagnostics(diagnosticsOf(error), options, io);
    return exitStatus.failed;
  }
}

/** What the probe needs nothing of: it asks the server only. */
function isLocal({ name }: Check): boolean {
  return name.startsWith('git') || name.startsWith('profile') || name === 'lease' || name === 'applied state';
}

function refusedProbe(): ProbeRun {
  const checks = [failed('probe', 'not begun, as something above failed', 'Put that right, and run it again.')];
  return { checks, findings: [], requests: { read: 0, write: 0 }, status: null };
}

function merge(report: DoctorReport, { checks, findings, requests }: ProbeRun): DoctorReport {
  const read = report.requests.read + requests.read;
  return {
    ...report,
    checks: [...report.checks, ...checks],
    findings,
    requests: { read, write: report.requests.write + requests.write },
  };
}
