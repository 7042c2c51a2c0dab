const longest = 120;

/** Names that Windows keeps for devices, whatever follows a dot. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The name under which a file that the server sends is kept: the one in its `Content-Disposition`, without folders, without
 * control and invisible characters, without what a file system forbids, never hidden, not too long. `otherwise` where
 * nothing of it is left.
 */
export function safeFileName(disposition: string | null, otherwise: string): string {
  const last =
    nameIn(disposition ?? '')
      .split(/[/\\]/)
      .pop() ?? '';
  const plain = last
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*%$`'&;!#\s]+/gu, '-')
    .replace(/^[.~-]+/u, '')
    .replace(/[. ]+$/u, '');
  const characters = [...plain];
  // The end tells the kind of file.
  const short =
    characters.length <= longest ? plain : `${characters.slice(0, 60).join('')}-${characters.slice(-59).join('')}`;
  if (short === '') return otherwise;
  return devices.test(short) ? `file-${short}` : short;
}

/** The header's file name, however it is written: encoded, quoted, or bare up to the next semicolon. */
function nameIn(disposition: string): string {
  const encoded = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  if (encoded !== undefined) return decoded(encoded);
  const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1');
  return /filename\s*=\s*([^;]+)/i.exec(disposition)?.[1]?.trim() ?? '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
