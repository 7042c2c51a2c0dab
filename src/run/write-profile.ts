import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeProfile } from '../config/profile.ts';
import { failed, ok, warning } from '../doctor/check.ts';
import type { Check, Finding } from '../model/doctor.ts';
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
  const differences = before === null ? [] : differencesOf(before, name, findings);
  if (before !== null && differences.length === 0) return [ok(title, `${name} says the same already`)];
  if (before !== null && !force) {
    const found = `${name} is there and was left as it is; it differs: ${differences.join('; ')}`;
    return [failed(title, found, 'If the probe is right, run it again with --force.')];
  }
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, profileText(findings, output === null));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    return [failed(title, `${name} cannot be written${code}`, 'Name another file: --output FILE.')];
  }
  return before === null
    ? [ok(title, name)]
    : [warning(title, `${name} was overwritten; it differed: ${differences.join('; ')}`, 'Commit it with the reason.')];
}

function isKnown({ value }: Finding): boolean {
  return value !== 'unknown';
}

/** Only what was found, in the order of the schema. */
function profileText(findings: readonly Finding[], inItsPlace: boolean): string {
  const schema = inItsPlace ? { $schema: '../profile.schema.json' } : {};
  const known = Object.fromEntries(findings.filter(isKnown).map(({ name, value }) => [name, value]));
  const sorted = order.flatMap((name) => (name in known ? [[name, known[name]]] : []));
  return `${JSON.stringify({ ...schema, ...Object.fromEntries(sorted) }, null, 2)}\n`;
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
] as const;

function differencesOf(text: string, file: string, findings: readonly Finding[]): readonly string[] {
  const { profile, diagnostics } = decodeProfile(text, file);
  if (diagnostics.length > 0) return ['it is no profile'];
  const words = (value: string | readonly string[]) => (typeof value === 'string' ? value : value.join(', '));
  return findings.flatMap(({ name, value }) => {
    const [before, after] = [words(profile[name]), words(value)];
    // An empty hand takes nothing back: what the file knows and the probe could not find out is no difference.
    if (value === 'unknown' || before === after) return [];
    return [`${name} is ${before} there, ${after} was found`];
  });
}
