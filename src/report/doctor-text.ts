import type { Check, CheckStatus, Finding } from '../model/doctor.ts';
import { clean } from './clean.ts';
import type { Style } from './style.ts';

/** What `sparkform doctor` found, as `schemas/doctor.schema.json` describes it. */
export interface DoctorReport {
  readonly format: 1;
  readonly env: string;
  /** Empty where the environment names none. */
  readonly server: string;
  readonly checks: readonly Check[];
  /** What a probe found; empty without one. */
  readonly findings: readonly Finding[];
  /** Requests that were sent, repeated ones counted. */
  readonly requests: { readonly read: number; readonly write: number };
}

/** The doctor's report for a terminal: a line a check, what to do below it, and the counts in the last line. */
export function doctorText(report: DoctorReport, style: Style): string {
  const { env, server, checks, findings } = report;
  const head = `${style.bold('Doctor')} for ${style.bold(clean(env))}${server === '' ? '' : ` on ${clean(server)}`}`;
  const width = Math.max(0, ...checks.map(({ name }) => name.length), ...findings.map(({ name }) => name.length));
  const sections = [
    [head],
    checks.flatMap((one) => checkLines(one, width, style)),
    findings.length === 0 ? [] : [style.bold('What the probe found')],
    findings.flatMap((one) => findingLines(one, width, style)),
    [totals(report, style)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function checkLines({ name, status, found, advice }: Check, width: number, style: Style): readonly string[] {
  const colours: Readonly<Record<CheckStatus, (text: string) => string>> = {
    ok: style.add,
    warning: style.change,
    failed: style.remove,
    skipped: style.faint,
  };
  const line = `${colours[status](status.padEnd(7))}  ${clean(name).padEnd(width)}  ${clean(found)}`;
  return advice === null ? [line] : [line, below(width, `→ ${clean(advice)}`, style)];
}

function findingLines({ name, value, how }: Finding, width: number, style: Style): readonly string[] {
  const words = typeof value === 'string' ? value : value.join(', ');
  const shown = words === 'unknown' ? style.change(words) : style.bold(clean(words));
  return [`         ${name.padEnd(width)}  ${shown}`, below(width, clean(how), style)];
}

function below(width: number, text: string, style: Style): string {
  return `${' '.repeat(9 + width + 2)}${style.faint(text)}`;
}

function totals({ checks, requests }: DoctorReport, style: Style): string {
  const count = (status: CheckStatus) => checks.filter((one) => one.status === status).length;
  const parts = [`${count('failed')} failed`, `${count('warning')} to look at`, `${count('skipped')} skipped`];
  const cost = `${requests.read} requests read, ${requests.write} written.`;
  return style.bold(`Doctor: ${count('ok')} ok, ${parts.join(', ')}. ${cost}`);
}
