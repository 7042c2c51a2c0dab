import fc from 'fast-check';

/** A secret to look for. */
export interface Canary {
  /** The secret itself. */
  readonly text: string;
  /** Its part that is random enough for eight characters of it to stand nowhere by accident. */
  readonly core: string;
}

const letters = [...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789'];

function textOf(units: readonly string[], least: number, most: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...units), { minLength: least, maxLength: most }).map((all) => all.join(''));
}

function whole(texts: fc.Arbitrary<string>): fc.Arbitrary<Canary> {
  return texts.map((text) => ({ text, core: text }));
}

/** Characters of four bytes, so that a single one is a secret that stands nowhere else. */
const rare = [...'🜛🜚🜜𐌰𐌱𐌲𝌆𝌇𝌈'];

/**
 * Secrets of 1 to 64 characters as people have them: short ones, tokens, and whatever some layer might escape, encode or
 * cut up. Those of fewer than five characters are of rare characters.
 */
export const canary: fc.Arbitrary<Canary> = fc.oneof(
  whole(textOf(rare, 1, 4)),
  whole(textOf([...letters, ...'#%&+=!?'], 5, 12)),
  whole(textOf([...letters, '-', '_', '.'], 24, 64)),
  whole(textOf([...letters, '"', '\\', "'", '`', '$', '\\n', '""'], 12, 32)),
  whole(textOf([...letters, ...'äöüßéçñøЖя中文🜛'], 8, 48)),
  whole(textOf([...letters, ...'&<>"\'/;%{}[]:,@?=+ '], 12, 64)),
  textOf([...letters, '+', '/'], 20, 30).map((core) => ({ text: `-----BEGIN KEY-----${core}=====`, core })),
  textOf([...letters, '\\u0041'], 12, 24).map((core) => ({ text: `{"token":"${core}","n":1}`, core })),
  textOf([...letters, '%40', '!'], 12, 18).map((core) => ({ text: `http://robot:${core}@proxy.example:3128`, core })),
);

/** Secrets with a character in them that a header or a terminal would stumble over. */
export const refusedCanary: fc.Arbitrary<Canary> = fc
  .tuple(
    textOf(letters, 9, 20),
    fc.constantFrom('\n', '\r\n', '\t', '\u0000', '\u001b[31m', '\u0085'),
    textOf(letters, 9, 20),
  )
  .map(([start, control, end]) => ({ text: `${start}${control}${end}`, core: start }));

/** How a text may be written where it does not belong, each with the length of the pieces that give it away. */
function writings({ text, core }: Canary): readonly (readonly [writing: string, length: number])[] {
  const json = (value: string) => JSON.stringify(value).slice(1, -1);
  const bytes = Buffer.from(text, 'utf8');
  const ascii = json(core).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const html = core.replace(
    /[&<>"']/g,
    (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one] ?? '&#39;',
  );
  const plain = [core, json(core), json(json(core)), ascii, html, html.replaceAll('&#39;', '&#x27;')];
  const encoded = [encodeURIComponent(core), encodeURI(core), new URLSearchParams({ x: core }).toString().slice(2)];
  const base64 = [0, 1, 2].flatMap((offset) => {
    const all = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const own = all.slice(Math.ceil((offset * 8) / 6), (offset + bytes.length) % 3 === 0 ? undefined : -1);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const hex = bytes.toString('hex');
  return [
    ...[...plain, ...encoded].map((writing) => [writing, 8] as const),
    // Shorter pieces of these stand in hashes by accident.
    ...base64.filter((one) => one.length >= 10).map((writing) => [writing, 10] as const),
    ...(hex.length < 16 ? [] : [[hex, 16] as const]),
    ...(hex.length < 16 ? [] : [[hex.replace(/../g, '%$&'), 24] as const]),
  ];
}

function piecesOf(text: string, length: number): readonly string[] {
  if (text.length <= length) return [text];
  return Array.from({ length: text.length - length + 1 }, (_, start) => text.slice(start, start + length));
}

/**
 * Looks for secrets in texts: whole, or any eight characters of one, in any usual writing, without regard to case. Says
 * what was found where.
 */
export function openSearch(canaries: readonly Canary[]): (where: string, text: string) => readonly string[] {
  const byLength = new Map<number, Map<string, string>>();
  for (const one of canaries) {
    for (const [writing, length] of writings(one)) {
      for (const piece of piecesOf(writing.toLowerCase(), length)) {
        const pieces = byLength.get(piece.length) ?? new Map<string, string>();
        byLength.set(piece.length, pieces.set(piece, one.text));
      }
    }
  }
  return (where, text) => {
    const lower = text.toLowerCase();
    const found = new Set<string>();
    for (const [length, pieces] of byLength) {
      for (let start = 0; start + length <= lower.length; start += 1) {
        const secret = pieces.get(lower.slice(start, start + length));
        if (secret === undefined) continue;
        const around = text.slice(Math.max(0, start - 60), start + length + 20);
        found.add(`${where}: ${JSON.stringify(secret)} in ${JSON.stringify(around)}`);
        if (found.size > 5) return [...found];
      }
    }
    return [...found];
  };
}
