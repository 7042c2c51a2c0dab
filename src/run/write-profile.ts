import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { carefulProfile, decodeProfile } from '../config/profile.ts';
import { failed, ok, warning } from '../doctor/check.ts';
import type { Check, Finding } from '../model/doctor.ts';
import type { Profile } from '../model/profile.ts';
import type { Io } from './io.ts';
import type { ProbeOptions } from './probe.ts';

/**
 * Writes what a probe found as the profile of the environment, or to the file that was named. One that is there already and
 * says something else is overwritten with `force` only; what differs is told either way.
 */
export async function writeProfile(
  findings: readonly Finding[],
  options: ProbeOptions,
  io: Io,
): Promise<readonly Check[]> {
  const { output, force, env, top } = options;
  const name = output ?? `schemas/profiles/${env}.json`;
  const file = path.resolve(output === null ? top : io.folder, name);
  const before = await readFile(file, 'utf8').catch(() => null);
  const title = 'profile written';
  const known = before === null ? null : decodeProfile(before, name);
  const differences = known === null ? [] : differencesOf(known, findings);
  if (before !== null && differences.length === 0) return [ok(title, `${name} says the same already`)];
  if (before !== null && !force) {
    const found = `${name} is there and was left as it is; it differs: ${differences.join('; ')}`;
    return [failed(title, found, 'If the probe is right, run it again with --force.')];
  }
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, profileText(findings, known?.profile ?? carefulProfile, output === null));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    return [failed(title, `${name} cannot be written${code}`, 'Name another file: --output FILE.')];
  }
  return before === null
    ? [ok(title, name)]
    : [warning(title, `${name} was overwritten; it differed: ${differences.join('; ')}`, 'Commit it with the reason.')];
}

/** What was found, in the order of the schema, and what a profile that was there knew where nothing was found. */
function profileText(findings: readonly Finding[], before: Profile, inItsPlace: boolean): string {
  const values = order.flatMap((name) => {
    const found = findings.find((one) => one.name === name && one.value !== 'unknown')?.value ?? before[name];
    // The words that everybody begins with are no knowledge about this server.
    return found === 'unknown' || found === carefulProfile[name] ? [] : [[name, found]];
  });
  const schema = inItsPlace ? { $schema: '../profile.schema.json' } : {};
  return `${JSON.stringify({ ...schema, ...Object.fromEntries(values) }, null, 2)}\n`;
}

const order = [
  'payload',
  'createAnswer',
  'secretsReadAs',
  'omittedProperties',
  'omittedSecrets',
  'emptyValues',
  'hierarchyIn',
  'succeededWords',
  'failedWords',
  'moveKeepsPkid',
  'findsByExternalId',
  'bulkModify',
] as const;

type Decoded = ReturnType<typeof decodeProfile>;

function differencesOf({ profile, diagnostics }: Decoded, findings: readonly Finding[]): readonly string[] {
  if (diagnostics.length > 0) return ['it is no profile'];
  const words = (value: string | readonly string[]) => (typeof value === 'string' ? value : value.join(', '));
  return findings.flatMap(({ name, value }) => {
    const [before, after] = [words(profile[name]), words(value)];
    return value === 'unknown' || before === after ? [] : [`${name} is ${before} there, ${after} was found`];
  });
}
