import type { Diagnostic } from '../model/diagnostic.ts';
import type { Profile } from '../model/profile.ts';
import { validatorOf } from './validators.ts';

/** The profile of a server of which nothing is known: every doubt counts as a hazard. */
export const carefulProfile: Profile = {
  payload: 'unknown',
  createAnswer: 'unknown',
  secretsReadAs: 'unknown',
  omittedProperties: 'unknown',
  omittedSecrets: 'unknown',
  emptyValues: 'unknown',
  hierarchyIn: 'unknown',
  // The words that the API's documents use. Any other word means that the transaction goes on.
  succeededWords: ['Success', 'Completed'],
  failedWords: ['Fail', 'Failed', 'Error', 'Cancelled', 'Canceled'],
  moveKeepsPkid: 'unknown',
  findsByExternalId: 'unknown',
  bulkModify: 'unknown',
};

type ProfileFile = Partial<Profile> & { readonly $schema?: string };

/** Decodes a profile file; what it leaves out is unknown. `file` is its name for errors. */
export function decodeProfile(
  text: string,
  file: string,
): { readonly profile: Profile; readonly diagnostics: readonly Diagnostic[] } {
  const value = parse(text);
  const validate = validatorOf<ProfileFile>('profile');
  if (validate(value)) {
    const { $schema: _, ...told } = value;
    return { profile: { ...carefulProfile, ...told }, diagnostics: [] };
  }
  const problems = (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const name: unknown = params['additionalProperty'];
    const where = typeof name === 'string' ? `${instancePath}/${name}` : instancePath;
    return `${where === '' ? 'the file' : where.slice(1)} ${message ?? 'is wrong'}`;
  });
  return { profile: carefulProfile, diagnostics: [badProfile(file, problems.join('; '))] };
}

function parse(text: string): ProfileFile | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function badProfile(file: string, problems: string): Diagnostic {
  return {
    severity: 'error',
    code: 'bad-profile',
    message: `The server profile cannot be used: ${problems}.`,
    hint: 'schemas/profile.schema.json says what a profile holds; schemas/profiles/sandbox.json is an example.',
    place: { file, line: 1, column: 1 },
  };
}
