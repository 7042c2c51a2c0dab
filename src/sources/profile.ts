import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { carefulProfile, decodeProfile } from '../config/profile.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Profile } from '../model/profile.ts';

/**
 * Reads the profile of the server: the file that was named, or else `schemas/profiles/<env>.json` below `folder`, or else
 * the careful one. A named file that is missing is an error, and so is one with a mistake in it.
 */
export async function readProfile(
  named: string | null,
  env: string,
  folder: string,
): Promise<{ readonly profile: Profile; readonly diagnostics: readonly Diagnostic[] }> {
  const file = named ?? `schemas/profiles/${env}.json`;
  const text = await readFile(path.resolve(folder, file), 'utf8').catch(() => null);
  if (text !== null) return decodeProfile(text, file);
  return { profile: carefulProfile, diagnostics: named === null ? [] : [missing(named)] };
}

function missing(file: string): Diagnostic {
  return {
    severity: 'error',
    code: 'no-profile',
    message: 'The server profile cannot be read.',
    hint: 'Correct --profile or SPARKFORM_PROFILE, or leave it out: then everything unknown about the server is a hazard.',
    place: { file, line: 1, column: 1 },
  };
}
