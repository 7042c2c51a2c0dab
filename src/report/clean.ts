/**
 * Makes text from files or from the server harmless on a terminal: control characters, line breaks, and the characters
 * that reorder or hide text are shown as escapes.
 */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** Cleans text and cuts it to so many characters, saying that it was cut. */
export function shorten(text: string, length: number): string {
  const characters = [...clean(text)];
  if (characters.length <= length) return characters.join('');
  return `${characters.slice(0, length).join('')}… (${characters.length - length} more characters)`;
}
