import type { Frame } from '../frame.ts';
import { code, commitName, link } from './escape.ts';

/** What a report is about; it stands in its hidden marker. */
export type Subject = 'plan' | 'apply' | 'drift';

/**
 * The first line of a report: no reader sees it, and `sparkform comment` finds by it the comment to edit. What is not part
 * of the name of an environment is written as a percent escape, so that no name ends the HTML comment.
 */
export function marker(subject: Subject, env: string): string {
  const name = env
    .replace(/[^A-Za-z0-9_-]/gu, (one) => `%${(one.codePointAt(0) ?? 0).toString(16)}`)
    .replace(/--+/g, (run) => '%2d'.repeat(run.length));
  return `<!-- sparkform ${subject} env=${name} -->\n`;
}

/** The last lines of a report: what it was made from, when, by what, and the run that made it. */
export function footer(facts: readonly string[], { time, version, run }: Frame): string {
  const when = `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const made = [...facts, when, `sparkform ${code(version)}`, ...(run === null ? [] : [link('the run', run)])];
  return `---\n\n${made.join(' · ')}\n`;
}

/** `declared in <commit> with uncommitted changes`. */
export function declaredIn(commit: string | null, dirty: boolean): string {
  const where = commit === null ? 'the work tree' : commitName(commit);
  return `declared in ${where}${dirty ? ' with uncommitted changes' : ''}`;
}

/** `applied <commit>`. */
export function appliedIn(commit: string | null): string {
  return commit === null ? 'nothing was ever applied' : `applied ${commitName(commit)}`;
}
