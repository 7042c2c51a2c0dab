import { readFileSync, statSync } from 'node:fs';
import { hierarchyProblem } from '../config/hierarchy.ts';
import { type Checked, type Environment, readVariable, refused } from './variable.ts';

/** Reads `VOSS_URL`: https, or http to this very machine; no user info, query or fragment. */
export function readUrl(env: Environment): Checked<string> {
  const text = readVariable(env, 'VOSS_URL');
  if (text === null) return refused('missing-variable', 'VOSS_URL is not set or empty.', urlHint);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return refused('bad-url', 'VOSS_URL is not an https address.', urlHint);
  }
  if (url.username !== '' || url.password !== '') {
    return refused('bad-url', 'VOSS_URL holds a user or password.', 'Move them to VOSS_USERNAME and VOSS_PASSWORD.');
  }
  if (url.search !== '' || url.hash !== '') {
    return refused('bad-url', 'VOSS_URL holds a query or a fragment (? or #).', urlHint);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    const message = 'VOSS_URL begins with http://, so the password and every token would travel in clear.';
    return refused('insecure-url', message, 'Use https://; http:// is for servers on this machine only.');
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (/\/api$/.test(path)) return refused('bad-url', 'VOSS_URL ends in /api, which is added by itself.', urlHint);
  return { value: url.origin + path, diagnostics: [] };
}

const urlHint = 'Set it to the address of the server alone, for example https://voss.example.com.';

/** Whether a host name is that of this very machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(hostname);
}

/** Reads the file that `VOSS_CA_FILE` names, if it names one. */
export function readCertificates(env: Environment): Checked<string> {
  const file = readVariable(env, 'VOSS_CA_FILE');
  if (file === null) return { value: null, diagnostics: [] };
  const pem = readPem(file);
  if (pem === null) {
    const hint = 'Check the path and its permissions: the file holds certificates in PEM form, at most 1 MiB.';
    return refused('bad-ca-file', 'The file that VOSS_CA_FILE names cannot be read.', hint);
  }
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return { value: pem, diagnostics: [] };
  const hint = 'Convert it with: openssl x509 -inform der -in FILE -out ca.pem';
  return refused('bad-ca-file', 'The file that VOSS_CA_FILE names holds no certificate in PEM form.', hint);
}

function readPem(file: string): string | null {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= 1024 * 1024 ? readFileSync(file, 'utf8') : null;
  } catch {
    return null;
  }
}

/** Reads `VOSS_USERNAME`. */
export function readUsername(env: Environment): Checked<string> {
  const checked = readText(env, 'VOSS_USERNAME', 'the name of the API user');
  if (!checked.value?.includes(':')) return checked;
  const message = 'VOSS_USERNAME holds a colon, which HTTP Basic authentication cannot carry.';
  return refused('bad-variable', message, 'Use a user whose name has no colon.');
}

/** Reads `VOSS_PASSWORD`. */
export function readPassword(env: Environment): Checked<string> {
  return readText(env, 'VOSS_PASSWORD', 'the password of the API user');
}

function readText(env: Environment, name: string, what: string): Checked<string> {
  const value = readVariable(env, name);
  if (value === null) {
    const hint = `Set ${name} to ${what}; in a workflow, pass it on from the secrets of the environment.`;
    return refused('missing-variable', `${name} is not set or empty.`, hint);
  }
  return /\p{Cc}/u.test(value) ? lineBreak(name) : { value, diagnostics: [] };
}

function lineBreak(name: string): Checked<never> {
  return refused(
    'bad-variable',
    `${name} holds a control character, most likely a line break at its end.`,
    'Store the value again without the line break.',
  );
}

/** Reads `VOSS_HIERARCHY`, by default the root. */
export function readHierarchy(env: Environment): Checked<string> {
  const value = readVariable(env, 'VOSS_HIERARCHY') ?? 'sys';
  const reason = hierarchyProblem(value);
  if (reason === null) return { value, diagnostics: [] };
  const message = `VOSS_HIERARCHY cannot be used: ${reason}.`;
  const hint = 'Write the dotted path of a node, for example sys.hcs, or unset it for everything.';
  return refused('bad-hierarchy', message, hint);
}
