import { ApiError } from '../api/error.ts';
import type { PayloadForm } from '../api/prober.ts';
import type { NamedIds } from '../api/wire/named-ids.ts';
import type { Finding } from '../model/doctor.ts';
import { findThrowAway, type Laboratory, ProbeProblem, type Subject, until } from './laboratory.ts';

/** Creates the throw-away customer, which shows the form of payloads and what a create answers. Throws `ApiError`, `ProbeProblem`. */
export async function createExperiment(
  lab: Laboratory,
): Promise<{ readonly subject: Subject; readonly findings: readonly Finding[] }> {
  const { form, ids, how } = await create(lab);
  const found = await until(lab, lab.patience.deadline, async () => {
    const [pkid] = await findThrowAway(lab, lab.hierarchy);
    return pkid ?? null;
  });
  if (found === null) {
    const message = `the server says that it created ${lab.throwAway.name} in ${lab.hierarchy}, and does not list it`;
    throw new ProbeProblem(message, 'Look for it in VOSS Automate: the user may see less than it may create.', true);
  }
  const payload: Finding = { name: 'payload', value: form, how };
  return { subject: { form, pkid: found }, findings: [payload, await judgeAnswer(lab, ids, found)] };
}

async function create(lab: Laboratory) {
  const send = (form: PayloadForm) => lab.prober.create(form, lab.hierarchy, lab.throwAway.whole);
  try {
    const ids = await send('bare');
    return { form: 'bare', ids, how: 'a create with bare properties was accepted' } as const;
  } catch (bare) {
    if (!isRefusal(bare)) throw bare;
    try {
      const how = 'a create with bare properties was refused, one with properties in "data" accepted';
      return { form: 'wrapped', ids: await send('wrapped'), how } as const;
    } catch (wrapped) {
      if (!isRefusal(wrapped)) throw wrapped;
      const words = (error: ApiError) => error.excerpt ?? error.what;
      const message = `the server refuses a create in both forms: bare (${words(bare)}) and wrapped (${words(wrapped)})`;
      throw new ProbeProblem(
        message,
        'Create a customer by hand at that hierarchy to see what the server misses.',
        false,
      );
    }
  }
}

/** The server took the request up and said no: nothing was made. */
function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && ['refused', 'said-no'].includes(error.code);
}

async function judgeAnswer({ prober, hierarchy }: Laboratory, ids: NamedIds, pkid: string): Promise<Finding> {
  const name = 'createAnswer';
  if (ids.pkid === pkid || ids.customer === pkid) {
    return { name, value: 'instance', how: 'the answer named the id that the record has in the listing' };
  }
  const transaction = ids.transaction ?? ids.pkid;
  if (transaction === null) return { name, value: 'unknown', how: 'the answer named no id at all' };
  try {
    await prober.status(transaction, hierarchy);
    return { name, value: 'transaction', how: 'the answer named an id that is a transaction, and not the record' };
  } catch (error) {
    if (!(error instanceof ApiError) || !['not-found', 'forbidden', 'refused'].includes(error.code)) throw error;
    return { name, value: 'unknown', how: 'the answer named an id that is neither the record nor a transaction' };
  }
}
