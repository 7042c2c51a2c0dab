import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import { type Rules, rawFile } from './check-shape.ts';
import { compareDiagnostics, fileError, topOf } from './codes.ts';
import { decodeFile } from './decode-file.ts';
import { type FolderDefaults, folderDefaults, openDefaults } from './defaults.ts';
import { findDuplicates } from './duplicates.ts';
import { type FileSchema, shippedFileSchema } from './file-schema.ts';
import { asApplied, contentId, type Known, type KnownCustomer, nothingKnown } from './known-customers.ts';
import { type Layer, mergeLayers, toLayer } from './layers.ts';
import { layOut } from './layout.ts';
import { toCustomer } from './to-customer.ts';

/** What the folders' defaults supplied to one file, in the shape of a customer file. */
export type Inherited = Readonly<Record<string, unknown>>;

/** How to read customer files. */
export interface DecodeOptions {
  /** The customers folder, as the paths of the files begin. */
  readonly folder: string;
  /** The pattern for names of secrets; `null` for files that were applied under an older one. */
  readonly secretNames: RegExp | null;
  /**
   * `null` for files that are to be planned. For the applied state: what each file inherited when it was applied, by
   * path. Its `_defaults.yaml` files are then ignored, and so are duplicates: an apply that stopped midway may have left some.
   */
  readonly inherited: ReadonlyMap<string, Inherited | null> | null;
  /** What files may say; left out: what sparkform was made for. */
  readonly schema?: FileSchema;
  /** What files are known to say, the newest first. */
  readonly known?: readonly Known[];
}

/** Customers, sorted by file, and everything that is wrong, sorted by place. A file with an error gives no customer. */
export interface Decoded {
  readonly customers: readonly Customer[];
  readonly diagnostics: readonly Diagnostic[];
  /** What is known of these files from now on; of an applied state what was known already. */
  readonly known: Known;
  /** Some of these files were not read and must be, as it is not known what they say: then nothing else here counts. */
  readonly unread: boolean;
}

/** Reads customer files and the defaults of their folders (the design, section 2). Never throws, whatever the files hold. */
export function decodeCustomers(files: readonly SourceFile[], options: DecodeOptions): Decoded {
  const { folder, secretNames, inherited, schema = shippedFileSchema, known = [] } = options;
  const rules = { schema, secretNames, wasValid: inherited !== null };
  const layout = layOut(files, folder);
  const defaults = inherited === null ? layout.defaults.map((file) => openDefaults(file, known, rules)) : [];
  const above = folderDefaults(defaults);
  const decoded = layout.customers.map((file) =>
    inherited === null
      ? decodePlanned(file, above(file.path), known, rules)
      : decodeAppliedFile(file, inherited.get(file.path) ?? null, known, rules),
  );
  const customers = decoded.flatMap(({ customer }) => (customer === null ? [] : [customer]));
  const diagnostics = [
    ...layout.diagnostics,
    ...defaults.flatMap((file) => file.diagnostics),
    ...decoded.flatMap((file) => file.diagnostics),
    ...(inherited === null ? findDuplicates(customers) : []),
  ];
  return {
    customers,
    diagnostics: diagnostics.toSorted(compareDiagnostics),
    unread: decoded.some((one) => one.unread),
    known: {
      ...nothingKnown,
      customers: new Map(decoded.flatMap((one) => (one.known === null ? [] : [[one.known.customer.file, one.known]]))),
      defaults: new Set(defaults.flatMap((one) => (one.diagnostics.length === 0 ? [one.content] : []))),
    },
  };
}

interface DecodedFile {
  readonly customer: Customer | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly known: KnownCustomer | null;
  readonly unread: boolean;
}

function nothingFrom(diagnostics: readonly Diagnostic[]): DecodedFile {
  return { customer: null, diagnostics, known: null, unread: false };
}

const unread: DecodedFile = { ...nothingFrom([]), unread: true };

/** A file that is to be planned, with the defaults that lie above it. */
function decodePlanned(
  file: SourceFile,
  { id, above }: FolderDefaults,
  known: readonly Known[],
  rules: Rules,
): DecodedFile {
  const content = contentId(file);
  const found = findKnown(known, file.path, (one) => one.content === content && one.defaults === id);
  if (found !== null) return { customer: found.customer, diagnostics: [], known: found, unread: false };
  if (file.content === null) return unread;
  const { layer, diagnostics } = decodeFile(file, 'customer', rules);
  const layers = above.flatMap((one) => one.layer() ?? []);
  // What is wrong with a defaults file is reported there, once, and not again for each file that it concerns.
  if (layer === null || layers.length < above.length) return nothingFrom(diagnostics);
  const decoded = merged(file.path, layer, layers, rules);
  const { customer } = decoded;
  return { ...decoded, known: customer === null ? null : { content, defaults: id, customer } };
}

/** A file of the applied state, with what it inherited when it was applied. */
function decodeAppliedFile(
  file: SourceFile,
  inherited: Inherited | null,
  known: readonly Known[],
  rules: Rules,
): DecodedFile {
  const content = contentId(file);
  const supplied = JSON.stringify(inherited);
  const isKnown = (one: KnownCustomer) =>
    one.content === content && JSON.stringify(one.customer.inherited) === supplied;
  const found = findKnown(known, file.path, isKnown);
  if (found !== null) return { customer: asApplied(found.customer), diagnostics: [], known: found, unread: false };
  if (file.content === null) return unread;
  const { layer, diagnostics } = decodeFile(file, 'customer', rules);
  if (layer === null) return nothingFrom(diagnostics);
  const value = rawFile(inherited ?? {}, rules.schema.validator('defaults'), true);
  if (value === null) return nothingFrom([badInherited(file.path)]);
  return merged(file.path, layer, [toLayer(value, null)], rules);
}

function findKnown(
  known: readonly Known[],
  path: string,
  isKnown: (one: KnownCustomer) => boolean,
): KnownCustomer | null {
  for (const { customers } of known) {
    const one = customers.get(path);
    if (one !== undefined && isKnown(one)) return one;
  }
  return null;
}

function merged(file: string, own: Layer, folders: readonly Layer[], { schema }: Rules): DecodedFile {
  const customer = toCustomer(file, mergeLayers(own, folders), schema.extras);
  return { ...nothingFrom(customer === null ? [missingHierarchy(file)] : []), customer };
}

function badInherited(file: string): Diagnostic {
  return fileError(
    'bad-inherited',
    topOf(file),
    'The values that this file inherited when it was applied are recorded in a form that cannot be read.',
    'Restore the applied ref to an earlier commit: it may have been edited by hand, or written by a newer version.',
  );
}

function missingHierarchy(file: string): Diagnostic {
  return fileError(
    'missing-hierarchy',
    topOf(file),
    'No hierarchy says where the record of this customer belongs, neither here nor in a _defaults.yaml above.',
    'Add a line such as hierarchy: sys.hcs.Contoso.Acme.',
  );
}
