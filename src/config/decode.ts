import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import { checkShape } from './check-shape.ts';
import { compareDiagnostics, fileError, topOf } from './codes.ts';
import { findDuplicates } from './duplicates.ts';
import { fromKnown, type KnownLayer, type KnownLayers, knownAs, toKnown } from './known-layers.ts';
import { type Layer, mergeLayers, toLayer } from './layers.ts';
import { layOut } from './layout.ts';
import type { RawFile } from './raw.ts';
import { readYaml } from './read-yaml.ts';
import { decodeText } from './text.ts';
import { toCustomer } from './to-customer.ts';
import { validatorOf } from './validators.ts';

/** The most errors that are reported for one file. */
const mostErrors = 50;

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
  /** What contents are known to say; left out where it is not worth knowing them. */
  readonly known?: KnownLayers;
}

/** Customers, sorted by file, and everything that is wrong, sorted by place. A file with an error gives no customer. */
export interface Decoded {
  readonly customers: readonly Customer[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the files without any complaint say; empty where nothing was to be known. */
  readonly layers: KnownLayers;
}

/** Reads customer files and the defaults of their folders (the design, section 2). Never throws, whatever the files hold. */
export function decodeCustomers(files: readonly SourceFile[], options: DecodeOptions): Decoded {
  const layout = layOut(files, options.folder);
  const defaults = (options.inherited === null ? layout.defaults : []).map((file) => ({
    folder: folderOf(file.path),
    ...decodeFile(file, 'defaults', options),
  }));
  const inFolders = new Map(defaults.map(({ folder, layer }) => [folder, layer]));
  const decoded = layout.customers.map((file) => decodeCustomer(file, inFolders, options));
  const customers = decoded.flatMap(({ customer }) => (customer === null ? [] : [customer]));
  const diagnostics = [
    ...layout.diagnostics,
    ...defaults.flatMap((file) => file.diagnostics),
    ...decoded.flatMap((file) => file.diagnostics),
    ...(options.inherited === null ? findDuplicates(customers) : []),
  ];
  const layers = new Map([...defaults, ...decoded].flatMap(({ known }) => (known === null ? [] : [known])));
  return { customers, diagnostics: diagnostics.toSorted(compareDiagnostics), layers: layers };
}

interface DecodedFile {
  /** `null` where the file has an error. */
  readonly layer: Layer | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The layer by its content; `null` where there is none, or nothing is to be known. */
  readonly known: readonly [string, KnownLayer] | null;
}

function decodeFile(file: SourceFile, schema: 'customer' | 'defaults', options: DecodeOptions): DecodedFile {
  const { known, secretNames } = options;
  if (known === undefined || file.content === null) return { ...parseFile(file, schema, secretNames), known: null };
  const id = knownAs(file.content, schema);
  const layer = known.get(id);
  if (layer !== undefined) return { layer: fromKnown(layer, file.path), diagnostics: [], known: [id, layer] };
  const parsed = parseFile(file, schema, secretNames);
  return { ...parsed, known: parsed.layer === null ? null : [id, toKnown(parsed.layer)] };
}

function parseFile(
  file: SourceFile,
  schema: 'customer' | 'defaults',
  secretNames: RegExp | null,
): Omit<DecodedFile, 'known'> {
  const { text, problem } = decodeText(file.path, file.content ?? new Uint8Array());
  if (text === null) return { layer: null, diagnostics: problem === null ? [] : [problem] };
  const { tree, diagnostics } = readYaml(file.path, text);
  if (tree === null) return { layer: null, diagnostics };
  const shape = checkShape(tree, schema, secretNames);
  const all = [...diagnostics, ...shape.diagnostics];
  return { layer: shape.raw === null || all.length > 0 ? null : toLayer(shape.raw, tree), diagnostics: firstOf(all) };
}

function firstOf(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = all.toSorted(compareDiagnostics);
  const left = sorted.slice(mostErrors);
  const place = left[0]?.place;
  if (place === undefined) return sorted;
  const message = `${left.length} more errors of this file, from here on, are left out.`;
  const hint = 'Correct the first ones and run the command again.';
  return [...sorted.slice(0, mostErrors), fileError('too-many-errors', place, message, hint)];
}

function decodeCustomer(
  file: SourceFile,
  defaults: ReadonlyMap<string, Layer | null>,
  options: DecodeOptions,
): { readonly customer: Customer | null } & Omit<DecodedFile, 'layer'> {
  const { layer, diagnostics, known } = decodeFile(file, 'customer', options);
  if (layer === null) return { customer: null, diagnostics, known };
  const folders = options.inherited === null ? above(file.path, defaults) : [recorded(file.path, options.inherited)];
  if (folders.includes(null)) {
    // What is wrong with a defaults file is reported there, once, and not again for each file that it concerns.
    return { customer: null, diagnostics: options.inherited === null ? [] : [badInherited(file.path)], known };
  }
  const merged = mergeLayers(
    layer,
    folders.filter((folder) => folder !== null),
  );
  const customer = toCustomer(file.path, merged);
  return { customer, diagnostics: customer === null ? [missingHierarchy(file.path)] : [], known };
}

/** The defaults that concern a file, from the top folder down. */
function above(path: string, defaults: ReadonlyMap<string, Layer | null>): readonly (Layer | null)[] {
  const folder = folderOf(path);
  const own = defaults.get(folder);
  return [...(folder === '' ? [] : above(folder, defaults)), ...(own === undefined ? [] : [own])];
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function recorded(path: string, inherited: ReadonlyMap<string, Inherited | null>): Layer | null {
  const value: unknown = inherited.get(path) ?? {};
  return validatorOf<RawFile>('defaults')(value) ? toLayer(value, null) : null;
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
