import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type DocumentForm, documentModels } from '../../api/reference/reference-paths.ts';
import { secretNames } from '../../model/properties.ts';
import { linesText, valuesText } from '../../report/api-text.ts';
import { styleFor } from '../../report/style.ts';
import { approve } from '../approval.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { Stop } from '../stop.ts';
import { type CallOptions, runCall } from './reading.ts';

/** What the creation of a record takes that a form is for. */
export interface CreateDocumentOptions extends CallOptions {
  readonly form: DocumentForm;
  /** JSON file with its properties. */
  readonly file: string;
  readonly autoApprove: boolean;
}

/** `sparkform api configuration-template --create` and the like: shows what will be sent, asks, and creates the record. */
export function runCreateDocument(
  { form, file, autoApprove, ...options }: CreateDocumentOptions,
  io: Io,
): Promise<ExitStatus> {
  return runCall(`${form} --create`, options, io, async ({ reference, hierarchy, server }) => {
    const data = await readProperties(file, io);
    io.stderr(`${linesText(JSON.stringify(data, null, 2))}\n`);
    if (!autoApprove) {
      const question = `Create this ${documentModels[form]} in ${hierarchy} on ${server}?`;
      await approve({ question, what: 'the record', hint: 'Where nobody can be asked: --auto-approve.' }, io);
    }
    const { pkid, transaction } = await reference.createDocument(form, hierarchy, data);
    const result = { model: documentModels[form], hierarchy, pkid, transaction };
    return { result, text: () => `Created.\n${valuesText(result, styleFor(options.colour))}` };
  });
}

type Data = Readonly<Record<string, unknown>>;

async function readProperties(file: string, io: Io): Promise<Data> {
  const text = await readFile(path.resolve(io.folder, file), 'utf8').catch(() => null);
  if (text === null) throw stop('file-not-read', `${file} cannot be read.`, 'Correct its path.');
  const json = parsed(text);
  if (json === null) {
    throw stop(
      'file-not-json',
      `${file} is no JSON object.`,
      'Write the properties that the form names: { "name": "…" }.',
    );
  }
  if (holdsSecret(json)) {
    const hint = 'Secrets are sent by apply, from the environment, and stand in no template.';
    throw stop('secret-in-file', `${file} gives a value to a secret.`, hint);
  }
  return json;
}

function parsed(text: string): Data | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? Object.fromEntries(Object.entries(json))
      : null;
  } catch {
    return null;
  }
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, inner]) =>
      (secretNames.some((one) => one === name) && typeof inner === 'string' && inner !== '') || holdsSecret(inner),
  );
}

function stop(code: string, message: string, hint: string): Stop {
  return new Stop([{ severity: 'error', code, message, hint }]);
}
