import type { ProbedRecord } from '../api/wire/probed.ts';
import type { Finding } from '../model/doctor.ts';
import type { SecretName } from '../model/properties.ts';

/** The secrets that the throw-away customer is given. */
export const sentSecrets = ['token', 'refresh_token', 'https_proxy'] as const satisfies readonly SecretName[];

/** What a read of the whole throw-away customer at a hierarchy shows. */
export function readFindings(record: ProbedRecord, hierarchy: string): readonly Finding[] {
  return [secretsReadAs(record), emptyValues(record), hierarchyIn(record, hierarchy)];
}

/** The secrets that came back readable. */
export function clearSecrets({ echoes }: ProbedRecord): readonly SecretName[] {
  return sentSecrets.filter((name) => echoes[name] === 'clear');
}

function secretsReadAs({ echoes }: ProbedRecord): Finding {
  const name = 'secretsReadAs';
  const kinds = [...new Set(sentSecrets.map((secret) => echoes[secret]))];
  const told = sentSecrets.map((secret) => `${secret} ${echoes[secret]}`).join(', ');
  const [only = 'absent'] = kinds;
  if (kinds.includes('clear')) return { name, value: 'unknown', how: `secrets come back in clear: ${told}` };
  if (kinds.length > 1) return { name, value: 'unknown', how: `not all come back alike: ${told}` };
  return { name, value: only, how: `read back: ${told}` };
}

function emptyValues({ shown }: ProbedRecord): Finding {
  const name = 'emptyValues';
  const [no, nothing] = [shown.has('dirsync_enabled'), shown.has('notes')];
  const how = `dirsync_enabled, sent as false, ${no ? 'is shown' : 'is left out'}; notes, sent as "", ${nothing ? 'is shown' : 'is left out'}`;
  return { name, value: no === nothing ? (no ? 'shown' : 'omitted') : 'unknown', how };
}

const places = {
  'path-text': 'meta.path is the dotted path',
  'path-list': 'meta.path is a list of names',
  parent: 'meta.references.parent names the node, and nothing the path',
  unknown: 'the record does not tell it',
} as const;

function hierarchyIn({ hierarchyIn: place, live }: ProbedRecord, hierarchy: string): Finding {
  const name = 'hierarchyIn';
  if (live.hierarchy === null || live.hierarchy === hierarchy) return { name, value: place, how: places[place] };
  return { name, value: 'unknown', how: `the record tells another hierarchy than ${hierarchy}, where it was created` };
}
