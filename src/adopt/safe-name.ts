/** The most characters of a name that go into the name of a file: with four bytes each it still fits every file system. */
const longest = 50;

/** Names that Windows keeps for devices, whatever stands behind their first dot. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|clock\$)$/;

/**
 * A name from the server as part of a path: small letters, digits, `_` and `-`, and nothing that any file system, shell or
 * this program gives a meaning to. Different names may come to the same.
 */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_]+/gu, '-');
  const cut = [...trimmed(plain)].slice(0, longest).join('');
  const safe = trimmed(cut);
  if (safe === '') return 'customer';
  return reserved.test(safe) ? `${safe}-customer` : safe;
}

function trimmed(text: string): string {
  return text.replace(/^[-_\p{M}]+|-+$/gu, '');
}

/** A path as the least careful file system sees it: two with the same key may be one file. */
export function pathKey(path: string): string {
  return path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
