import { looksSecret } from '../model/looks-secret.ts';
import { declaredNames, properties } from '../model/properties.ts';
import { holdsSecret } from './leak.ts';
import { isObject } from './wire/shape.ts';

const longest = 200;
const longestRead = 4000;
const withheld = '[withheld]';
const messageKeys = /^(?:messages?|errors?|details?|code|description|reason|title|non_field_errors)$/i;

/**
 * A short piece of an answer's body that says what went wrong, safe to show: from JSON the fields that hold messages, from
 * HTML the title, from text the first line; then cleaned like `cleanText`. `null` when nothing fit to show is left.
 */
export function excerptOf(body: string, secrets: readonly string[]): string | null {
  return cleanText(messageIn(body), secrets);
}

/**
 * A server's words without control characters, without what follows the name of a secret, without long words that may be
 * credentials, at most 200 characters. `null` when nothing is left, or when one of the known `secrets` still shows.
 */
export function cleanText(text: string, secrets: readonly string[]): string | null {
  const plain = beforeCut(text)
    .replace(/\s+/gu, ' ')
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, '')
    .trim();
  const words = withoutAssignments(plain).replace(/\S+/gu, (word) => (isHarmless(word) ? word : withheld));
  const short = words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
  return short === '' || holdsSecret(words, secrets) ? null : short;
}

/** The last word before the cut is dropped too: it may be the beginning of a secret that no longer looks like one. */
function beforeCut(text: string): string {
  return text.length <= longestRead ? text : text.slice(0, longestRead).replace(/\S+$/u, '');
}

function messageIn(body: string): string {
  const start = body.trimStart();
  if (start.startsWith('<')) return /<title[^>]{0,200}>([^<]{1,500})</i.exec(start.slice(0, 65_536))?.[1] ?? '';
  const json = parsed(start);
  if (json !== undefined) return [...new Set(messagesIn(json, true, 0))].join('; ');
  // What was meant to be JSON and is broken has no first line worth showing, but may hold a whole record.
  return /^[[{"]/.test(start) ? '' : (start.slice(0, longestRead + 1).split(/[\r\n]/, 1)[0] ?? '');
}

function parsed(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return undefined;
  }
}

function messagesIn(json: unknown, speaks: boolean, depth: number): readonly string[] {
  if (depth > 6) return [];
  if (typeof json === 'string') return speaks ? [json] : [];
  if (typeof json === 'number') return speaks && depth > 0 ? [String(json)] : [];
  if (Array.isArray(json)) return json.slice(0, 20).flatMap((item) => messagesIn(item, speaks, depth + 1));
  if (!isObject(json)) return [];
  return Object.entries(json)
    .slice(0, 100)
    .flatMap(([key, value]) => {
      if (looksSecret(key)) return [];
      if (declaredNames.some((name) => name === key) && Array.isArray(value)) {
        return messagesIn(value, true, depth + 1).map((message) => `${key}: ${message}`);
      }
      return messagesIn(value, messageKeys.test(key), depth + 1);
    });
}

/**
 * The text up to the first name of a secret with `:`, `=` or a quoted text after it: what follows may be the value, of any
 * length and with spaces.
 */
function withoutAssignments(text: string): string {
  const found = [...text.matchAll(/([\p{L}\p{N}_-]+)["'\]]*(?:\s*[:=]|\s+["'`])/gu)].find(([, name = '']) =>
    looksSecret(name),
  );
  if (found === undefined) return text.replace(/\b(bearer|basic)\s+\S+/gi, `$1 ${withheld}`);
  return `${text.slice(0, found.index + found[0].length)} ${withheld}`;
}

const harmless = [
  /^[0-9a-f]{24}$/i,
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  /^sys(?:\.[\w-]{1,40}){1,12}$/,
  /^(?:\/api\/)?(?:relation|data|tool)\/[A-Za-z]{1,40}(?:\/(?:[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?\/?$/i,
];

/** A word of 16 characters or more, or with user info in it, is shown only when it is of a kind that is known. */
function isHarmless(word: string): boolean {
  const core = word.replace(/^[^\p{L}\p{N}/]+/u, '').replace(/[^\p{L}\p{N}/]+$/u, '');
  if (/:[^@]*@/u.test(word)) return false;
  return (
    word.length < 16 || core.length < 12 || Object.hasOwn(properties, core) || harmless.some((kind) => kind.test(core))
  );
}
