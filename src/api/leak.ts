const fragmentLength = 8;

/**
 * Whether a text holds one of the secrets, or a fragment of one of 8 characters or more (a shorter secret: the whole), in
 * any usual writing: as it is, JSON-escaped, URL-encoded, HTML-escaped, base64 at any offset, or hexadecimal; without
 * regard to case and white space. May say yes too often, which costs an excerpt and no secret.
 */
export function holdsSecret(text: string, secrets: readonly string[]): boolean {
  const forms = unique([text, decoded(text)].map(squash));
  return secrets.some((secret) => writings(secret).some((writing) => forms.some((form) => overlaps(form, writing))));
}

function overlaps(text: string, writing: string): boolean {
  if (writing.length < fragmentLength) return writing !== '' && text.includes(writing);
  const starts = Math.max(0, text.length - fragmentLength + 1);
  return Array.from({ length: starts }, (_, start) => text.slice(start, start + fragmentLength)).some((fragment) =>
    writing.includes(fragment),
  );
}

function writings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const encoded = [0, 1, 2].map((offset) => base64At(bytes, offset));
  const all = [secret, decoded(secret), ...encoded, ...encoded.map(urlSafe), bytes.toString('hex')];
  return unique(all.map(squash));
}

/** The part of a base64 text that is the same whatever stands before and after the bytes. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  return text.slice(Math.ceil((offset * 8) / 6), (offset + bytes.length) % 3 === 0 ? undefined : -1);
}

function urlSafe(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_');
}

function squash(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, '').toLowerCase();
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** Twice, because servers escape what is escaped already. */
function decoded(text: string): string {
  return decodedOnce(decodedOnce(text));
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodedOnce(text: string): string {
  return text
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, code: string) => character(Number.parseInt(code, 16)))
    .replace(/&#([0-9]{1,7});/g, (_, code: string) => character(Number.parseInt(code, 10)))
    .replace(/&(amp|lt|gt|quot|apos);/gi, (_, name: string) => named[name.toLowerCase()] ?? '')
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => character(Number.parseInt(code, 16)))
    .replace(/\\(["'\\/])/g, '$1');
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
