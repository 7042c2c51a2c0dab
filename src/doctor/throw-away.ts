import { randomBytes } from 'node:crypto';
import type { ProbeMarks, ProbeProperties } from '../api/prober.ts';

/** What every name of a throw-away customer begins with. */
export const throwAwayPrefix = 'sparkform-probe-';

/** The customer that a probe makes, changes and removes. Its secrets are fake, and look it. */
export interface ThrowAway {
  readonly name: string;
  readonly marks: ProbeMarks;
  /** Every property, two of them empty; without `http_proxy`, which shows how a secret that is not there reads. */
  readonly whole: ProbeProperties & { readonly email_domain: string };
  /** The part of them that must be there in an update: `email_domain`, the empty ones and the secrets are left out. */
  readonly partial: ProbeProperties;
}

/** Makes up a throw-away customer that has nothing in common with any other. */
export function makeUpThrowAway(): ThrowAway {
  const random = (length: number) => randomBytes(length).toString('hex');
  const secrets = {
    token: `FAKE-TOKEN-${random(12)}`,
    refresh_token: `FAKE-REFRESH-${random(12)}`,
    https_proxy: `http://fake:FAKE-${random(8)}@proxy.invalid:3128`,
  };
  const name = `${throwAwayPrefix}${random(6)}`;
  const partial = { name, account_email: 'first@sparkform.invalid', dirsync_enabled: false };
  return {
    name,
    marks: { externalId: random(16), externalReference: name, secrets: Object.values(secrets) },
    whole: { ...partial, email_domain: 'probe.invalid', notes: '', sync: false, ...secrets },
    partial,
  };
}
