import { ApiError } from '../api/error.ts';
import type { ProbeProperties } from '../api/prober.ts';
import type { ProbedRecord } from '../api/wire/probed.ts';
import type { Finding } from '../model/doctor.ts';
import type { Laboratory, Subject } from './laboratory.ts';
import { sentSecrets } from './read-findings.ts';
import { type Updated, update } from './update-experiment.ts';
import { type Ended, saysSucceeded, watch } from './watch.ts';

/** What an update left out, and what became of it. */
export interface Omitted {
  readonly findings: readonly Finding[];
  /** Whether the record has no tokens any more, as far as is known. */
  readonly cleared: boolean;
}

/**
 * Sends an update without `email_domain` and without any secret, and finds out what became of them. `before` is an update
 * with everything. Throws `ApiError`, `ProbeProblem`.
 */
export async function omitExperiment(lab: Laboratory, subject: Subject, before: Updated): Promise<Omitted> {
  const echoTells = sentSecrets.every((name) => before.record.echoes[name] !== before.record.echoes.http_proxy);
  const refreshedBefore = echoTells ? null : await refreshes(lab, subject, before.ended.words);
  const current = echoTells ? before.record : await lab.prober.read(subject.pkid, lab.nodes);
  const { record } = await update(lab, subject, {
    ...lab.throwAway.partial,
    ...expiriesOf(current),
    account_email: 'omitting@sparkform.invalid',
  });
  const property = propertyFinding(lab, record);
  const secrets =
    refreshedBefore === null
      ? byEcho(before.record, record)
      : await byAction(lab, subject, before, refreshedBefore, property, [current, record]);
  return { findings: [property, secrets], cleared: secrets.value === 'cleared' };
}

/** Server properties that an update carries through, so that their end says something about the tokens. */
function expiriesOf({ live }: ProbedRecord): ProbeProperties {
  const told = { access_token_expires: live.accessTokenExpires, refresh_token_expires: live.refreshTokenExpires };
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, time]) => (typeof time === 'string' ? [[name, time]] : [])),
  );
}

function propertyFinding({ throwAway }: Laboratory, { live }: ProbedRecord): Finding {
  const name = 'omittedProperties';
  const domain = live.fields.email_domain ?? null;
  const how = 'after an update without email_domain it';
  if (domain === null) return { name, value: 'cleared', how: `${how} is empty` };
  if (domain === throwAway.whole.email_domain) return { name, value: 'kept', how: `${how} is as before` };
  return { name, value: 'unknown', how: `${how} is something else` };
}

/** Each secret reads as it did when it was there, or as `http_proxy` does, which never was. */
function byEcho(before: ProbedRecord, after: ProbedRecord): Finding {
  const name = 'omittedSecrets';
  const fates = sentSecrets.map((secret) => {
    if (after.echoes[secret] === before.echoes[secret]) return 'kept';
    return after.echoes[secret] === after.echoes.http_proxy ? 'cleared' : 'unknown';
  });
  const told = sentSecrets.map((secret, index) => `${secret} ${fates[index]}`).join(', ');
  const [first = 'unknown'] = fates;
  const value = fates.every((fate) => fate === first) ? first : 'unknown';
  return { name, value, how: `after an update without secrets, by how they read back: ${told}` };
}

async function byAction(
  lab: Laboratory,
  subject: Subject,
  before: Updated,
  refreshedBefore: boolean,
  property: Finding,
  [earlier, later]: readonly [ProbedRecord, ProbedRecord],
): Promise<Finding> {
  const name = 'omittedSecrets';
  if (refreshedBefore) {
    const kept = await refreshes(lab, subject, before.ended.words);
    const how = `secrets do not show on a read; +RefreshAccessToken, which needs one, ${kept ? 'succeeds' : 'fails'} after an update without them, and succeeded before`;
    return { name, value: kept ? 'kept' : 'cleared', how };
  }
  // Where other properties stay, an expiry goes only with its token.
  const expired = typeof earlier.live.accessTokenExpires === 'string' && later.live.accessTokenExpires === null;
  if (expired && property.value === 'kept') {
    const how = 'secrets do not show on a read; after an update without them the token has no expiry any more';
    return { name, value: 'cleared', how };
  }
  const how =
    'secrets do not show on a read, and +RefreshAccessToken fails with fake tokens before an update as after it; ' +
    'try it with a customer whose real tokens you can spare';
  return { name, value: 'unknown', how };
}

/** Whether the tokens are renewed. Asked twice, as one failure may have another reason. */
async function refreshes(lab: Laboratory, subject: Subject, succeeded: readonly string[]): Promise<boolean> {
  const once = async () => {
    const ended = await refresh(lab, subject);
    return ended !== null && saysSucceeded(ended, succeeded);
  };
  return (await once()) || (await once());
}

/** Runs +RefreshAccessToken on the throw-away customer; `null` where the server refuses to begin it. Throws `ApiError`. */
export async function refresh(lab: Laboratory, { pkid }: Subject): Promise<Ended | null> {
  try {
    const transaction = await lab.prober.refreshToken(pkid, lab.hierarchy);
    return transaction === null ? null : await watch(lab, transaction, () => Promise.resolve(true));
  } catch (error) {
    if (error instanceof ApiError && ['refused', 'said-no', 'not-found', 'forbidden'].includes(error.code)) return null;
    throw error;
  }
}
