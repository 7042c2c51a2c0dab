/**
 * Makes text from files or from the server harmless on a terminal and in the log of a workflow: control characters, line
 * breaks, and the characters that reorder or hide text are shown as escapes; and so is what a workflow takes as a command,
 * `##[` anywhere, and a colon at the beginning, with which a line of ours may begin.
 */
export function clean(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, escaped)
    .replace(/^\s*:/u, (start) => `${start.slice(0, -1)}${escaped(':')}`)
    .replaceAll('##[', `##${escaped('[')}`);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** Cleans text and cuts it to so many characters, saying that it was cut. */
export function shorten(text: string, length: number): string {
  const characters = [...clean(text)];
  if (characters.length <= length) return characters.join('');
  return `${characters.slice(0, length).join('')}… (${characters.length - length} more characters)`;
}
