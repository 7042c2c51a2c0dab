import { type Decoded, type DecodeOptions, decodeCustomers } from '../config/decode.ts';
import type { FileSchema } from '../config/file-schema.ts';
import type { SourceFile } from '../model/source-file.ts';
import { openRepository } from '../sources/git.ts';
import { openKnownCache } from '../sources/known-cache.ts';

/** What files are held against. */
export type FileRules = DecodeOptions & { readonly schema: FileSchema };

/** Decodes files with what is known of them in the repository whose top the folder is; without it, if it is none. */
export async function decodeKnowing(files: readonly SourceFile[], rules: FileRules, folder: string): Promise<Decoded> {
  const repository = await openRepository(folder).catch(() => null);
  if (repository?.prefix !== '') return decodeCustomers(files, rules);
  const cache = await openKnownCache(repository.folder, rules.secretNames, rules.schema.id);
  const decoded = decodeCustomers(repository.withIds(files), { ...rules, known: [await cache.known()] });
  await cache.keep(decoded.known);
  return decoded;
}
