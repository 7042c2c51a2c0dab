import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { type DecodeOptions, decodeCustomers } from '../config/decode.ts';
import type { FileSchema } from '../config/file-schema.ts';
import type { Customer } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source-file.ts';
import { readSecretNames } from '../sources/environment.ts';
import { readSourceFiles } from '../sources/files.ts';
import type { Io } from './io.ts';
import { readKnownSchema } from './known-schema.ts';
import type { Workplace } from './repository.ts';

/** The customer files of the work tree, and what they declare. */
export interface WorkTree {
  readonly files: readonly SourceFile[];
  readonly options: DecodeOptions & { readonly schema: FileSchema };
  readonly declared: readonly Customer[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the customer files that are there; a folder that is not there yet has none. */
export async function readTree({ repository, customers: folder }: Workplace, io: Io): Promise<WorkTree> {
  const names = readSecretNames(io.env);
  const there = await lstat(path.join(repository.top, folder)).catch(() => null);
  const read = there === null ? { files: [], diagnostics: [] } : await readSourceFiles(repository.top, folder);
  const known = await readKnownSchema(repository.top);
  const options = { folder, secretNames: names.secretNames, inherited: null, schema: known.files };
  const { customers, diagnostics } = decodeCustomers(read.files, options);
  return {
    files: read.files,
    options,
    declared: customers,
    diagnostics: [...names.diagnostics, ...known.diagnostics, ...read.diagnostics, ...diagnostics],
  };
}
