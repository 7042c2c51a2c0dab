import { createInspector } from '../api/inspector.ts';
import type { Transport } from '../api/transport.ts';
import { extrasOf } from '../config/newer-properties.ts';
import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ExtraProperties } from '../model/extra-properties.ts';
import { placeOfSlot } from '../model/places.ts';

/**
 * Holds the newer properties that customers have against the server's own schema, with one request, and with none where they
 * have none. The schema of a repository is a file that a pull request may change: what it calls a plain text may be a
 * password, and what it calls a password may be a text that everybody reads. Throws `ApiError`.
 */
export async function confirmNewer(
  transport: Transport,
  hierarchy: string,
  extras: ExtraProperties,
  customers: () => readonly Customer[],
): Promise<readonly Diagnostic[]> {
  if (extras.declared.size + extras.secrets.length === 0) return [];
  const users = customers().flatMap((one) => namesOf(one, extras).map((name) => ({ one, name })));
  if (users.length === 0) return [];
  const theirs = await extrasOfServer(transport, hierarchy);
  return users.flatMap(({ one, name }) => {
    const what = misfit(name, extras, theirs);
    const place = placeOfSlot(one, `customer.${name}`) ?? { file: one.file, line: 1, column: 1 };
    return what === null ? [] : [{ ...problem(name, what), place, customer: one.fields.name }];
  });
}

/** The same for all newer properties that the repository knows: what takes over live values reads all of them. */
export async function confirmSchema(
  transport: Transport,
  hierarchy: string,
  extras: ExtraProperties,
): Promise<readonly Diagnostic[]> {
  const names = [...extras.declared.keys(), ...extras.secrets];
  if (names.length === 0) return [];
  const theirs = await extrasOfServer(transport, hierarchy);
  return names.flatMap((name) => {
    const what = misfit(name, extras, theirs);
    return what === null ? [] : [problem(name, what)];
  });
}

async function extrasOfServer(transport: Transport, hierarchy: string): Promise<ExtraProperties | null> {
  const document = await createInspector(transport).schemaDocument(hierarchy);
  return document === null ? null : extrasOf(document);
}

function namesOf({ fields, secrets }: Customer, extras: ExtraProperties): readonly string[] {
  const declared = [...extras.declared.keys()].filter((name) => fields[name] !== undefined);
  return [...declared, ...extras.secrets.filter((name) => secrets[name] !== undefined)];
}

type Misfit = 'untold' | 'gone' | 'password' | 'no-password' | 'other';

function misfit(name: string, ours: ExtraProperties, theirs: ExtraProperties | null): Misfit | null {
  if (theirs === null) return 'untold';
  const isSecret = ours.secrets.includes(name);
  if (theirs.secrets.includes(name)) return isSecret ? null : 'password';
  const kind = theirs.declared.get(name);
  if (kind === undefined) return theirs.refused.has(name) ? 'other' : 'gone';
  if (isSecret) return 'no-password';
  return kind === ours.declared.get(name) ? null : 'other';
}

const words: Readonly<Record<Misfit, readonly [code: string, what: string]>> = {
  untold: ['schema-not-told', 'cannot be confirmed, because the server does not send its schema'],
  gone: ['property-is-gone', 'is no property of the server'],
  password: ['became-secret', 'is a password to the server, and a plain value here'],
  'no-password': ['no-secret', 'is declared as a secret here, and the server would show it to everybody'],
  other: ['type-changed', 'is something else to the server'],
};

function problem(name: string, misfitting: Misfit): Diagnostic {
  const [code, what] = words[misfitting];
  return {
    severity: 'error',
    code,
    message: `"${name}" ${what}. Nothing of it was written, and no value of it is shown.`,
    hint: 'sparkform schema pull brings the schema of this server, and tells which lines of the files it concerns.',
  };
}
