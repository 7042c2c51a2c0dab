import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPage } from '../../../src/report/html/apply-page.ts';
import { driftPage } from '../../../src/report/html/drift-page.ts';
import { planPage } from '../../../src/report/html/plan-page.ts';
import { now } from '../../plan/world.ts';
import { applyReport } from '../apply-report.ts';
import { everything } from '../everything.ts';
import { expectGolden } from '../golden.ts';
import { estateDrift, estatePlan } from './estate.ts';
import { multiplied } from './multiplied.ts';
import { pagesOf } from './pages-of.ts';
import { attributeOf, elementsOf, structureOf, textOf } from './structure.ts';

const run = 'https://github.com/example/customers/actions/runs/7';
const frame = { time: now, version: '1.2.3', run };
const plan = everything('overwrites-drift');

/** Every kind of page. */
const pages = {
  plan: planPage(plan, frame),
  apply: applyPage(applyReport(plan), frame),
  drift: driftPage(estateDrift(80), frame),
  empty: planPage(estatePlan(0), { ...frame, run: null }),
};

describe.each(Object.entries(pages))('the page: %s', (_, page) => {
  const elements = elementsOf(page);
  const named = (name: string) => elements.filter((one) => one.tagName === name);

  test('lets nothing run or be loaded but its own script and style', () => {
    const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const [script, style] = [named('script'), named('style')].map((all) => digest(textOf(all[0])));
    const policy = named('meta').find((one) => attributeOf(one, 'http-equiv') === 'Content-Security-Policy');
    expect(attributeOf(policy, 'content')).toBe(
      `default-src 'none'; script-src ${script}; style-src ${style}; base-uri 'none'; form-action 'none'`,
    );
    expect([named('script').length, named('style').length]).toEqual([1, 1]);
  });

  test('asks for nothing: no address in it but those that a person may follow', () => {
    const addresses = elements.flatMap((one) =>
      one.attrs.filter(({ name }) => /^(src|href|action|data|poster|srcset|style|on.*)$/.test(name)),
    );
    expect(
      addresses.filter(({ name, value }) => name !== 'href' || !/^#|^https:\/\/github\.com\//.test(value)),
    ).toEqual([]);
  });

  test('has one name for one thing, and headings without a gap', () => {
    const names = elements.flatMap((one) => attributeOf(one, 'id') ?? []);
    expect(new Set(names).size).toBe(names.length);
    const links = named('a').flatMap((one) => attributeOf(one, 'href') ?? []);
    expect(links.filter((one) => /^#[^?]/.test(one) && !names.includes(one.slice(1)))).toEqual([]);
    const levels = elements.flatMap(({ tagName }) => (/^h\d$/.test(tagName) ? [Number(tagName[1])] : []));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });
});

test('a plan with everything in it, without its style and script', () => {
  const text = pages.plan.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1/>').replace(/'sha256-[^']+'/g, "'sha256'");
  expectGolden('plan-page', text);
});

test('an address of a run that is no web page is text', () => {
  const page = planPage(plan, { ...frame, run: 'javascript:alert(1)//https://github.com' });
  expect(elementsOf(page).filter((one) => attributeOf(one, 'href')?.startsWith('javascript'))).toEqual([]);
  expect(page).toContain('javascript:alert(1)');
});

test('a page that is not changed by what order or machine makes it', () => {
  expect(planPage(everything('overwrites-drift'), frame)).toBe(pages.plan);
});

describe('an estate of 10,000', () => {
  const some = multiplied(estatePlan(600), 10_000);
  const all = multiplied(estatePlan(600, 'all'), 10_000);

  test('is a file below 5 MB, made in a moment, every customer in it', () => {
    const start = performance.now();
    const page = planPage(some, frame);
    const taken = performance.now() - start;
    process.stdout.write(`page of 10,000: ${(page.length / 1e6).toFixed(1)} MB, made in ${taken.toFixed(0)} ms\n`);
    expect(page.length).toBeLessThan(5_000_000);
    expect(taken).toBeLessThan(5000);
    expect(page.match(/ data-tags="/g)).toHaveLength(10_000);
    expect(page).not.toContain('without their details');
  });

  test('says what it leaves out where every one of them changes: the details of those that matter least', () => {
    const page = planPage(all, frame);
    expect(page.length).toBeLessThan(5_000_000);
    expect(page.match(/ data-tags="/g)).toHaveLength(10_000);
    const [, left = ''] = /the last ([\d,]+) customers of the list are shown without their details/.exec(page) ?? [];
    expect(page.match(/<div class="flat">/g)).toHaveLength(Number(left.replace(',', '')));
    expect(page.lastIndexOf('<details><summary><span class="label remove">')).toBeLessThan(
      page.indexOf('class="flat"'),
    );
  });
});

describe('text from outside', () => {
  const bait = fc.oneof(
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    {
      weight: 3,
      arbitrary: fc
        .array(
          fc.constantFrom(
            '<script>alert(1)</script>',
            '</script>',
            '</style>',
            '</title>',
            '</details></li></ul></section>',
            '<!--',
            '-->',
            '<![CDATA[',
            '" onclick="alert(1)',
            "' autofocus onfocus='x",
            '<img src=x onerror=alert(1)>',
            '<svg/onload=alert(1)>',
            '&lt;script&gt;',
            '&#x3c;',
            '\u202e',
            '\u2066',
            '\u200b',
            '\u0000',
            '\u001b[2J',
            '\r\n',
            '\ud800',
            'javascript:x',
            'a',
          ),
          { minLength: 1, maxLength: 5 },
        )
        .map((parts) => parts.join('')),
    },
  );

  test('changes nothing of what the page is but its texts', () => {
    const harmless = pagesOf('harmless').map(structureOf);
    fc.assert(
      fc.property(bait, (hostile) => {
        expect(pagesOf(hostile).map(structureOf)).toEqual(harmless);
      }),
      { numRuns: 40 },
    );
  });

  test('is there to be read, and hides or turns nothing', () => {
    fc.assert(
      fc.property(bait, (hostile) => {
        for (const page of pagesOf(`x${hostile}x`)) {
          const text = page.replace(/<script>[\s\S]*?<\/script>/, '').replaceAll('\n', '');
          expect(text.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu)).toBeNull();
        }
      }),
      { numRuns: 60 },
    );
    const name = '<b>&amp;"\'';
    const shown = elementsOf(planPage({ ...plan, env: name }, frame)).find((one) => one.tagName === 'title');
    expect(textOf(shown)).toContain(name);
  });
});
