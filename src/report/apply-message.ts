import type { CustomerOutcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { clean } from './clean.ts';
import { countStatuses, stepName } from './outcome-text.ts';

/** The message of a commit on the applied ref: the record of one apply, so that `git log` on the ref is the audit trail. */
export function applyMessage(
  plan: Plan,
  outcomes: readonly CustomerOutcome[],
  { run, by }: { readonly run: string; readonly by: string | null },
): string {
  const counts = Object.entries(countStatuses(outcomes)).filter(([, count]) => count > 0);
  const did =
    counts.length === 0 ? 'nothing to write' : counts.map(([status, count]) => `${count} ${status}`).join(', ');
  const adopted = plan.customers.filter((one) => one.why === 'adopted' && one.steps.length === 0).length;
  const steps = outcomes.flatMap(({ name, file, steps: all }) =>
    all.map(({ step, status, transaction, message }) => {
      const facts = [transaction === null ? [] : `transaction ${transaction}`, message === null ? [] : message].flat();
      const what = `- ${status}: ${stepName(step)} of ${clean(name)}${file === null ? '' : ` (${clean(file)})`}`;
      return facts.length === 0 ? what : `${what}: ${clean(facts.join(', '))}`;
    }),
  );
  const trailers = [
    `Source: ${plan.desired.commit ?? 'no commit'}${plan.desired.dirty ? ' with uncommitted changes' : ''}`,
    `Server: ${clean(plan.server)}`,
    `Run: ${run}`,
    ...(by === null ? [] : [`By: ${clean(by)}`]),
  ];
  const body = [...(adopted === 0 ? [] : [`- adopted as they are: ${adopted}`]), ...steps];
  const title = `Apply to ${clean(plan.env)}: ${did}`;
  return `${[title, body.join('\n'), trailers.join('\n')].filter((part) => part !== '').join('\n\n')}\n`;
}
