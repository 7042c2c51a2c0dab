import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import { compareText, fileError, topOf } from './codes.ts';
import { tooLarge } from './text.ts';

/** The entries below the customers folder, by what they mean. The lists are sorted by path. */
export interface Layout {
  readonly customers: readonly SourceFile[];
  readonly defaults: readonly SourceFile[];
  /** The `_drift.yaml` at the top, if there is one. */
  readonly acknowledgements: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Sorts out what each entry is by its name. Entries that would be read but cannot be, and links, are errors whatever
 * else is right: a customer must never look removed because its file was skipped. Hidden entries and other names are ignored.
 */
export function layOut(files: readonly SourceFile[], folder: string): Layout {
  const sorted = files.toSorted((left, right) => compareText(left.path, right.path));
  const roles = sorted.map((file) => ({ file, role: roleOf(file, folder) }));
  const diagnostics = new Map(
    roles.flatMap(({ role }) =>
      typeof role === 'string' ? [] : [[`${role.code} ${role.place?.file}`, role] as const],
    ),
  );
  const withRole = (wanted: Role) => roles.filter(({ role }) => role === wanted).map(({ file }) => file);
  return {
    customers: withRole('customer'),
    defaults: withRole('defaults'),
    acknowledgements: withRole('acknowledgements'),
    diagnostics: [...diagnostics.values()],
  };
}

/** True for names that are read as YAML. */
export function isYamlName(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

type Role = 'customer' | 'defaults' | 'acknowledgements' | 'ignored';

function roleOf(file: SourceFile, folder: string): Role | Diagnostic {
  const top = folder === '' || folder === '.' ? '' : `${folder.replace(/\/+$/, '')}/`;
  if (!file.path.startsWith(top)) return 'ignored';
  const segments = file.path.slice(top.length).split('/');
  const name = segments.at(-1) ?? '';
  if (segments.some((segment) => segment.startsWith('.'))) return 'ignored';
  if (file.problem === 'link') return linked(file.path);
  if (file.problem === 'unreadable') return unreadable(file.path);
  const misnamed = segments.slice(0, -1).findIndex(isYamlName);
  if (misnamed >= 0) return notAFile(top + segments.slice(0, misnamed + 1).join('/'));
  if (!isYamlName(name)) return 'ignored';
  if (file.problem === 'too-large') return tooLarge(file.path);
  if (file.problem !== null) return notAFile(file.path);
  if (!name.startsWith('_')) return 'customer';
  if (name === '_defaults.yaml') return 'defaults';
  return name === '_drift.yaml' && segments.length === 1 ? 'acknowledgements' : reserved(file.path, name);
}

function linked(path: string): Diagnostic {
  return fileError(
    'link',
    topOf(path),
    'This is a symbolic link. Links below the customers folder are not followed, because they may lead out of the repository.',
    'Replace it by a copy of the file or folder; use a _defaults.yaml for what customers share.',
  );
}

function unreadable(path: string): Diagnostic {
  return fileError(
    'unreadable',
    topOf(path),
    'The entry could not be read, so nobody can tell which customers it declares.',
    'Check its permissions, and that nothing removes files while they are read.',
  );
}

function notAFile(path: string): Diagnostic {
  return fileError(
    'not-a-file',
    topOf(path),
    'This has the name of a YAML file but is a folder, device or pipe.',
    'Rename the folder, or replace the entry by a file.',
  );
}

function reserved(path: string, name: string): Diagnostic {
  const misspelt = /^_defaults?\.ya?ml$/i.test(name);
  return fileError(
    'reserved-name',
    topOf(path),
    'YAML files whose name begins with an underscore are reserved, and this is none that is known here.',
    misspelt
      ? 'Rename it to _defaults.yaml.'
      : 'Use _defaults.yaml for defaults and _drift.yaml, at the top of the customers folder, for known drift; remove the underscore from the name of a customer file.',
  );
}
