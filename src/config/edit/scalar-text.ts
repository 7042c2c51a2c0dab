import { isSurprising } from '../surprising.ts';

/** How a text is quoted. */
export type Quoting = 'plain' | 'single' | 'double';

/** Letters, digits and what stands in names, addresses and numbers of organisations; never what YAML gives a meaning to. */
const harmless = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ()_.@/+&'-]*[\p{L}\p{M}\p{N}()_.@/+&'-])?$/u;

/** What a reviewer could not see, or would take for another character. */
const invisible = /(?! )[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/**
 * A value as YAML of one line that every version of YAML reads as this very value. A text is plain where that is safe, else
 * in double quotes; `like` asks for the quotes that stood there before, which are kept where they can hold it.
 */
export function scalarText(value: string | boolean | null, like: Quoting = 'plain'): string {
  if (typeof value !== 'string') return String(value);
  if (like === 'single' && value.search(invisible) < 0) return `'${value.replaceAll("'", "''")}'`;
  if (like !== 'double' && harmless.test(value) && !isSurprising(value)) return value;
  return JSON.stringify(value).replace(invisible, escaped);
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
