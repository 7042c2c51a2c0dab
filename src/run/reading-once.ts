import type { Known } from '../config/known-customers.ts';
import type { SourceFile } from '../model/source-file.ts';

/**
 * Reads and decodes files, those left `unread` that git names as a content which is known. Where what they say is not known
 * after all, because other defaults lie above them, all are read (10,000 customers: a plan takes 0.3 s less without).
 */
export async function readingOnce<T extends { readonly unread: boolean }>(
  decode: (unread: (file: Pick<SourceFile, 'path' | 'blob'>) => boolean) => Promise<T>,
  known: readonly Known[],
): Promise<T> {
  const isKnown = ({ path, blob }: Pick<SourceFile, 'path' | 'blob'>) =>
    blob !== undefined && known.some(({ customers }) => customers.get(path)?.content === blob);
  const decoded = await decode(isKnown);
  return decoded.unread ? decode(() => false) : decoded;
}
