import type { Diagnostic } from '../model/diagnostic.ts';
import { fileError, topOf } from './codes.ts';

/** The largest customer file that is read, in bytes. Real ones have one or two thousand. */
export const largestFile = 256 * 1024;

// Everything invisible but tab and line breaks, and the marks that change the direction in which a reviewer reads.
const invisible = /(?![\t\n\r])[\p{Cc}\p{Zl}\p{Zp}\u200b\u202a-\u202e\u2066-\u2069\ufeff]/u;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Turns the bytes of a file into text, without a byte order mark, or says why they are none. */
export function decodeText(
  file: string,
  bytes: Uint8Array,
): { readonly text: string | null; readonly problem: Diagnostic | null } {
  const text = bytes.length > largestFile ? null : decodeUtf8(bytes);
  if (text === null) return { text: null, problem: bytes.length > largestFile ? tooLarge(file) : notUtf8(file) };
  const problem = findInvisible(file, text);
  return problem === null ? { text, problem } : { text: null, problem };
}

/** The error for a file of more than `largestFile` bytes. */
export function tooLarge(file: string): Diagnostic {
  return fileError(
    'too-large',
    topOf(file),
    `The file is larger than ${largestFile / 1024} KiB, so it was not read: no customer file is.`,
    'Keep one customer in a file, and other material outside the customers folder or under another extension.',
  );
}

function decodeUtf8(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function notUtf8(file: string): Diagnostic {
  return fileError(
    'not-utf8',
    topOf(file),
    'The file is not UTF-8 text: it is binary, or in another encoding such as UTF-16 or Latin-1.',
    'Save it as UTF-8 (with or without a byte order mark), or give it another extension if it is no customer file.',
  );
}

function findInvisible(file: string, text: string): Diagnostic | null {
  const offset = text.search(invisible);
  if (offset < 0) return null;
  const lines = text.slice(0, offset).split('\n');
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  return fileError(
    'control-character',
    { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 },
    `The file holds the invisible character U+${code}, which can make it read differently from what it says.`,
    'Delete the character: type the line anew.',
  );
}
