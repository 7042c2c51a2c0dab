import { ApiError } from '../api/error.ts';
import type { BulkNaming } from '../api/prober.ts';
import type { ProbedRecord } from '../api/wire/probed.ts';
import type { Finding } from '../model/doctor.ts';
import { type Laboratory, type Subject, until } from './laboratory.ts';
import { sentSecrets } from './read-findings.ts';
import type { Updated } from './update-experiment.ts';
import { saysFailed, watch } from './watch.ts';

const name = 'bulkModify';

/**
 * Modifies the throw-away customer as a bulk of one, naming it in one way and then the other, and looks at what was left
 * out. `before` is an update with everything. Throws `ApiError`, `ProbeProblem`.
 */
export async function bulkExperiment(lab: Laboratory, subject: Subject, before: Updated): Promise<Finding> {
  const refusals: string[] = [];
  for (const naming of ['pkids', 'hrefs'] as const) {
    const result = await modify(lab, subject, naming);
    if (typeof result !== 'string') return judge(naming, before.record, result);
    refusals.push(`by ${naming} ${result}`);
  }
  return { name, value: 'none', how: `a bulk modification changed nothing: ${refusals.join('; ')}` };
}

/** The record after the modification, or why it was not done. */
async function modify(lab: Laboratory, { form, pkid }: Subject, naming: BulkNaming): Promise<ProbedRecord | string> {
  const { prober, nodes, hierarchy, patience } = lab;
  const account_email = `bulk-${naming}@sparkform.invalid`;
  const changed = async () => {
    const record = await prober.read(pkid, nodes);
    return record.live.fields.account_email === account_email ? record : null;
  };
  try {
    const transaction = await prober.modifyAll(form, naming, [pkid], hierarchy, { account_email });
    const ended = await watch(lab, transaction, async () => (await changed()) !== null);
    const record = saysFailed(ended) ? await changed() : await until(lab, patience.late, changed);
    return record ?? `it had no effect (${ended.message ?? 'without a reason'})`;
  } catch (error) {
    if (!(error instanceof ApiError) || !['refused', 'said-no', 'not-found', 'forbidden'].includes(error.code))
      throw error;
    return `it is refused (${error.excerpt ?? error.what})`;
  }
}

function judge(naming: BulkNaming, before: ProbedRecord, after: ProbedRecord): Finding {
  const told = `a bulk modification of account_email alone, by ${naming},`;
  const domain = after.live.fields.email_domain === before.live.fields.email_domain;
  const echoes = sentSecrets.every((secret) => after.echoes[secret] === before.echoes[secret]);
  const expiry = after.live.accessTokenExpires === before.live.accessTokenExpires;
  if (!domain || !echoes || !expiry) {
    return { name, value: 'none', how: `${told} changes what it leaves out: customers are updated one by one` };
  }
  const tells = sentSecrets.every((secret) => before.echoes[secret] !== before.echoes.http_proxy);
  return tells
    ? { name, value: naming, how: `${told} leaves everything else as it was` }
    : {
        name,
        value: 'unknown',
        how: `${told} keeps email_domain; secrets do not show on a read, so that theirs is open`,
      };
}
