import { type Decoded, decodeCustomers } from '../../src/config/decode.ts';
import { defaultSecretNames } from '../../src/config/secret-name.ts';
import type { SourceFile } from '../../src/model/source-file.ts';

/** A source file with this text (or these bytes). */
export function sourceFile(path: string, content: string | Uint8Array): SourceFile {
  return { path, content: typeof content === 'string' ? new TextEncoder().encode(content) : content, problem: null };
}

/** Decodes texts by path below `customers`. */
export function decodeTexts(texts: Readonly<Record<string, string | Uint8Array>>): Decoded {
  const files = Object.entries(texts).map(([path, content]) => sourceFile(`customers/${path}`, content));
  return decodeCustomers(files, { folder: 'customers', secretNames: defaultSecretNames, inherited: null });
}

/** What is wrong with one customer file, each error as `line:column code`. */
export function problemsIn(text: string | Uint8Array): readonly string[] {
  return decodeTexts({ 'acme.yaml': text }).diagnostics.map(
    ({ code, place }) => `${place?.line}:${place?.column} ${code}`,
  );
}

/** The example of the documentation. */
export const example = `hierarchy: sys.hcs.Contoso.Acme
customer:
  name: Acme
  account_number_external: 000fd0e4-83ef-d398-be23-d06998580fed
  account_email: webex-admin@acme.example
  default_calling_behaviour: Calling in Webex App
  email_domain: acme.example
  dirsync_enabled: true
  https_proxy: { env: WEBEX_ACME_PROXY }
  token: { env: WEBEX_ACME_TOKEN, version: 2 }
  refresh_token: { env: WEBEX_SECRETS_EMEA, key: acme.refresh_token }
  sync: true
actions:
  sync_roles_licences: { on: [change, create], rerun: "2026-11-23" }
  sync_users: { rerun: after-directory-cleanup }
  refresh_access_token: { within: 3d }
lifecycle:
  protect: true
  ignore: [notes, email_domain]
`;
