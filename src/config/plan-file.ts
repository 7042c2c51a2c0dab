import { createHash } from 'node:crypto';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import { validatorOf } from './validators.ts';

/** A plan as a file, to be looked at and then applied as it is (`schemas/plan-file.schema.json`). Holds no secret. */
export interface PlanFile {
  readonly format: 1;
  readonly kind: 'sparkform-plan';
  /** Of the program that made it. */
  readonly version: string;
  /** The customers folder, from the top of the repository. */
  readonly customers: string;
  readonly plan: Plan;
  /** SHA-256 of everything else in its canonical form, in hexadecimal digits. */
  readonly digest: string;
}

/** The text of a plan file. */
export function planFileText(plan: Plan, version: string, customers: string): string {
  const content = { format: 1, kind: 'sparkform-plan', version, customers, plan } as const;
  return `${JSON.stringify({ ...content, digest: digestOf(content) }, null, 2)}\n`;
}

/**
 * Decodes a plan file. One of another version is refused, because the same steps may mean something else there, and so is
 * one whose digest is not that of its content. `file` is its name for errors.
 */
export function decodePlanFile(
  text: string,
  file: string,
  version: string,
): { readonly planFile: PlanFile | null; readonly diagnostics: readonly Diagnostic[] } {
  const refused = (code: string, message: string, hint = 'Make it anew with sparkform plan --out.') => ({
    planFile: null,
    diagnostics: [{ severity: 'error', code, message, hint, place: { file, line: 1, column: 1 } } as const],
  });
  const value = parse(text);
  if (value?.kind !== 'sparkform-plan') {
    return refused('no-plan-file', 'This is no plan file, or only a part of one.', 'sparkform plan --out writes one.');
  }
  const made = String(value.version);
  if (value.format !== 1 || made !== version) {
    const message = `The plan file was made by version ${made} in format ${String(value.format)}; this is version ${version}.`;
    return refused('other-version', message, 'Make the plan and apply it with the same version.');
  }
  const validate = validatorOf<PlanFile>('plan-file');
  if (!validate(value)) {
    const [problem] = validate.errors ?? [];
    const where = problem?.instancePath === '' ? 'the file' : problem?.instancePath.slice(1);
    return refused('bad-plan-file', `The plan file cannot be used: ${where} ${problem?.message ?? 'is wrong'}.`);
  }
  const { digest, ...content } = value;
  if (digestOf(content) === digest) return { planFile: value, diagnostics: [] };
  return refused('changed-plan-file', 'The plan file is not as it was written: its digest is that of other content.');
}

/** What a text that claims to be a plan file may turn out to hold. */
type Claimed = { readonly [name in keyof PlanFile]?: unknown };

function parse(text: string): Claimed | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** The digest does not depend on how the JSON is laid out. */
function digestOf(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex');
}

/** The value with the members of every object in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
