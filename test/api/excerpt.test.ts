import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, excerptOf } from '../../src/api/excerpt.ts';

const body = (value: unknown): string => JSON.stringify(value);

describe('excerptOf', () => {
  it.each([
    ['a message', body({ message: 'name is required' }), 'name is required'],
    ['a code and a message', body({ code: 4002, message: 'Duplicate' }), '4002; Duplicate'],
    ['errors in a list', body({ errors: [{ detail: 'a' }, { detail: 'b' }, { detail: 'a' }] }), 'a; b'],
    ['nested errors', body({ error: { reason: { message: 'deep' } } }), 'deep'],
    ['errors by property', body({ name: ['This field is required.'] }), 'name: This field is required.'],
    ['a page', '<html><head><title>502 Bad Gateway</title></head><body>secret</body></html>', '502 Bad Gateway'],
    ['a page without a title', '<html><body>hidden</body></html>', null],
    ['text', 'Error 429: Too Many Requests\nsecond line', 'Error 429: Too Many Requests'],
    ['nothing', '', null],
    ['a record', body({ data: { name: 'Acme', token: 'x' }, meta: {} }), null],
    ['cut JSON', '{"message":"half', null],
    ['a secret key with messages in it', body({ token: { message: 'abc' }, message: 'bad' }), 'bad'],
    ['deep nesting', `${'{"error":'.repeat(30)}"x"${'}'.repeat(30)}`, null],
  ])('takes from %s only what says what went wrong', (_, text, expected) => {
    expect(excerptOf(text, [])).toBe(expected);
  });

  it('drops every secret that a fault repeats, known or not', () => {
    const stored = 'MjQ2ODk3NzUtYzI0Zi00OTE2LWI1MTMt_PF84_1eb65fdf';
    const fault = body({
      message: `payload {'name': 'Acme', 'token': '${stored}'} refused`,
      token: stored,
      detail: [`https_proxy http://joe:pw@proxy:80 is bad`, `found ${stored} already`],
    });
    const excerpt = excerptOf(fault, []) ?? '';
    expect(excerpt).toContain('payload');
    for (const secret of [stored, stored.slice(0, 12), 'joe:pw']) expect(excerpt).not.toContain(secret);
  });
});

describe('cleanText', () => {
  it.each([
    ['a\u0000b\u202e c\r\n::error::d', 'ab c ::error::d'],
    ['no node 5f1b2c3d4e5f6a7b8c9d0e1f', 'no node 5f1b2c3d4e5f6a7b8c9d0e1f'],
    ['transaction 0b0f2c4e-9a1d-4f7e-8c3b-1a2b3c4d5e6f', 'transaction 0b0f2c4e-9a1d-4f7e-8c3b-1a2b3c4d5e6f'],
    ["'default_calling_behaviour' is not a choice", "'default_calling_behaviour' is not a choice"],
    ['hierarchy sys.hcs.Contoso.Acme-North unknown', 'hierarchy sys.hcs.Contoso.Acme-North unknown'],
    ['/api/relation/SparkCustomer/5f1b2c3d4e5f6a7b8c9d0e1f', '/api/relation/SparkCustomer/5f1b2c3d4e5f6a7b8c9d0e1f'],
    ['got fake-access-token-for-acme here', 'got [withheld] here'],
    ['got CANARYCANARYCANARYCANARY here', 'got [withheld] here'],
    ['/api/relation/SparkCustomer/CANARYCANARYCANARY', '[withheld]'],
    ['password=hunter2 and more', 'password= [withheld]'],
    ['{"refresh_token": "a b c"}', '{"refresh_token": [withheld]'],
    ['access_token_expires: soon', 'access_token_expires: soon'],
    ["invalid token 'a b c' for you", "invalid token ' [withheld]"],
    ["'token' is required", "'token' is required"],
    ['Bearer abc', 'Bearer [withheld]'],
    ['see http://a:b@c/', 'see [withheld]'],
    ['   ', null],
  ])('%j becomes %j', (text, expected) => {
    expect(cleanText(text, [])).toBe(expected);
  });

  it('is at most 200 characters, and holds no control characters, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 6000, unit: 'binary' }), (text) => {
        const cleaned = cleanText(text, []) ?? '';
        expect(cleaned.length).toBeLessThanOrEqual(200);
        expect(cleaned).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });

  it('withholds the whole when a known secret is left', () => {
    expect(cleanText('the name hunter2! is taken', ['hunter2!'])).toBeNull();
  });

  it('is quick with hostile texts', () => {
    const started = performance.now();
    for (const piece of ['<title ', 'token', '"', 'a:', '%41', '\\', ' : '])
      excerptOf(piece.repeat(200_000), ['x'.repeat(2000)]);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
