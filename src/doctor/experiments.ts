import type { Check, Finding } from '../model/doctor.ts';
import { bulkExperiment } from './bulk-experiment.ts';
import { failed } from './check.ts';
import { createExperiment } from './create-experiment.ts';
import type { Laboratory } from './laboratory.ts';
import { moveExperiment } from './move-experiment.ts';
import { clearSecrets, readFindings } from './read-findings.ts';
import { omitExperiment } from './secrets-experiment.ts';
import { searchFinding, update } from './update-experiment.ts';
import { failedWords, succeededWords } from './word-findings.ts';

/** What an experiment brought: a switch, or something so bad that it needs a line of its own. */
export type Discovery = Finding | Check;

/** Every experiment in its order, told as soon as it is over. Leaves the throw-away customer behind. Throws `ApiError`, `ProbeProblem`. */
export async function* experiments(lab: Laboratory): AsyncGenerator<Discovery, void, undefined> {
  const { subject, findings } = await createExperiment(lab);
  yield* findings;

  const record = await lab.prober.read(subject.pkid, lab.nodes);
  yield* readFindings(record, lab.hierarchy);
  const clear = clearSecrets(record);
  if (clear.length > 0) yield readableSecrets(clear);

  const whole = await update(lab, subject, { ...lab.throwAway.whole, account_email: 'second@sparkform.invalid' });
  yield succeededWords(whole.ended);
  yield await searchFinding(lab, whole.transaction);

  const omitted = await omitExperiment(lab, subject, whole);
  yield* omitted.findings;
  yield await failedWords(lab, subject, omitted.cleared, whole.ended.words);

  const again = await update(lab, subject, { ...lab.throwAway.whole, account_email: 'third@sparkform.invalid' });
  yield await bulkExperiment(lab, subject, again);
  yield await moveExperiment(lab, subject);
}

function readableSecrets(names: readonly string[]): Check {
  const found = `THE SERVER SHOWS SECRETS IN CLEAR: whoever may read a customer may read its ${names.join(', ')}`;
  const advice =
    'Restrict who may read relation/SparkCustomer, and report it to the vendor. sparkform drops them unread.';
  return failed('secrets in clear', found, advice);
}
