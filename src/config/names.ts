import { distance } from 'fastest-levenshtein';
import { properties } from '../model/properties.ts';

/** The sections of a customer file. */
export const sections = ['hierarchy', 'customer', 'actions', 'lifecycle'] as const;

const otherNames = [
  'sync_roles_licences',
  'sync_users',
  'refresh_access_token',
  'env',
  'key',
  'version',
  'on',
  'rerun',
];
const known = new Set([...sections, ...Object.keys(properties), ...otherNames, 'within', 'protect', 'ignore']);

/**
 * The name of an unknown property as diagnostics show it. One that is not shaped like a name is not repeated: a secret
 * that slipped into the place of a name must not end up in a log.
 */
export function shownName(name: string): string {
  const shaped = /^[A-Za-z_$][A-Za-z0-9_$-]{0,31}$/.test(name);
  return shaped ? `"${name}"` : '(not shown, because it does not look like a name)';
}

/** The name of a property that may stand anywhere, also where a secret was put by mistake: shown only if it is known. */
export function shownIfKnown(name: string): string {
  return known.has(name) ? `"${name}"` : '(not shown, because it is not a known one)';
}

/** The name that somebody probably meant, or `null` where none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > 64) return null;
  const plain = simplified(name);
  const ranked = known
    .map((candidate) => ({ candidate, distance: distance(plain, simplified(candidate)) }))
    .sort((left, right) => left.distance - right.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(1, Math.floor(plain.length / 3)) ? best.candidate : null;
}

// `emailDomain`, `E-Mail Domain` and `email_domain` are the same word to the person who typed it.
function simplified(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** A list of choices as a sentence shows it: `"a", "b" or "c"`. */
export function oneOf(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `"${choice}"`);
  const last = quoted.at(-1) ?? '';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} or ${last}`;
}
