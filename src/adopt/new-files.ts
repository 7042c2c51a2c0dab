import { type DecodeOptions, decodeCustomers } from '../config/decode.ts';
import { defaultSecretNames } from '../config/secret-name.ts';
import type { Fields } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { fieldNames } from '../model/field-names.ts';
import type { SuggestedVariable } from '../model/files-report.ts';
import type { LiveCustomer } from '../model/live.ts';
import { type Existing, type FileEdit, type Intake, type NewFileOptions, nameOf, withText } from './file-edit.ts';
import { customerText, defaultsText, fileText } from './file-text.ts';
import { liftDefaults } from './lift-defaults.ts';
import { nameVariable } from './name-variables.ts';
import { inOrder, placeFiles } from './place-files.ts';

/** A customer that gets a file, and what the file has to say. */
interface NewCustomer {
  readonly live: LiveCustomer;
  readonly file: string;
  readonly fields: Fields;
}

/** Files for live customers that have none. One that no file can declare is left out, with a warning that says why. */
export function newFiles(customers: readonly LiveCustomer[], existing: Existing, options: NewFileOptions): Intake {
  const { folder } = existing.options;
  const { kept, diagnostics } = declarable(inOrder(customers), existing);
  const paths = existing.files.map((one) => one.path);
  const placed = placeFiles(
    kept.map(({ live }) => live),
    options.layout,
    folder,
    paths,
  );
  const found = kept.map(({ live, fields }) => ({ live, fields, file: placed.get(live.pkid) ?? '' }));
  const inherited = inheritedFields(found, existing);
  const full = found.map((one) => ({ ...one, fields: ownFields(one.fields, inherited.get(one.file) ?? {}, options) }));
  const lifted = options.liftDefaults ? liftDefaults(full, folder, paths) : { customers: full, defaults: [] };
  const named = options.secrets === 'none' ? noVariables : nameVariables(full, existing);
  const customerFiles = lifted.customers.map((one) =>
    newFile(
      one.file,
      String(one.live.fields.name),
      customerText(one.file, one.live.hierarchy ?? '', one.fields, named.variables, options.schema),
    ),
  );
  const defaultFiles = lifted.defaults.map(({ file, fields }) =>
    newFile(file, null, defaultsText(file, fields, options.schema)),
  );
  return {
    edits: [...customerFiles, ...defaultFiles],
    variables: named.variables,
    diagnostics: [...diagnostics, ...named.diagnostics],
  };
}

function newFile(file: string, customer: string | null, after: string): FileEdit {
  return { file, status: 'new', customer, changes: [], before: null, after };
}

/** The customers that a file can declare, each with the values that it can declare. */
function declarable(customers: readonly LiveCustomer[], { options }: Existing) {
  const kept: { readonly live: LiveCustomer; readonly fields: Fields }[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const live of customers) {
    const { default_calling_behaviour: choice, ...others } = live.fields;
    // A newer server may have choices that the schema does not know: everything else can still be declared.
    const problem = problemWith(live, live.fields, options);
    const smaller = problem === null || choice === undefined ? problem : problemWith(live, others, options);
    if (smaller === null) kept.push({ live, fields: problem === null ? live.fields : others });
    if (problem !== null) diagnostics.push(notDeclarable(live, problem, smaller === null));
  }
  return { kept, diagnostics };
}

function problemWith(live: LiveCustomer, fields: Fields, options: DecodeOptions): Diagnostic | null {
  const file = withText(`${options.folder}/customer.yaml`, fileText(live.hierarchy ?? '', fields, []));
  const { diagnostics } = decodeCustomers([file], { ...options, secretNames: null, inherited: null });
  return diagnostics.find((one) => one.severity === 'error') ?? null;
}

function notDeclarable(live: LiveCustomer, { message }: Diagnostic, partly: boolean): Diagnostic {
  return {
    severity: 'warning',
    code: partly ? 'not-declarable' : 'not-imported',
    message: `${nameOf(live)} ${partly ? 'has a value that no file can declare, which was left out' : 'cannot be declared in a file and was left out'}: ${message}`,
    hint: 'Correct it in VOSS Automate, and run the command again.',
    customer: live.fields.name === undefined ? live.pkid : String(live.fields.name),
  };
}

/** What files at these places would inherit from the defaults that there are. */
function inheritedFields(found: readonly NewCustomer[], { files, options }: Existing): ReadonlyMap<string, Fields> {
  const probes = found.map(({ file, live }) => withText(file, fileText(live.hierarchy ?? '', { name: 'x' }, [])));
  const { customers } = decodeCustomers([...files, ...probes], options);
  return new Map(customers.map(({ file, fields: { name: _, ...fields } }) => [file, fields]));
}

/** What the file has to say itself: what is not inherited as it is; what is empty only where that must be said. */
function ownFields(fields: Fields, inherited: Fields, { manageAll }: NewFileOptions): Fields {
  const own = fieldNames(fields).filter((name) => {
    const [value, above] = [fields[name], inherited[name]];
    if (value === undefined || value === above) return false;
    return value !== null || above !== undefined || manageAll;
  });
  return Object.fromEntries(own.map((name) => [name, fields[name]]));
}

const noVariables = { variables: [], diagnostics: [] };

function nameVariables(found: readonly NewCustomer[], { files, options }: Existing) {
  const pattern = options.secretNames ?? defaultSecretNames;
  const { customers } = decodeCustomers(files, options);
  const taken = new Set(customers.flatMap(({ secrets }) => Object.values(secrets).map((one) => one?.env ?? '')));
  const variables: SuggestedVariable[] = [];
  const unnamed: LiveCustomer[] = [];
  for (const { live, file } of found) {
    for (const property of live.echoedSecrets) {
      const name = nameVariable(String(live.fields.name), property, pattern, taken);
      if (name === null) unnamed.push(live);
      else variables.push({ name, property, file });
      taken.add(name ?? '');
    }
  }
  return { variables, diagnostics: unnamed.length === 0 ? [] : [noNames(unnamed.length)] };
}

function noNames(count: number): Diagnostic {
  return {
    severity: 'warning',
    code: 'no-variable-names',
    message: `${count} secrets got no reference: SPARKFORM_SECRET_NAMES lets no name through that could be made up for them.`,
    hint: 'Write the references by hand, or import with --secrets none.',
  };
}
