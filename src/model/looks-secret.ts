import { properties, secretNames } from './properties.ts';

const secretWords =
  /token|passw(?:or)?d|pwd|secret(?!ar)|passphrase|credential|prox(?:y|ie)|authori[sz]ation|api[_-]?key|private[_-]?key/i;

/**
 * Whether a property's name says that its value is a secret. For a property that the table in `model/properties` knows,
 * the table decides; any other name is judged by its words, because a newer server may hold a token under a second name.
 */
export function looksSecret(name: string): boolean {
  if (Object.hasOwn(properties, name)) return secretNames.some((secret) => secret === name);
  return secretWords.test(name);
}
