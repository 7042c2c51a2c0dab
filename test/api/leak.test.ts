import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsSecret } from '../../src/api/leak.ts';

const html = (text: string): string => text.replace(/[^a-z0-9]/gi, (character) => `&#${character.codePointAt(0)};`);
const hex = (text: string): string => Buffer.from(text).toString('hex');
const percent = (text: string): string => hex(text).replace(/../g, '%$&');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const encodings: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  'upper case': (text) => text.toUpperCase(),
  'JSON-escaped': (text) => JSON.stringify(text),
  'JSON-escaped twice': (text) => JSON.stringify(JSON.stringify(text)),
  'escaped code by code': (text) => text.replace(/./gsu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'URL-encoded': encodeURIComponent,
  'URL-encoded in full': percent,
  'URL-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'HTML-escaped': html,
  base64,
  'base64 after one byte': (text) => base64(`:${text}`),
  'base64 after two bytes': (text) => base64(`u:${text}|`),
  base64url: (text) => Buffer.from(`ab${text}`).toString('base64url'),
  hexadecimal: hex,
  'broken into lines': (text) => text.replace(/.{5}/gsu, '$&\n'),
  'with zero-width characters': (text) => text.split('').join('\u200b'),
  'a fragment of 8': (text) => text.slice(3, 11),
};

const secret = 'p@ss"w0rd/<é&>+=\\tail';

describe('holdsSecret', () => {
  it.each(Object.keys(encodings))('finds a secret that is %s', (name) => {
    const text = encodings[name]?.(secret) ?? '';
    expect(holdsSecret(`the server said ${text} and no more`, ['another-secret', secret])).toBe(true);
  });

  it('finds any secret in any encoding within any text', () => {
    const printable = fc.string({
      minLength: 8,
      maxLength: 60,
      unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(
        printable,
        fc.constantFrom('raw', 'URL-encoded', 'HTML-escaped', 'base64', 'hexadecimal'),
        (any, encoding) => {
          // A text that itself reads as an escape has several readings; those are tested by the table.
          fc.pre(!/[%&\\]/.test(any));
          return holdsSecret(`x ${encodings[encoding]?.(any)} y`, [any]);
        },
      ),
    );
  });

  it('finds a short secret as a whole', () => {
    expect(holdsSecret('login with abc1 failed', ['abc1'])).toBe(true);
    expect(holdsSecret('login with abc failed', ['abc1'])).toBe(false);
  });

  it('finds a secret that holds escapes itself, decoded', () => {
    expect(holdsSecret('refused: ab@cd/ef', ['ab%40cd%2Fef'])).toBe(true);
  });

  it('leaves other texts alone', () => {
    expect(holdsSecret('the name is taken already', [secret, ''])).toBe(false);
    expect(holdsSecret('', [secret])).toBe(false);
  });
});
