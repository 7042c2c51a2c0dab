import { type Checked, type Environment, readVariable, refused } from './variable.ts';

/** The proxies to go through, `none` being the hosts to reach without. Getters, so that printing shows no credentials. */
export interface Proxies {
  readonly https: string | null;
  readonly http: string | null;
  readonly none: string | null;
}

/** Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; the lower-case names win, as in other tools. */
export function readProxies(env: Environment): Checked<Proxies> {
  const https = readProxy(env, 'HTTPS_PROXY');
  const http = readProxy(env, 'HTTP_PROXY');
  const diagnostics = [...https.diagnostics, ...http.diagnostics];
  if (diagnostics.length > 0) return { value: null, diagnostics };
  return { value: new HiddenProxies(https.value, http.value, either(env, 'NO_PROXY')), diagnostics };
}

function readProxy(env: Environment, name: string): Checked<string> {
  const text = either(env, name);
  if (text === null || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) {
    return { value: text, diagnostics: [] };
  }
  const hint = 'Write it with its scheme, for example http://proxy.example.com:8080, or unset it.';
  return refused('bad-proxy', `${name} (or its lower-case form) is not an http or https address.`, hint);
}

function either(env: Environment, name: string): string | null {
  return readVariable(env, name.toLowerCase()) ?? readVariable(env, name);
}

class HiddenProxies implements Proxies {
  readonly #https: string | null;
  readonly #http: string | null;
  readonly #none: string | null;

  constructor(https: string | null, http: string | null, none: string | null) {
    this.#https = https;
    this.#http = http;
    this.#none = none;
  }

  get https(): string | null {
    return this.#https;
  }

  get http(): string | null {
    return this.#http;
  }

  get none(): string | null {
    return this.#none;
  }
}
