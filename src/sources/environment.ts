import { defaultSecretNames } from '../config/secret-name.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SecretReference, Secrets } from '../model/secret.ts';
import { readCertificates, readHierarchy, readPassword, readUrl, readUsername } from './connection.ts';
import { lookUp, nameOf } from './look-up.ts';
import { type Proxies, readProxies } from './proxies.ts';
import { type Environment, environmentError, readVariable } from './variable.ts';

/** How to reach the server. Printing it shows no password: that is behind a function, the proxies behind getters. */
export interface Settings {
  /** Address of the server, without a slash at the end. */
  readonly url: string;
  readonly username: string;
  readonly password: () => string;
  /** Dotted path of the hierarchy that is listed with everything below it. */
  readonly hierarchy: string;
  /** PEM text of the certificates to trust besides the usual ones, or `null`. */
  readonly caPem: string | null;
  readonly proxy: Proxies;
  /** File of the server profile, or `null`. */
  readonly profile: string | null;
}

/**
 * Reads the connection from the environment (the design, section 8): `VOSS_URL`, `VOSS_USERNAME`, `VOSS_PASSWORD`,
 * `VOSS_HIERARCHY`, `VOSS_CA_FILE`, `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either case, `SPARKFORM_PROFILE`.
 * Every problem at once, none of which repeats a value.
 */
export function readSettings(env: Environment): {
  readonly settings: Settings | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const url = readUrl(env);
  const username = readUsername(env);
  const password = readPassword(env);
  const hierarchy = readHierarchy(env);
  const caPem = readCertificates(env);
  const proxy = readProxies(env);
  const diagnostics = [url, username, password, hierarchy, caPem, proxy].flatMap((checked) => checked.diagnostics);
  if (diagnostics.length > 0 || url.value === null || username.value === null) return { settings: null, diagnostics };
  if (hierarchy.value === null || proxy.value === null) return { settings: null, diagnostics };
  const secret = password.value ?? '';
  return {
    settings: {
      url: url.value,
      username: username.value,
      password: () => secret,
      hierarchy: hierarchy.value,
      caPem: caPem.value,
      proxy: proxy.value,
      profile: readVariable(env, 'SPARKFORM_PROFILE'),
    },
    diagnostics,
  };
}

/** Reads the pattern for names of secrets from `SPARKFORM_SECRET_NAMES`: all that commands without a server need. */
export function readSecretNames(env: Environment): {
  readonly secretNames: RegExp | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const source = readVariable(env, 'SPARKFORM_SECRET_NAMES');
  if (source === null) return { secretNames: defaultSecretNames, diagnostics: [] };
  try {
    // Anchored, because a pattern that matches anywhere in a name lets far more through than its author means. It has
    // to be valid by itself too: `)|(` would otherwise end the group and match everything.
    return { secretNames: new RegExp(`^(?:${new RegExp(source).source})$`), diagnostics: [] };
  } catch {
    const message = 'SPARKFORM_SECRET_NAMES is not a regular expression.';
    const hint = `Write a pattern for whole names, such as the default ${defaultSecretNames.source}, or unset it.`;
    return { secretNames: null, diagnostics: [environmentError('bad-secret-names', message, hint)] };
  }
}

/**
 * Looks up every reference in the environment, before the first request. What cannot be found or used is told all at
 * once, each variable and key once; `secrets` then reveals the others. No message repeats a value.
 */
export function resolveSecrets(
  references: readonly SecretReference[],
  env: Environment,
): { readonly secrets: Secrets; readonly missing: readonly Diagnostic[] } {
  const distinct = new Map(references.map((reference) => [idOf(reference), reference]));
  const looked = [...distinct].map(([id, reference]) => ({ id, ...lookUp(reference, env) }));
  const found = looked.flatMap(({ id, value }) => (value === null ? [] : [[id, value] as const]));
  return { secrets: new HiddenSecrets(new Map(found)), missing: looked.flatMap(({ diagnostics }) => diagnostics) };
}

// The version is for people: it says when to send, not what.
function idOf({ env, key }: SecretReference): string {
  return JSON.stringify([env, key]);
}

class HiddenSecrets implements Secrets {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  reveal(reference: SecretReference): string {
    const value = this.#values.get(idOf(reference));
    if (value === undefined) throw new Error(`The secret ${nameOf(reference)} was asked for but never resolved.`);
    return value;
  }
}
