import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesText } from '../../src/report/api-text.ts';
import { htmlText } from '../../src/report/html-text.ts';

test('headings, lists and tables become lines that read well', () => {
  const html = `<!DOCTYPE html><html><head><title>no</title><style>td{}</style></head><body>
    <h1>Spark  Customer</h1><p>One
    line &amp; <b>another</b> word<br>below</p>
    <h2>Fields</h2><table><tr><th>Title</th><th>Name</th></tr><tr><td>Customer Name</td><td>name</td></tr></table>
    <ul><li>first<li>second</ul></body></html>`;
  expect(htmlText(html)).toBe(
    [
      'Spark Customer',
      'One line & another word',
      'below',
      '',
      'Fields',
      'Title | Name',
      'Customer Name | name',
      '- first',
      '- second',
      '',
    ].join('\n'),
  );
});

test.each([
  ['<script>alert(1)</script>after', 'after\n'],
  ['<SCRIPT src="https://evil.example/x.js"></SCRIPT>after', 'after\n'],
  ['<img src=x onerror=alert(1)>after', 'after\n'],
  ['<style>@import "x"</style><iframe srcdoc="<p>x"></iframe>after', 'after\n'],
  ['<a href="javascript:alert(1)">link</a>', 'link\n'],
  ['<p>never closed <script>alert(1)', 'never closed\n'],
  ['&lt;script&gt;is text&lt;/script&gt;', '<script>is text</script>\n'],
  ['', ''],
])('%s can do nothing', (html, text) => {
  expect(htmlText(html)).toBe(text);
});

test('a page nested very deeply, and one that is very long, are read in no time', () => {
  const started = performance.now();
  htmlText('<div>'.repeat(200_000));
  htmlText('<'.repeat(500_000));
  htmlText('<p>x</p>'.repeat(100_000));
  expect(performance.now() - started).toBeLessThan(30_000);
});

test('whatever the page holds, no character that a terminal obeys is shown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (html) => {
      expect(linesText(htmlText(html))).not.toMatch(/[^\n\P{Cc}]|[\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
  expect(linesText(htmlText('<p>&#27;[31mred&#x202e;gpj</p>'))).toBe('\\x1b[31mred\\u{202e}gpj\n');
});
