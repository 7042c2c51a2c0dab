import type { ErrorObject } from 'ajv';
import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Acknowledgement } from '../model/drift.ts';
import { type ExtraProperties, noExtras } from '../model/extra-properties.ts';
import type { SourceFile } from '../model/source-file.ts';
import { acknowledgementError } from './acknowledgement-errors.ts';
import { compareDiagnostics, fileError } from './codes.ts';
import { layOut } from './layout.ts';
import { readYaml } from './read-yaml.ts';
import { decodeText } from './text.ts';
import { placeOf, type Tree } from './tree.ts';
import { validExcept } from './valid-except.ts';
import { validatorOf } from './validators.ts';

/** An entry as the file writes it. */
type RawAcknowledgement = Omit<Acknowledgement, 'until' | 'place'> & { readonly until?: string | null };

/** What the `_drift.yaml` of a customers folder acknowledges, and everything that is wrong with it, sorted by place. */
export interface DecodedAcknowledgements {
  readonly acknowledgements: readonly Acknowledgement[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the `_drift.yaml` among the files of a customers folder; without one, or with an empty one, nothing is acknowledged.
 * `extras`: what else than the properties of the table can drift. Never throws.
 */
export function decodeAcknowledgements(
  files: readonly SourceFile[],
  folder: string,
  extras: ExtraProperties = noExtras,
): DecodedAcknowledgements {
  const all = layOut(files, folder).acknowledgements.map((file) => decodeFile(file, extras));
  const diagnostics = all.flatMap((one) => one.diagnostics).toSorted(compareDiagnostics);
  return { acknowledgements: all.flatMap((one) => one.acknowledgements), diagnostics };
}

function decodeFile({ path, content }: SourceFile, extras: ExtraProperties): DecodedAcknowledgements {
  const { text, problem } = decodeText(path, content ?? new Uint8Array());
  if (text === null) return { acknowledgements: [], diagnostics: problem === null ? [] : [problem] };
  const { tree, diagnostics } = readYaml(path, text);
  // Here nothing is lost with the last entry, unlike in a customer file.
  if (tree === null)
    return { acknowledgements: [], diagnostics: diagnostics.filter(({ code }) => code !== 'empty-file') };
  const validate = validatorOf<readonly RawAcknowledgement[]>('acknowledgements');
  const value = validExcept(tree.value, validate, (error) => isNewer(error, extras));
  if (value === null) {
    const wrong = (validate.errors ?? []).map((error) => acknowledgementError(tree, error));
    return { acknowledgements: [], diagnostics: [...diagnostics, ...wrong] };
  }
  const acknowledgements = value.map((one, index) => ({
    customer: one.customer,
    property: one.property,
    reason: one.reason,
    until: one.until ?? null,
    place: placeOf(tree, `/${index}`),
  }));
  const wrong = [...diagnostics, ...badDays(tree, acknowledgements), ...repeated(acknowledgements)];
  return { acknowledgements: wrong.length === 0 ? acknowledgements : [], diagnostics: wrong };
}

/** The schema knows the properties of the table; a newer one is a choice too. */
function isNewer({ keyword, instancePath, data }: ErrorObject, { declared }: ExtraProperties): boolean {
  return keyword === 'enum' && /^\/\d+\/property$/.test(instancePath) && declared.has(String(data));
}

/** Warnings for acknowledgements of customers that no file declares; `record` may well be of one that is unmanaged. */
export function strangers(all: readonly Acknowledgement[], customers: readonly Customer[]): readonly Diagnostic[] {
  const known = new Set(customers.flatMap(({ file, fields }) => [file, fields.name]));
  return all
    .filter(({ customer, property }) => property !== 'record' && !known.has(customer))
    .map(({ place }) => {
      const message = 'No file declares the customer of this acknowledgement: it acknowledges nothing.';
      const hint = 'Name the file (customers/emea/acme.yaml), or the customer by its name; or remove the entry.';
      return { ...fileError('unknown-customer', place, message, hint), severity: 'warning' };
    });
}

function badDays(tree: Tree, all: readonly Acknowledgement[]): readonly Diagnostic[] {
  return all.flatMap(({ until }, index) => {
    if (until === null || isDay(until)) return [];
    const hint = 'Write a day that the calendar has: 2026-12-31.';
    return [fileError('wrong-format', placeOf(tree, `/${index}/until`), 'The value of "until" is no day.', hint)];
  });
}

/** `Date` takes the 31st of June for the 1st of July. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function repeated(all: readonly Acknowledgement[]): readonly Diagnostic[] {
  const firsts = new Map<string, Acknowledgement>();
  return all.flatMap((one) => {
    const key = JSON.stringify([one.customer, one.property]);
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, one);
      return [];
    }
    const message = `Line ${first.place.line} acknowledges the same property of the same customer.`;
    return [fileError('duplicate-acknowledgement', one.place, message, 'Keep one of the two.')];
  });
}
