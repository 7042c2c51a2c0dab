import { ApiError } from '../api/error.ts';
import type { ProbeProperties } from '../api/prober.ts';
import type { ProbedRecord } from '../api/wire/probed.ts';
import type { Finding } from '../model/doctor.ts';
import { type Laboratory, ProbeProblem, type Subject, until } from './laboratory.ts';
import { type Ended, saysFailed, watch } from './watch.ts';

/** An update that was carried out: how its transaction ended, and the record afterwards. */
export interface Updated {
  readonly transaction: string | null;
  readonly ended: Ended;
  readonly record: ProbedRecord;
}

/**
 * Replaces the throw-away customer and reads it back. The `account_email` tells whether it was done: each update gives
 * another. Throws `ApiError`, and `ProbeProblem` when the server does not do it.
 */
export async function update(lab: Laboratory, subject: Subject, properties: ProbeProperties): Promise<Updated> {
  const { prober, nodes, hierarchy } = lab;
  const read = () => prober.read(subject.pkid, nodes);
  const isDone = ({ live }: ProbedRecord) => live.fields.account_email === properties['account_email'];
  const transaction = await prober.replace(subject.form, subject.pkid, hierarchy, properties);
  const ended = await watch(lab, transaction, async () => isDone(await read()));
  const record = saysFailed(ended)
    ? await read()
    : await until(lab, lab.patience.late, async () => {
        const seen = await read();
        return isDone(seen) ? seen : null;
      });
  if (record !== null && isDone(record)) return { transaction, ended, record };
  const message = `the server did not carry out an update of the throw-away customer (${ended.message ?? ended.words[0] ?? 'it gave no reason'})`;
  throw new ProbeProblem(message, 'Look at the transaction log of VOSS Automate, and probe again.', false);
}

/** Whether transactions are found by what a request called itself. */
export async function searchFinding(lab: Laboratory, transaction: string | null): Promise<Finding> {
  const name = 'findsByExternalId';
  if (transaction === null)
    return { name, value: 'unknown', how: 'the server answered an update without a transaction' };
  const { externalId, externalReference } = lab.throwAway.marks;
  const finds = async (field: 'external.id' | 'external.reference', text: string) =>
    (await lab.prober.search(lab.hierarchy, field, text)).includes(transaction);
  try {
    const found = await until(lab, lab.patience.late, async () =>
      (await finds('external.id', externalId)) && (await finds('external.reference', externalReference)) ? true : null,
    );
    if (found === null) return { name, value: 'no', how: `transaction ${transaction} was not found by either` };
    // A server that knows no such filter answers with everything.
    if (await finds('external.id', [...externalId].reverse().join(''))) {
      return {
        name,
        value: 'no',
        how: 'a search for an id that nobody used found the same: the server does not filter',
      };
    }
    return { name, value: 'yes', how: `transaction ${transaction} was found by external.id and external.reference` };
  } catch (error) {
    if (!(error instanceof ApiError) || !['refused', 'said-no', 'not-found'].includes(error.code)) throw error;
    return { name, value: 'no', how: `the server refuses the search: ${error.what}` };
  }
}
