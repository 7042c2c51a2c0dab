import type { SecretReference } from '../model/secret.ts';
import { type Checked, type Environment, readVariable, refused } from './variable.ts';

/** How messages name a reference. */
export function nameOf({ env, key }: SecretReference): string {
  return key === null ? env : `${env}, key ${key}`;
}

/** Looks one reference up. No message repeats a value, nor does the error of the JSON parser get through. */
export function lookUp(reference: SecretReference, env: Environment): Checked<string> {
  const { env: name, key } = reference;
  const text = readVariable(env, name);
  if (text === null) {
    const hint = `Store the secret as ${name} and pass it on to this step, or correct the name in the customer file.`;
    return refused('missing-secret', `The environment variable ${name} is not set or empty.`, hint);
  }
  const value = key === null ? text : memberOf(text, key);
  if (value === undefined) {
    const hint = 'Store an object such as { "acme.token": "..." }, with texts as values.';
    return refused('secret-not-json', `The environment variable ${name} does not hold a JSON object.`, hint);
  }
  if (typeof value !== 'string' || value === '') {
    const hint = `Add "${key}" with a text as its value, or correct the key. Dots do not lead into nested objects.`;
    return refused('missing-secret', `The JSON object in ${name} has no text under the key "${key}".`, hint);
  }
  if (!/\p{Cc}/u.test(value)) return { value, diagnostics: [] };
  const message = `The secret in ${nameOf(reference)} holds a control character, most likely a line break at its end.`;
  return refused('bad-secret', message, 'Store it again without the line break.');
}

/** A member of a JSON object; `null` where there is none, `undefined` where the text is no JSON object. */
function memberOf(text: string, key: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    return new Map<string, unknown>(Object.entries(parsed)).get(key) ?? null;
  } catch {
    // The message of the parser quotes the text, which is the secret.
    return undefined;
  }
}
